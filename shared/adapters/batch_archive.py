"""Batches that are over, in MongoDB and in memory: their lists of names, and their keys."""

import datetime as dt
from collections.abc import Sequence

from shared.adapters.batches import COLLECTION
from shared.adapters.dossier_keys import MemoryDossierKeys
from shared.adapters.memory_batches import MemoryBatches
from shared.adapters.store import Database, server_faults

#: Batches share the collection of keys with dossiers; their references begin so.
PREFIX = "L-"
_KEYS_OF_BATCHES = {"_id": {"$gte": PREFIX, "$lt": "L."}, "wrapped": {"$ne": None}}


class MongoBatchArchive:
    """Looks at the batches and at the keys without one: the store may forget a batch by itself."""

    def __init__(self, database: Database) -> None:
        """Use the collections `batches` and `dossier_keys`."""
        self._batches, self._keys = database[COLLECTION], database["dossier_keys"]

    async def over(self, now: dt.datetime, limit: int) -> Sequence[str]:
        """Batches whose time has passed, and those of which only the key is left."""
        async with server_faults():
            late = self._batches.find({"until": {"$lte": now}}, {"_id": 1}).limit(limit)
            found = [str(row["_id"]) for row in await late.to_list(limit)]
            sealed = [str(row["_id"]) for row in await self._sealed(limit)]
            kept = self._batches.find({"_id": {"$in": sealed}}, {"_id": 1})
            living = {str(row["_id"]) for row in await kept.to_list(None)}
        orphans = [name for name in sealed if name not in living]
        return list(dict.fromkeys((*found, *orphans)))[:limit]

    async def _sealed(self, limit: int) -> list[dict[str, object]]:
        # living batches are few and short-lived: they cannot hide those that are gone for long
        rows: list[dict[str, object]] = (
            await self._keys.find(_KEYS_OF_BATCHES, {"_id": 1}).limit(2 * limit).to_list(2 * limit)
        )
        return rows

    async def forget(self, batch_id: str) -> None:
        """Delete the list; harmless where it is gone."""
        async with server_faults():
            await self._batches.delete_one({"_id": batch_id})


class MemoryBatchArchive:
    """The same in dictionaries."""

    def __init__(self, batches: MemoryBatches, keys: MemoryDossierKeys) -> None:
        """Look through these."""
        self._batches, self._keys = batches.batches, keys.rows

    async def over(self, now: dt.datetime, limit: int) -> Sequence[str]:
        """Batches whose time has passed, and those of which only the key is left."""
        late = [name for name, batch in self._batches.items() if batch.until <= now]
        orphans = [
            name
            for name, row in self._keys.items()
            if name.startswith(PREFIX) and row.wrapped and name not in self._batches
        ]
        return [*late, *orphans][:limit]

    async def forget(self, batch_id: str) -> None:
        """Delete the list; harmless where it is gone."""
        self._batches.pop(batch_id, None)
