"""The file store on GridFS through motor. A stream is stored whole or leaves nothing."""

import datetime as dt
import hashlib
import uuid
from collections.abc import AsyncIterator, Sequence

from bson import ObjectId
from gridfs.errors import NoFile
from motor.motor_asyncio import AsyncIOMotorGridFSBucket

from shared.adapters.store import Database, server_faults
from shared.domain.files import SNIFF_BYTES, RefusalCode, UnreadableFile
from shared.errors import MissingBlob
from shared.pipeline.ports import StoredBlob


class GridFsBlobs:
    """Pieces as GridFS files named by random identifiers."""

    def __init__(self, database: Database) -> None:
        """Use the bucket `pieces`."""
        self._chunks = database["pieces.chunks"]
        self._bucket = AsyncIOMotorGridFSBucket(database, bucket_name="pieces")

    async def write(self, chunks: AsyncIterator[bytes], max_bytes: int) -> StoredBlob:
        """Store a stream whole or not at all; raises UnreadableFile past `max_bytes`."""
        blob_id, digest, size, head = uuid.uuid4().hex, hashlib.sha256(), 0, b""
        async with server_faults():
            stream = self._bucket.open_upload_stream_with_id(blob_id, blob_id)
            try:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > max_bytes:
                        raise UnreadableFile(RefusalCode.TOO_LARGE)
                    digest.update(chunk)
                    head += chunk[: SNIFF_BYTES - len(head)]
                    await stream.write(chunk)
                await stream.close()
            except BaseException:
                await stream.abort()
                raise
        return StoredBlob(blob_id=blob_id, sha256=digest.hexdigest(), size=size, head=head)

    async def read(self, blob_id: str) -> bytes:
        """All bytes; raises MissingBlob."""
        async with server_faults():
            try:
                stream = await self._bucket.open_download_stream(blob_id)
                return bytes(await stream.read())
            except NoFile as error:
                raise MissingBlob(blob_id) from error

    async def stored_between(
        self, start: dt.datetime, end: dt.datetime, limit: int
    ) -> Sequence[str]:
        """Ids of bytes that came in between two moments, whole files or not.

        Chunks are asked, not files: an upload cut off by a crash leaves chunks alone. Their keys
        begin with the second in which they were made.
        """
        made = {"$gte": ObjectId.from_datetime(start), "$lt": ObjectId.from_datetime(end)}
        async with server_faults():
            cursor = self._chunks.find({"_id": made, "n": 0}, {"files_id": 1}).limit(limit)
            return [str(chunk["files_id"]) for chunk in await cursor.to_list(limit)]

    async def delete(self, blob_id: str) -> None:
        """Forget the bytes; unknown ones are no error."""
        async with server_faults():
            try:
                await self._bucket.delete(blob_id)
            except NoFile:
                return
