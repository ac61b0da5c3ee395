"""ClamAV's daemon over TCP, beside the file store: what it finds is not kept.

Its protocol is clamd(8), command INSTREAM. Once switched on it is never gone around: a daemon
that does not answer lets nothing in.
"""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from shared.domain.files import RefusalCode, UnreadableFile
from shared.errors import ServerUnavailable
from shared.pipeline.ports import Blobs, StoredBlob
from shared.settings import Settings

#: Seconds for each step of a conversation. A scan of 10 MB takes one or two; one that takes this
#: long holds an upload open for too long.
STEP_SECONDS = 20.0

_CLEAN = b"stream: OK"
_FOUND = b" FOUND"


class Clamd:
    """One conversation a file."""

    def __init__(self, host: str, port: int) -> None:
        """Take the address of the daemon's TCP socket."""
        self._host, self._port = host, port

    async def ping(self) -> None:
        """Raise ServerUnavailable unless the daemon answers."""
        async with self._talk(b"PING") as talk:
            if await talk.answer() != b"PONG":
                raise ServerUnavailable("antivirus")

    @asynccontextmanager
    async def scan(self) -> AsyncIterator["Conversation"]:
        """A scan to be fed with bytes."""
        async with self._talk(b"INSTREAM") as talk:
            yield talk

    @asynccontextmanager
    async def _talk(self, command: bytes) -> AsyncIterator["Conversation"]:
        try:
            async with asyncio.timeout(STEP_SECONDS):
                reader, writer = await asyncio.open_connection(self._host, self._port)
        except OSError as error:
            raise ServerUnavailable("antivirus") from error
        try:
            writer.write(b"z" + command + b"\0")
            yield Conversation(reader, writer)
        finally:
            writer.close()


class Conversation:
    """A command under way; its faults are the server's, never those of the upload beside it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take an open connection, the command sent."""
        self._reader, self._writer = reader, writer

    async def feed(self, data: bytes) -> None:
        """Send the next bytes; none ends the stream."""
        self._writer.write(len(data).to_bytes(4, "big") + data)
        try:
            async with asyncio.timeout(STEP_SECONDS):
                await self._writer.drain()
        except OSError as error:
            raise ServerUnavailable("antivirus") from error

    async def answer(self) -> bytes:
        """The daemon's line."""
        try:
            async with asyncio.timeout(STEP_SECONDS):
                return (await self._reader.readuntil(b"\0"))[:-1]
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            raise ServerUnavailable("antivirus") from error

    async def is_infected(self) -> bool:
        """The verdict on what was fed. Raises ServerUnavailable for anything but a verdict."""
        await self.feed(b"")
        answer = await self.answer()
        if answer != _CLEAN and not answer.endswith(_FOUND):
            raise ServerUnavailable("antivirus")
        return answer != _CLEAN


class ScannedBlobs:
    """A file store that the scanner watches: bytes go to both at once."""

    def __init__(self, blobs: Blobs, clamd: Clamd) -> None:
        """Stand before `blobs`."""
        self._blobs, self._clamd = blobs, clamd

    async def write(
        self, chunks: AsyncIterator[bytes], max_bytes: int, dossier_id: str = ""
    ) -> StoredBlob:
        """Store a stream whole and clean or not at all; raises UnreadableFile."""
        async with self._clamd.scan() as scan:
            stored = await self._blobs.write(_watched(chunks, scan), max_bytes, dossier_id)
            try:
                infected = await scan.is_infected()
            except BaseException:
                await self._blobs.delete(stored.blob_id)
                raise
        if infected:
            await self._blobs.delete(stored.blob_id)
            raise UnreadableFile(RefusalCode.INFECTED)
        return stored

    async def read(self, blob_id: str) -> bytes:
        """All bytes; raises MissingBlob."""
        return await self._blobs.read(blob_id)

    async def stored_between(self, start: dt.datetime, end: dt.datetime) -> Sequence[str]:
        """Ids of bytes that came in between two moments, whole files or not."""
        return await self._blobs.stored_between(start, end)

    async def delete(self, blob_id: str) -> None:
        """Forget the bytes; unknown ones are no error."""
        await self._blobs.delete(blob_id)


async def _watched(chunks: AsyncIterator[bytes], scan: Conversation) -> AsyncIterator[bytes]:
    async for chunk in chunks:
        if chunk:  # an empty one would end the scan
            await scan.feed(chunk)
        yield chunk


def clamd_of(settings: Settings) -> Clamd | None:
    """The scanner that the settings name; None where it is switched off."""
    return Clamd(settings.clamd_host, settings.clamd_port) if settings.clamd_host else None
