"""Transfers that are too long or break off, seen from the wire."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.e2e.api_client import Started, a_jpeg, assert_problem, intake, kept

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

#: RULEBOOK FI1 [D].
LIMIT = 10 * 1024 * 1024
#: Seconds for an answer that needs no body, or for the server to notice that we left.
SOON = 25
#: Seconds that the server has to tidy up once the connection is gone.
TIDY = 0.5


@asynccontextmanager
async def begun_upload(
    machine: Started, dossier_id: str, *headers: str
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection on which the head of an upload has been sent."""
    port, secret = machine[0].settings.intake_port, machine[1]["ecole-demo"]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = (
        f"PUT /v1/dossiers/{dossier_id}/pieces/photo HTTP/1.1",
        "Host: guichet",
        f"Authorization: Bearer {secret}",
        *headers,
    )
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    await writer.drain()
    try:
        yield reader, writer
    finally:
        writer.close()


async def test_an_upload_announced_too_long_is_refused_before_its_body(machine, session):
    dossier_id = await intake(machine, session).open()
    before = await kept(machine, dossier_id)

    async with begun_upload(machine, dossier_id, f"Content-Length: {LIMIT + 1}") as (reader, _):
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SOON)

    assert head.startswith(b"HTTP/1.1 413 ")
    assert await kept(machine, dossier_id) == before


async def test_a_client_that_asks_first_is_told_before_it_sends(machine, session):
    dossier_id = await intake(machine, session).open()
    asks = ("Expect: 100-continue", f"Content-Length: {LIMIT + 1}")

    async with begun_upload(machine, dossier_id, *asks) as (reader, _):
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SOON)

    assert head.startswith(b"HTTP/1.1 413 ")


async def test_a_client_that_asks_first_is_invited(machine, session):
    dossier_id, data = await intake(machine, session).open(), a_jpeg()
    asks = ("Expect: 100-continue", f"Content-Length: {len(data)}")

    async with begun_upload(machine, dossier_id, *asks) as (reader, writer):
        invited = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SOON)
        writer.write(data)
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SOON)

    assert invited == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert head.startswith(b"HTTP/1.1 201 ")


async def test_an_upload_that_does_not_say_its_length_is_cut_at_the_limit(machine, session):
    school = intake(machine, session)
    dossier_id = await school.open()
    before = await kept(machine, dossier_id)

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield a_jpeg(2**20)

    answer = await school.put_piece(dossier_id, "photo", endless())

    assert_problem(answer, 413, "file-too-large")
    assert await kept(machine, dossier_id) == before


async def test_an_upload_of_exactly_the_limit_is_taken(machine, session):
    school = intake(machine, session)
    dossier_id = await school.open()

    async def whole() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield a_jpeg(2**20)

    answer = await school.put_piece(dossier_id, "photo", whole())

    assert (answer.status, answer.json["pieces"][0]["size"]) == (201, LIMIT)
    removed = await school("DELETE", f"/v1/dossiers/{dossier_id}/pieces/photo")
    assert removed.status == 200


@pytest.mark.parametrize(
    ("header", "opening"),
    [
        ("Content-Length: 2000000", b""),
        ("Transfer-Encoding: chunked", b"1e8480\r\n"),
    ],
    ids=["length", "chunked"],
)
async def test_an_upload_that_breaks_off_leaves_nothing(machine, session, header, opening):
    school = intake(machine, session)
    dossier_id = await school.open()
    before = await kept(machine, dossier_id)

    async with begun_upload(machine, dossier_id, header) as (reader, writer):
        writer.write(opening + a_jpeg(1_000_000))
        await writer.drain()
        writer.write_eof()
        answer = await asyncio.wait_for(reader.read(), SOON)
    await asyncio.sleep(TIDY)

    assert b" 201 " not in answer
    assert await kept(machine, dossier_id) == before
    assert (await school.put_piece(dossier_id, "photo", a_jpeg())).status == 201


async def test_a_body_whose_chunks_make_no_sense_leaves_nothing(machine, session):
    dossier_id = await intake(machine, session).open()
    before = await kept(machine, dossier_id)

    async with begun_upload(machine, dossier_id, "Transfer-Encoding: chunked") as (reader, writer):
        writer.write(b"1388\r\n" + a_jpeg(5_000) + b"\r\nno length\r\n")
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SOON)

    assert head.split()[1] == b"400"
    await asyncio.sleep(TIDY)
    assert await kept(machine, dossier_id) == before
