"""The scanner beside the file store: what it finds is not kept, and its silence lets nothing in."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from shared.adapters.antivirus import Clamd, ScannedBlobs, clamd_of
from shared.adapters.memory_files import MemoryBlobs
from shared.domain.files import RefusalCode, UnreadableFile
from shared.errors import ServerUnavailable
from shared.settings import Settings

#: What every scanner takes for a virus, in two halves so that this file is none.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LIMIT = 1024 * 1024


async def read_stream(reader):
    """The bytes of an INSTREAM command."""
    data = b""
    while size := int.from_bytes(await reader.readexactly(4), "big"):
        data += await reader.readexactly(size)
    return data


async def serve_clamd(reader, writer):
    """The daemon's side of the protocol."""
    command = await reader.readuntil(b"\0")
    if command == b"zPING\0":
        writer.write(b"PONG\0")
    else:
        data = await read_stream(reader)
        found = b"stream: Eicar-Signature FOUND\0" if EICAR in data else b"stream: OK\0"
        writer.write(b"INSTREAM size limit exceeded. ERROR\0" if len(data) > LIMIT else found)
    writer.close()


async def hang_up(_, writer):
    writer.close()


@asynccontextmanager
async def a_daemon(behaviour=serve_clamd):
    server = await asyncio.start_server(behaviour, "127.0.0.1", 0)
    async with server:
        yield Clamd("127.0.0.1", server.sockets[0].getsockname()[1])


async def parts(data, size=1000):
    yield b""
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def test_clean_bytes_are_stored_whole():
    async with a_daemon() as clamd:
        blobs = ScannedBlobs(MemoryBlobs(), clamd)

        stored = await blobs.write(parts(b"clean" * 2000), LIMIT)

        assert await blobs.read(stored.blob_id) == b"clean" * 2000


async def test_what_the_scanner_finds_is_refused_and_not_kept():
    kept = MemoryBlobs()
    async with a_daemon() as clamd:
        with pytest.raises(UnreadableFile) as refusal:
            await ScannedBlobs(kept, clamd).write(parts(b"x" * 5000 + EICAR, size=37), LIMIT)

    assert refusal.value.code is RefusalCode.INFECTED
    assert kept.files == {}


@pytest.mark.parametrize("size", [10, 2 * LIMIT], ids=["hangs up", "will not look"])
async def test_without_a_verdict_nothing_is_kept(size):
    kept = MemoryBlobs()
    async with a_daemon(hang_up if size == 10 else serve_clamd) as clamd:
        with pytest.raises(ServerUnavailable):
            await ScannedBlobs(kept, clamd).write(parts(b"x" * size, 65_536), 4 * LIMIT)

    assert kept.files == {}


async def test_a_scanner_that_is_away_lets_nothing_in_and_is_not_ready(unused_tcp_port):
    kept, clamd = MemoryBlobs(), Clamd("127.0.0.1", unused_tcp_port)

    with pytest.raises(ServerUnavailable):
        await ScannedBlobs(kept, clamd).write(parts(b"clean"), LIMIT)
    with pytest.raises(ServerUnavailable):
        await clamd.ping()

    assert kept.files == {}


async def test_a_file_over_the_limit_is_refused_as_such_and_not_scanned_to_its_end():
    async with a_daemon() as clamd:
        with pytest.raises(UnreadableFile) as refusal:
            await ScannedBlobs(MemoryBlobs(), clamd).write(parts(b"x" * 5000), 100)

    assert refusal.value.code is RefusalCode.TOO_LARGE


async def test_a_scanner_that_answers_is_ready():
    async with a_daemon() as clamd:
        await clamd.ping()


def test_the_scanner_is_off_until_its_host_is_set():
    assert clamd_of(Settings(secret_key="x" * 32)) is None
    assert clamd_of(Settings(secret_key="x" * 32, clamd_host="clamd")) is not None
