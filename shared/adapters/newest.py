"""An owner's list read backwards in time, a stretch at a time, so that its length costs nothing."""

import datetime as dt
from collections.abc import Mapping, Sequence

import pymongo

from shared.adapters import queries
from shared.adapters.documents import Document, dossier_of
from shared.adapters.driver import Collection
from shared.adapters.store import server_faults
from shared.domain.dossier import Dossier
from shared.domain.filings import Place

#: The first stretch, and how much longer each next one is: the one-machine store reads all that a
#: question fits before it sorts (0.5 ms a dossier), and a busy school files dozens a day.
STRETCH, GROWTH = dt.timedelta(days=1), 4
#: No dossier is older; the last stretch has no other end.
EARLIEST = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
#: Newest first, and by id within one moment.
ORDER = [("created_at", pymongo.DESCENDING), ("_id", pymongo.DESCENDING)]


class Newest:
    """Dossiers of one owner, without the fields that nobody asked for."""

    def __init__(self, dossiers: Collection, left_out: Mapping[str, int]) -> None:
        """Read from this collection."""
        self._dossiers = dossiers
        self._left_out = left_out

    async def of(self, owner: str, behind: Place, limit: int) -> Sequence[Dossier]:
        """At most so many that stand behind the place."""
        found: list[Document] = []
        end, stretch = behind.created_at, STRETCH
        if behind.dossier_id:
            found += await self._twins(owner, behind, limit)
        while len(found) < limit:
            last = end - EARLIEST <= stretch
            start = None if last else end - stretch
            found += await self._read(queries.owned(owner, end, start), limit - len(found))
            if start is None:
                break
            end, stretch = start, stretch * GROWTH
        return [dossier_of(document) for document in found]

    async def _twins(self, owner: str, behind: Place, limit: int) -> list[Document]:
        """Those of the same moment that stand behind; they are few."""
        same = await self._read(queries.owned_at(owner, behind.created_at), 0)
        return [document for document in same if document["_id"] < behind.dossier_id][:limit]

    async def _read(self, query: queries.Query, limit: int) -> list[Document]:
        """Newest first; no limit where it is 0."""
        async with server_faults():
            cursor = self._dossiers.find(query, self._left_out).sort(ORDER).limit(limit)
            return await cursor.to_list(limit or None)
