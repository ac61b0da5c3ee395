"""The file store and the ledger of effects in memory, for the flow tests."""

import datetime as dt
import uuid
from collections.abc import AsyncIterator, Sequence

from shared.adapters.measuring import Measured
from shared.errors import MissingBlob
from shared.pipeline.ports import StoredBlob


class MemoryEffects:
    """The ledger of outside effects in a dictionary."""

    def __init__(self) -> None:
        """Begin empty."""
        self.rows: dict[str, tuple[dt.datetime, bool]] = {}

    async def claim(self, key: str, now: dt.datetime, lease: dt.timedelta) -> bool:
        """True for the one caller that may do it: first, or after a lease ended undone."""
        until, done = self.rows.get(key, (now, False))
        if done or until > now:
            return False
        self.rows[key] = (now + lease, False)
        return True

    async def done(self, key: str, now: dt.datetime) -> None:
        """The effect has happened; no later claim is granted."""
        self.rows[key] = (now, True)

    async def release(self, key: str) -> None:
        """The effect is known not to have happened: the next claim is granted at once."""
        if not self.rows.get(key, (None, False))[1]:
            self.rows.pop(key, None)

    async def is_done(self, key: str) -> bool:
        """True when the effect is known to have happened."""
        return self.rows.get(key, (None, False))[1]


class MemoryBlobs:
    """The file store in a dictionary."""

    def __init__(self) -> None:
        """Begin empty."""
        self.files: dict[str, bytes] = {}
        self._stored_at: dict[str, dt.datetime] = {}

    async def write(
        self, chunks: AsyncIterator[bytes], max_bytes: int, dossier_id: str = ""
    ) -> StoredBlob:
        """Store a stream unsealed, whole or not at all; raises UnreadableFile past `max_bytes`."""
        measured, blob_id = Measured(chunks, max_bytes), uuid.uuid4().hex
        await self.put(blob_id, measured.stream())
        return measured.stored(blob_id)

    async def put(self, blob_id: str, chunks: AsyncIterator[bytes]) -> None:
        """Store a stream under that name, whole or not at all."""
        self.files[blob_id] = b"".join([chunk async for chunk in chunks])
        self._stored_at[blob_id] = dt.datetime.now(dt.UTC)

    async def read(self, blob_id: str) -> bytes:
        """All bytes; raises MissingBlob."""
        if blob_id not in self.files:
            raise MissingBlob(blob_id)
        return self.files[blob_id]

    async def stored_between(self, start: dt.datetime, end: dt.datetime) -> Sequence[str]:
        """Ids of bytes that came in between two moments."""
        return [key for key in self.files if start <= self._stored_at[key] < end]

    async def delete(self, blob_id: str) -> None:
        """Forget the bytes; unknown ones are no error."""
        self.files.pop(blob_id, None)
