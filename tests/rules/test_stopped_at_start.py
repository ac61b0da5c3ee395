"""A process that waits for its servers stops when it is told to."""

import asyncio

import pytest

from shared.adapters.wiring import until_stopped
from shared.errors import StoppedAtStart


async def test_a_wait_for_servers_ends_when_the_process_is_told_to_stop():
    stop, ended = asyncio.Event(), asyncio.Event()

    async def waiting():
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    starting = asyncio.create_task(until_stopped(waiting(), stop))
    await asyncio.sleep(0)
    stop.set()
    with pytest.raises(StoppedAtStart):
        await starting
    await asyncio.wait_for(ended.wait(), 1)


async def test_servers_that_are_there_are_handed_over():
    async def wired():
        return "servers"

    assert await until_stopped(wired(), asyncio.Event()) == "servers"
    assert await until_stopped(wired(), None) == "servers"


async def test_what_fails_at_a_start_is_told_as_it_is():
    async def failing():
        raise ValueError("a bad key")

    with pytest.raises(ValueError, match="a bad key"):
        await until_stopped(failing(), asyncio.Event())
