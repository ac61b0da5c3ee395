"""The file store: as services ask it, and as the bytes lie behind the seal."""

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBlob:
    """Bytes in the file store."""

    blob_id: str
    sha256: str
    size: int
    #: The first bytes, to tell the type from.
    head: bytes


class Blobs(Protocol):
    """The file store."""

    async def write(
        self, chunks: AsyncIterator[bytes], max_bytes: int, dossier_id: str
    ) -> StoredBlob:
        """Store a stream of that dossier whole or not at all; UnreadableFile past `max_bytes`."""
        ...

    async def read(self, blob_id: str) -> bytes:
        """All bytes; raises MissingBlob, or KeyErased once the dossier's retention has ended."""
        ...

    async def stored_between(self, start: dt.datetime, end: dt.datetime) -> Sequence[str]:
        """Ids of bytes that came in between two moments, whole files or not."""
        ...

    async def delete(self, blob_id: str) -> None:
        """Forget the bytes; unknown ones are no error."""
        ...


class BlobFiles(Protocol):
    """Where sealed bytes lie, under names that somebody else gives."""

    async def put(self, blob_id: str, chunks: AsyncIterator[bytes]) -> None:
        """Store a stream under that name, whole or not at all."""
        ...

    async def read(self, blob_id: str) -> bytes:
        """All bytes; raises MissingBlob."""
        ...

    async def stored_between(self, start: dt.datetime, end: dt.datetime) -> Sequence[str]:
        """Ids of bytes that came in between two moments, whole files or not."""
        ...

    async def delete(self, blob_id: str) -> None:
        """Forget the bytes; unknown ones are no error."""
        ...
