"""Titles on their way, read from the dossiers in MongoDB."""

import datetime as dt
from collections.abc import Sequence

from shared.adapters import queries
from shared.adapters.documents import Document
from shared.adapters.driver import aggregated
from shared.adapters.store import Database, server_faults
from shared.domain.title import TitleState
from shared.domain.title_table import TITLE_TABLE
from shared.pipeline.titles import TitleDepth, TitleOrder

_ORDER = {state.value: place for place, state in enumerate(TITLE_TABLE)}
_FEED = "title_office"


class MongoTitles:
    """Reads the collection `dossiers`; keeps the position in `feeds`."""

    def __init__(self, database: Database) -> None:
        """Use the collections `dossiers` and `feeds`."""
        self._dossiers = database["dossiers"]
        self._feeds = database["feeds"]

    async def due(self, now: dt.datetime, limit: int) -> Sequence[str]:
        """Dossiers whose title has something due, the longest overdue first."""
        async with server_faults():
            cursor = self._dossiers.find(queries.titles_due(now), {"_id": 1})
            found = await cursor.sort("title_clock.due", 1).limit(limit).to_list(limit)
        return [str(document["_id"]) for document in found]

    async def to_order(self, limit: int) -> Sequence[TitleOrder]:
        """Orders that the office has not taken."""
        async with server_faults():
            cursor = self._dossiers.find(queries.titles_to_order(), {"title.order": 1})
            found = await cursor.sort("title_clock.since", 1).limit(limit).to_list(limit)
        return [_order_of(document) for document in found]

    async def depths(self) -> Sequence[TitleDepth]:
        """One row a state that has titles, in the order of the table."""
        pipeline: list[dict[str, object]] = [
            {"$match": queries.titles_under_way()},
            {"$unwind": "$title_clock"},
            {
                "$group": {
                    "_id": "$title_clock.state",
                    "count": {"$sum": 1},
                    "late": {"$sum": {"$cond": [{"$gt": ["$title_clock.late", 0]}, 1, 0]}},
                    "oldest_since": {"$min": "$title_clock.since"},
                    "next_deadline": {"$min": "$title_clock.deadline"},
                }
            },
        ]
        async with server_faults():
            rows = await aggregated(self._dossiers, pipeline)
        return sorted((_depth_of(row) for row in rows), key=lambda depth: _ORDER[depth.state])

    async def position(self) -> str:
        """How far the feed was read; "" at the beginning."""
        async with server_faults():
            row = await self._feeds.find_one({"_id": _FEED})
        return str(row["position"]) if row else ""

    async def read_up_to(self, position: str) -> None:
        """The feed was read so far."""
        async with server_faults():
            await self._feeds.update_one(
                {"_id": _FEED}, {"$set": {"position": position}}, upsert=True
            )


def _order_of(document: Document) -> TitleOrder:
    return TitleOrder(dossier_id=str(document["_id"]), order=document["title"]["order"])


def _depth_of(row: Document) -> TitleDepth:
    return TitleDepth(
        state=TitleState(row["_id"]),
        count=row["count"],
        late=row["late"],
        oldest_since=row["oldest_since"],
        next_deadline=row["next_deadline"],
    )
