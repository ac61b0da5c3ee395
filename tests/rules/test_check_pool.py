"""A check runs confined: it ends in time, writes little, speaks to nobody and leaves nothing."""

import asyncio
import errno
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from services.imagecheck.confinement import FILE_BYTES
from services.imagecheck.pool import CheckPool
from services.imagecheck.scratch import make_scratch, wipe_abandoned
from shared.domain.files import RefusalCode, UnreadableFile
from shared.errors import CheckCrashed, CheckTimedOut

#: Containers may forbid it, and then have a network policy instead.
MAY_LEAVE_THE_NETWORK = (
    subprocess.run(
        ["unshare", *([] if os.geteuid() == 0 else ["--user"]), "--net", "true"], check=False
    ).returncode
    == 0
)


def leave_a_file():
    handle, name = tempfile.mkstemp()
    os.close(handle)
    return name


def leave_a_file_and_sleep():
    leave_a_file()
    time.sleep(60)


def die():
    os.abort()


def write_too_much():
    handle, name = tempfile.mkstemp()
    try:
        os.pwrite(handle, b"x", FILE_BYTES)
    except OSError as error:
        return error.errno
    finally:
        os.close(handle)
    return name


def allocate_a_lot():
    try:
        return len(bytearray(4 * 1024**3))
    except MemoryError:
        return None


def core_limit():
    return resource.getrlimit(resource.RLIMIT_CORE)


def spin():
    while True:
        pass


def let_a_program_spin(mark="endless"):
    subprocess.run([sys.executable, "-c", "while True: pass", mark], check=False)


def refuse():
    raise UnreadableFile(RefusalCode.CORRUPT)


def call_out(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError as error:
        return error.errno
    return 0


@pytest.fixture
async def pool(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pool = CheckPool(1, 1536)
    yield pool
    pool.close()


async def test_temporary_files_go_to_a_private_folder_that_goes_with_the_child(pool, tmp_path):
    left = Path(await pool.run(20, leave_a_file))

    assert list(tmp_path.rglob("*")) == [left.parent, left]
    assert left.parent.stat().st_mode & 0o777 == 0o700
    pool.close()
    assert list(tmp_path.iterdir()) == []


async def test_a_check_that_does_not_end_is_ended_with_its_files(pool, tmp_path):
    await pool.warm()

    with pytest.raises(CheckTimedOut):
        await pool.run(0.5, leave_a_file_and_sleep)

    assert list(tmp_path.iterdir()) == []


async def test_a_check_that_dies_takes_only_itself(pool):
    with pytest.raises(CheckCrashed):
        await pool.run(20, die)

    assert await pool.run(20, core_limit) == (0, 0)


async def test_a_refusal_comes_back_as_it_was_said(pool):
    with pytest.raises(UnreadableFile) as refusal:
        await pool.run(20, refuse)

    assert refusal.value.code is RefusalCode.CORRUPT


async def test_a_child_can_neither_fill_the_disk_nor_the_memory(pool):
    assert await pool.run(20, write_too_much) == errno.EFBIG
    assert await pool.run(20, allocate_a_lot) is None


async def test_a_child_speaks_to_nobody_where_the_kernel_allows_it(pool):
    with socket.create_server(("127.0.0.1", 0)) as server:
        answer = await pool.run(20, call_out, server.getsockname()[1])

    assert answer == errno.ENETUNREACH or not MAY_LEAVE_THE_NETWORK


def test_folders_of_processes_that_are_gone_are_wiped(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone = tmp_path / "guichet-checks-999999999-abc"
    gone.mkdir()
    (gone / "page.bmp").write_bytes(b"x")
    mine = make_scratch()

    wipe_abandoned()

    assert list(tmp_path.iterdir()) == [mine]


@pytest.mark.parametrize("work", [spin, let_a_program_spin])
async def test_a_check_that_computes_too_long_is_ended_wherever_it_computes(work):
    pool = CheckPool(1, 1536, cpu_seconds=1.0)
    try:
        with pytest.raises(CheckTimedOut):
            await pool.run(1000, work)
        assert await pool.run(60, core_limit) == (0, 0)
    finally:
        pool.close()


def running(mark):
    return subprocess.run(["pgrep", "-f", mark], check=False, capture_output=True).returncode == 0


async def test_a_program_that_a_check_started_ends_with_it(pool):
    await pool.warm()
    mark = f"spin-of-{os.getpid()}"

    with pytest.raises(CheckTimedOut):
        await pool.run(2, let_a_program_spin, mark)

    for _ in range(50):
        if not running(mark):
            break
        await asyncio.sleep(0.1)
    assert not running(mark)
