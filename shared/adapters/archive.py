"""Dossiers that have ended, by how long ago and by what they still hold."""

import datetime as dt
from collections.abc import Sequence

from shared.adapters import queries
from shared.adapters.documents import dossier_of
from shared.adapters.memory import MemoryStore
from shared.adapters.store import Database, server_faults
from shared.domain.retention import Kept
from shared.domain.review import Outcome


class MongoArchive:
    """Looks through the collection `dossiers`."""

    def __init__(self, database: Database) -> None:
        """Use the collection `dossiers`."""
        self._dossiers = database["dossiers"]

    async def ended(
        self, outcome: Outcome, kept: Kept, before: dt.datetime, limit: int
    ) -> Sequence[str]:
        """Those that ended so before then and still hold that much."""
        asked = [queries.erasable(outcome, kept, before)]
        if kept is Kept.ALL:
            asked.append(queries.erasable_of_before(outcome, before))
        found: list[str] = []
        for query in asked:
            async with server_faults():
                rows = await self._dossiers.find(query, {"_id": 1}).limit(limit).to_list(limit)
            found += [str(row["_id"]) for row in rows]
        return found[:limit]


class MemoryArchive:
    """The same over the dossiers in memory."""

    def __init__(self, store: MemoryStore) -> None:
        """Look through that store."""
        self._store = store

    async def ended(
        self, outcome: Outcome, kept: Kept, before: dt.datetime, limit: int
    ) -> Sequence[str]:
        """Those that ended so before then and still hold that much."""
        dossiers = [dossier_of(document) for document in self._store.documents.values()]
        found = [
            dossier.dossier_id
            for dossier in dossiers
            if (dossier.outcome, dossier.kept) == (outcome, kept)
            and (dossier.ended_at or dossier.updated_at) <= before
        ]
        return found[:limit]
