"""The wrapped keys of dossiers, in MongoDB and in memory."""

import datetime as dt
from collections.abc import Sequence

from pymongo.errors import DuplicateKeyError

from shared.adapters.store import Database, server_faults
from shared.pipeline.key_ports import WrappedKey


class MongoDossierKeys:
    """One row a dossier in the collection `dossier_keys`."""

    def __init__(self, database: Database) -> None:
        """Use the collection `dossier_keys`."""
        self._keys = database["dossier_keys"]

    async def prepare(self) -> None:
        """Create the index that a rotation looks through; harmless when it exists."""
        async with server_faults():
            await self._keys.create_index([("master_id", 1)])

    async def get(self, dossier_id: str) -> WrappedKey | None:
        """The dossier's row, a tombstone included."""
        async with server_faults():
            row = await self._keys.find_one({"_id": dossier_id})
        return None if row is None else _read(row)

    async def add(self, row: WrappedKey) -> bool:
        """Keep a first row; False where the dossier has one."""
        fields = {"_id": row.dossier_id, "wrapped": row.wrapped, "master_id": row.master_id}
        async with server_faults():
            try:
                await self._keys.insert_one(fields)
            except DuplicateKeyError:
                return False
        return True

    async def replace(self, before: WrappedKey, after: WrappedKey) -> bool:
        """Put one row in another's place; False where that one is no longer there."""
        there = {"_id": before.dossier_id, "wrapped": before.wrapped}
        fields = {"wrapped": after.wrapped, "master_id": after.master_id}
        async with server_faults():
            changed = await self._keys.update_one(there, {"$set": fields})
        return bool(changed.matched_count)

    async def erase(self, dossier_id: str, now: dt.datetime) -> None:
        """Leave a tombstone, so that no later write makes a new key."""
        fields = {"wrapped": None, "master_id": "", "erased_at": now}
        async with server_faults():
            await self._keys.update_one({"_id": dossier_id}, {"$set": fields}, upsert=True)

    async def wrapped_otherwise(self, master_id: str, limit: int) -> Sequence[WrappedKey]:
        """Rows that another master key wraps; tombstones name none."""
        query = {"master_id": {"$nin": [master_id, ""]}}
        async with server_faults():
            rows = await self._keys.find(query).limit(limit).to_list(limit)
        return [_read(row) for row in rows]


class MemoryDossierKeys:
    """The same in a dictionary."""

    def __init__(self) -> None:
        """Begin empty."""
        self.rows: dict[str, WrappedKey] = {}

    async def get(self, dossier_id: str) -> WrappedKey | None:
        """The dossier's row, a tombstone included."""
        return self.rows.get(dossier_id)

    async def add(self, row: WrappedKey) -> bool:
        """Keep a first row; False where the dossier has one."""
        return self.rows.setdefault(row.dossier_id, row) is row

    async def replace(self, before: WrappedKey, after: WrappedKey) -> bool:
        """Put one row in another's place; False where that one is no longer there."""
        if self.rows.get(before.dossier_id) != before:
            return False
        self.rows[before.dossier_id] = after
        return True

    async def erase(self, dossier_id: str, now: dt.datetime) -> None:
        """Leave a tombstone, so that no later write makes a new key."""
        self.rows[dossier_id] = WrappedKey(dossier_id=dossier_id, wrapped=None, master_id="")

    async def wrapped_otherwise(self, master_id: str, limit: int) -> Sequence[WrappedKey]:
        """Rows that another master key wraps; tombstones name none."""
        return [row for row in self.rows.values() if row.master_id not in (master_id, "")][:limit]


def _read(row: dict[str, object]) -> WrappedKey:
    wrapped = row["wrapped"]
    return WrappedKey(
        dossier_id=str(row["_id"]),
        wrapped=bytes(wrapped) if isinstance(wrapped, bytes) else None,
        master_id=str(row["master_id"]),
    )
