"""The fault proxy against a small echo server: each way to misbehave, and only when told."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from services.faults.proxy import FaultProxy


class Echo:
    """Answers what it hears, and remembers it."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    async def serve(self, reader, writer) -> None:
        while line := await reader.readline():
            self.heard.append(line)
            writer.write(line)
        writer.close()


@pytest.fixture
async def echo() -> AsyncIterator[tuple[Echo, FaultProxy]]:
    """The server and a proxy in front of it."""
    server = Echo()
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0, limit=2**20)
    proxy = FaultProxy(listener.sockets[0].getsockname()[1])
    await proxy.start()
    yield server, proxy
    await proxy.stop()
    listener.close()
    await listener.wait_closed()


async def _ask(proxy: FaultProxy, line: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    try:
        writer.write(line)
        return await asyncio.wait_for(reader.readline(), 5)
    finally:
        writer.close()


async def test_what_goes_in_comes_back(echo):
    _, proxy = echo
    assert await _ask(proxy, b"bonjour\n") == b"bonjour\n"


async def test_a_large_message_passes_whole(echo):
    _, proxy = echo
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port, limit=2**20)
    line = b"x" * 300_000 + b"\n"
    writer.write(line)
    assert await reader.readline() == line
    writer.close()


async def test_a_reset_breaks_every_connection_and_lets_new_ones_in(echo):
    _, proxy = echo
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    writer.write(b"un\n")
    await reader.readline()
    assert proxy.reset() == 1
    with pytest.raises(ConnectionResetError):
        await reader.readline()
    writer.close()
    assert await _ask(proxy, b"deux\n") == b"deux\n"


async def test_a_black_hole_holds_everything_back_and_then_delivers_it(echo):
    server, proxy = echo
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    writer.write(b"avant\n")
    await reader.readline()
    began = time.monotonic()
    hole = asyncio.create_task(proxy.black_hole(0.4))
    await asyncio.sleep(0.05)
    writer.write(b"pendant\n")
    await asyncio.sleep(0.1)
    assert server.heard == [b"avant\n"]
    assert await reader.readline() == b"pendant\n"
    assert time.monotonic() - began >= 0.4
    await hole
    writer.close()


async def test_a_connection_made_during_a_black_hole_is_served_after_it(echo):
    _, proxy = echo
    hole = asyncio.create_task(proxy.black_hole(0.3))
    await asyncio.sleep(0.05)
    assert await _ask(proxy, b"patience\n") == b"patience\n"
    await hole


async def test_a_dropped_reply_is_lost_after_the_server_has_acted(echo):
    server, proxy = echo
    proxy.drop_reply_after(b"ecris")
    with pytest.raises(ConnectionResetError):
        await _ask(proxy, b"ecris ceci\n")
    assert server.heard == [b"ecris ceci\n"]
    assert proxy.dropped == 1


async def test_only_one_reply_is_dropped_and_only_that_of_the_marked_request(echo):
    _, proxy = echo
    proxy.drop_reply_after(b"ecris")
    assert await _ask(proxy, b"lis\n") == b"lis\n"
    with pytest.raises(ConnectionResetError):
        await _ask(proxy, b"ecris\n")
    assert await _ask(proxy, b"ecris\n") == b"ecris\n"


async def test_a_server_that_is_down_looks_down():
    listener = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    listener.close()
    await listener.wait_closed()
    proxy = FaultProxy(port)
    await proxy.start()
    with pytest.raises(ConnectionResetError):
        await _ask(proxy, b"personne\n")
    await proxy.stop()


async def test_with_several_servers_one_that_is_down_is_passed_over(echo):
    _, proxy = echo
    alive = proxy.port
    gone = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    dead = gone.sockets[0].getsockname()[1]
    gone.close()
    await gone.wait_closed()
    balancer = FaultProxy(dead, alive, dead)
    await balancer.start()
    for number in range(4):
        line = b"tour %d\n" % number
        assert await _ask(balancer, line) == line
    await balancer.stop()
