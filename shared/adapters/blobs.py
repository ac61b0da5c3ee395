"""The file store on GridFS through motor. A stream is stored whole or leaves nothing."""

import hashlib
import uuid
from collections.abc import AsyncIterator

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

    async def delete(self, blob_id: str) -> None:
        """Forget the bytes; unknown ones are no error."""
        async with server_faults():
            try:
                await self._bucket.delete(blob_id)
            except NoFile:
                return
