"""The disk that every server of the upload measurement writes to, in the same way."""

import datetime as dt
import hashlib
import uuid
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from shared.adapters.measuring import Measured
from shared.errors import MissingBlob
from shared.pipeline.ports import StoredBlob


class DiskFiles:
    """Files in one folder. No fsync: its wait would hide what the servers themselves cost."""

    def __init__(self, folder: Path) -> None:
        """Keep everything under `folder`."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def put(self, blob_id: str, chunks: AsyncIterator[bytes]) -> None:
        """Store a stream under that name, whole or not at all."""
        path = self._folder / blob_id
        try:
            with path.open("wb") as out:
                async for chunk in chunks:
                    out.write(chunk)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    async def read(self, blob_id: str) -> bytes:
        """All bytes; raises MissingBlob."""
        try:
            return (self._folder / blob_id).read_bytes()
        except FileNotFoundError as error:
            raise MissingBlob(blob_id) from error

    async def stored_between(self, start: dt.datetime, end: dt.datetime) -> Sequence[str]:
        """Ids of bytes that came in between two moments."""
        paths = ((path, path.stat().st_mtime) for path in self._folder.iterdir())
        return [path.name for path, at in paths if start.timestamp() <= at < end.timestamp()]

    async def delete(self, blob_id: str) -> None:
        """Forget the bytes; unknown ones are no error."""
        (self._folder / blob_id).unlink(missing_ok=True)


class DiskBlobs(DiskFiles):
    """The file store of intake on that disk, unsealed."""

    async def write(
        self, chunks: AsyncIterator[bytes], max_bytes: int, dossier_id: str
    ) -> StoredBlob:
        """Store a stream whole or not at all; raises UnreadableFile past `max_bytes`."""
        del dossier_id  # nothing is sealed here
        measured, blob_id = Measured(chunks, max_bytes), uuid.uuid4().hex
        await self.put(blob_id, measured.stream())
        return measured.stored(blob_id)


async def keep_plainly(files: DiskFiles, chunks: AsyncIterator[bytes]) -> tuple[str, str]:
    """The floor's own way: hash, write, forget; the digest, and the name of the file."""
    digest, blob_id = hashlib.sha256(), uuid.uuid4().hex

    async def hashed() -> AsyncIterator[bytes]:
        async for chunk in chunks:
            digest.update(chunk)
            yield chunk

    await files.put(blob_id, hashed())
    return digest.hexdigest(), blob_id
