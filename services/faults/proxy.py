"""A TCP proxy that misbehaves on demand: resets, black holes, replies that never arrive.

It stands between the services and one server, so that faults of the network can be had without
privileges and without touching the server itself.
"""

import asyncio
import socket
import struct
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

#: Bytes forwarded at a time.
CHUNK = 64 * 1024
#: Close at once with a TCP reset: what a crashed peer or an impatient firewall sends.
_RESET = struct.pack("ii", 1, 0)


@dataclass(slots=True, kw_only=True, eq=False)
class _Link:
    """One client's connection and the one behind it."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    #: True while the next reply of the server must not arrive.
    swallow: bool = False

    def cut(self) -> None:
        """Reset both ends."""
        for writer in (self.client, self.server):
            _reset(writer)


def _reset(writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    if connection is not None:
        with suppress(OSError):  # already gone
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()


class FaultProxy:
    """Forwards to a loopback port until told to do worse; to any of several, as a balancer does."""

    def __init__(self, *targets: int) -> None:
        """Forward to these ports of this machine: in turn, past those that do not answer."""
        self._targets = deque(targets)
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self._links: set[_Link] = set()
        self._forwarding = asyncio.Event()
        self._forwarding.set()
        self._marker: bytes | None = None
        #: Replies swallowed so far.
        self.dropped = 0

    async def start(self) -> None:
        """Listen on a free loopback port."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)

    @property
    def port(self) -> int:
        """Where clients connect."""
        assert self._server is not None  # started
        return int(self._server.sockets[0].getsockname()[1])

    def reset(self) -> int:
        """Reset every connection; how many there were."""
        links = list(self._links)
        for link in links:
            link.cut()
        return len(links)

    async def black_hole(self, seconds: float) -> None:
        """Let nothing through for a while; connections stay up and nobody is told."""
        self._forwarding.clear()
        try:
            await asyncio.sleep(seconds)
        finally:
            self._forwarding.set()

    def drop_reply_after(self, marker: bytes) -> None:
        """Let the next request that holds the marker reach the server, and lose its reply."""
        self._marker = marker

    async def stop(self) -> None:
        """Stop listening and cut what is left."""
        if self._server is not None:
            self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._forwarding.wait()
            far_reader, far_writer = await self._reach_server()
        except (OSError, asyncio.CancelledError):  # the server is down, or we stop: so is the door
            _reset(writer)
            return
        link = _Link(client=writer, server=far_writer)
        self._links.add(link)
        pumps = (
            self._pump(reader, far_writer, lambda data: self._note(link, data)),
            self._pump(far_reader, writer, lambda _: not link.swallow),
        )
        try:
            await _until_one_ends([asyncio.create_task(pump) for pump in pumps])
        finally:
            self.dropped += link.swallow
            link.cut()
            self._links.discard(link)

    async def _reach_server(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        for _ in range(len(self._targets) - 1):
            self._targets.rotate()
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", self._targets[0])
        self._targets.rotate()
        return await asyncio.open_connection("127.0.0.1", self._targets[0])

    def _note(self, link: _Link, data: bytes) -> bool:
        """Requests always pass; the one with the marker is remembered."""
        if self._marker is not None and self._marker in data:
            link.swallow, self._marker = True, None
        return True

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        passes: Callable[[bytes], bool],
    ) -> None:
        """Forward one direction until an end closes, or until a chunk may not pass."""
        with suppress(OSError):
            while data := await reader.read(CHUNK):
                await self._forwarding.wait()
                if not passes(data):
                    return
                writer.write(data)
                await writer.drain()


async def _until_one_ends(pumps: list[asyncio.Task[None]]) -> None:
    """A connection with one deaf end is no connection."""
    try:
        await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for pump in pumps:
            pump.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
