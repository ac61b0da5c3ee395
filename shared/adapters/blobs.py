"""The file store in the document store. A stream is stored whole or leaves nothing.

The chunks are those of GridFS, so that files of earlier versions read on. The document that GridFS
keeps of each file beside them is not written: the last chunk says that it is the last, which saves
a write with each file, and a question with each reading. The first chunk is empty and says when the
file came: who looks for files by their age then reads no bytes of them.
"""

import datetime as dt
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

from gridfs.errors import NoFile

from shared.adapters.documents import Document
from shared.adapters.driver import Collection, bucket_of
from shared.adapters.measuring import Measured
from shared.adapters.store import Database, server_faults
from shared.errors import MissingBlob
from shared.pipeline.ports import Clock, StoredBlob

BUCKET = "pieces"
#: Bytes of a chunk: the default of the GridFS specification.
CHUNK_BYTES = 255 * 1024
#: Field of a file's last chunk, beside those of the specification: chunks 0 to that one are whole.
LAST = "last"
#: Field of a file's first chunk: when the file came. Files of earlier versions lack it, and the
#: sweep of orphaned bytes passes them over.
CAME = "came_at"
#: Chunks sent together. The driver's own stream keeps 48 MB before it sends anything: a hundred
#: uploads at once would hold a gigabyte.
CHUNKS_AT_ONCE = 4


class _Upload:
    """One file on its way in; holds about a megabyte."""

    def __init__(self, chunks: Collection, blob_id: str, came_at: dt.datetime) -> None:
        self._chunks, self._blob_id, self._came_at = chunks, blob_id, came_at
        self._waiting = bytearray()
        self._sent = 0

    async def write(self, data: bytes) -> None:
        """Take the next bytes, sending what is enough for a batch."""
        self._waiting += data
        while len(self._waiting) > CHUNK_BYTES * CHUNKS_AT_ONCE:  # the last one is sent at the end
            await self._send(CHUNK_BYTES * CHUNKS_AT_ONCE)

    async def _send(self, count: int, *, last: bool = False) -> None:
        batch = bytes(self._waiting[:count])
        del self._waiting[:count]
        pieces = [batch[start : start + CHUNK_BYTES] for start in range(0, count, CHUNK_BYTES)]
        begins = not self._sent
        documents: list[Document] = [
            {"files_id": self._blob_id, "n": number, "data": piece}
            for number, piece in enumerate([b"", *pieces] if begins else pieces, self._sent)
        ]
        if begins:
            documents[0][CAME] = self._came_at
        if last:
            documents[-1][LAST] = True
        self._sent += len(documents)
        await self._chunks.insert_many(documents)

    async def close(self) -> None:
        """Send the rest: without its last chunk a file does not exist."""
        await self._send(len(self._waiting), last=True)

    async def abort(self) -> None:
        """Leave nothing behind; what a crash leaves, the sweep of orphaned bytes takes away."""
        await self._chunks.delete_many({"files_id": self._blob_id})


def _is_whole(chunks: Sequence[Document]) -> bool:
    numbers = [chunk["n"] for chunk in chunks]
    return bool(chunks) and numbers == list(range(len(chunks))) and bool(chunks[-1].get(LAST))


def came_between(start: dt.datetime, end: dt.datetime) -> Document:
    """First chunks of the files that came then: an upload cut off by a crash has one too."""
    return {CAME: {"$gte": start, "$lt": end}}


class GridFsBlobs:
    """Pieces as GridFS chunks named by random identifiers."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Use the bucket `pieces`."""
        self._clock = clock
        self._chunks = database[f"{BUCKET}.chunks"]
        self._bucket = bucket_of(database, BUCKET)

    async def prepare(self) -> None:
        """Create the index of the GridFS specification and ours; harmless when they exist."""
        async with server_faults():
            await self._chunks.create_index([("files_id", 1), ("n", 1)], unique=True)
            await self._chunks.create_index([(CAME, 1)], sparse=True)

    async def write(
        self, chunks: AsyncIterator[bytes], max_bytes: int, dossier_id: str = ""
    ) -> StoredBlob:
        """Store a stream unsealed, whole or not at all; raises UnreadableFile past `max_bytes`."""
        measured, blob_id = Measured(chunks, max_bytes), uuid.uuid4().hex
        await self.put(blob_id, measured.stream())
        return measured.stored(blob_id)

    async def put(self, blob_id: str, chunks: AsyncIterator[bytes]) -> None:
        """Store a stream under that name, whole or not at all."""
        stream = _Upload(self._chunks, blob_id, self._clock.now())
        async with server_faults():
            try:
                async for chunk in chunks:
                    await stream.write(chunk)
                await stream.close()
            except BaseException:
                await stream.abort()
                raise

    async def read(self, blob_id: str) -> bytes:
        """All bytes, mostly in one question; raises MissingBlob."""
        async with server_faults():
            chunks = await self._chunks.find({"files_id": blob_id}).sort("n", 1).to_list(None)
            if _is_whole(chunks):
                return b"".join(chunk["data"] for chunk in chunks)
            try:  # a file of a version that did not mark its last chunk
                stream = await self._bucket.open_download_stream(blob_id)
                return bytes(await stream.read())
            except NoFile as error:
                raise MissingBlob(blob_id) from error

    async def stored_between(self, start: dt.datetime, end: dt.datetime) -> Sequence[str]:
        """Ids of bytes that came in between two moments, whole files or not."""
        async with server_faults():
            cursor = self._chunks.find(came_between(start, end), {"files_id": 1})
            return [str(chunk["files_id"]) for chunk in await cursor.to_list(None)]

    async def delete(self, blob_id: str) -> None:
        """Forget the bytes; unknown ones are no error."""
        async with server_faults():
            with suppress(NoFile):  # said once the chunks are gone, of a file without its document
                await self._bucket.delete(blob_id)
