"""The hours of the statistics in MongoDB: one small document an hour, kept for good."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pymongo

from shared.adapters import queries
from shared.adapters.documents import Document
from shared.adapters.store import Database, server_faults
from shared.adapters.tallies import COUNTED, HourCount
from shared.domain.dossier import Outcome
from shared.domain.statistics import Tally
from shared.stages import StageName


class MongoStatistics:
    """Rows by their hour in `statistics`, counted from `dossiers`."""

    def __init__(self, database: Database) -> None:
        """Use the collections `statistics`, `dossiers` and `accounts`."""
        self._hours = database["statistics"]
        self._dossiers = database["dossiers"]
        self._accounts = database["accounts"]

    async def count(self, start: dt.datetime, end: dt.datetime) -> Sequence[Tally]:
        """One row an hour in which something happened, oldest first.

        What happened since `start` changed its dossier since `start`: one index finds them all.
        """
        hours, fields = HourCount(start, end), dict.fromkeys(COUNTED, 1)
        async with server_faults():
            async for document in self._dossiers.find(queries.changed_since(start), fields):
                hours.add(document)
        return hours.tallies()

    async def write(self, tallies: Sequence[Tally]) -> None:
        """Keep the hours; one that was kept before is replaced."""
        replaced = [
            pymongo.ReplaceOne({"_id": tally.at}, _document(tally), upsert=True)
            for tally in tallies
        ]
        if replaced:  # the driver refuses an empty batch
            async with server_faults():
                await self._hours.bulk_write(replaced, ordered=False)

    async def since(self, start: dt.datetime) -> Sequence[Tally]:
        """The hours kept from then on, oldest first."""
        async with server_faults():
            rows = await self._hours.find({"_id": {"$gte": start}}).sort("_id", 1).to_list(None)
        return [_tally(row) for row in rows]

    async def last(self) -> dt.datetime | None:
        """The newest hour kept; None when there is none."""
        async with server_faults():
            rows = await self._hours.find({}, {"_id": 1}).sort("_id", -1).limit(1).to_list(1)
        return rows[0]["_id"] if rows else None

    async def school_accounts(self) -> int:
        """Accounts of schools that are open."""
        query: dict[str, Any] = {"role": "school", "disabled": {"$ne": True}}
        async with server_faults():
            return await self._accounts.count_documents(query)


def _document(tally: Tally) -> Document:
    """Numbers stand beside their keys: the store's own keys must be texts without dots."""
    return {
        "_id": tally.at,
        "sent": tally.sent,
        "handled": [[outcome.value, count] for outcome, count in tally.handled.items()],
        "schools": [[number, count] for number, count in tally.schools.items()],
        "waits": [
            [stage.value, [[band, count] for band, count in bands.items()]]
            for stage, bands in tally.waits.items()
        ],
    }


def _tally(row: Document) -> Tally:
    known = {stage.value for stage in StageName}
    return Tally(
        at=row["_id"],
        sent=row["sent"],
        handled={Outcome(outcome): count for outcome, count in row["handled"]},
        schools=dict(row["schools"]),
        # a stage that is no longer in the table has nowhere to be shown
        waits={StageName(stage): dict(bands) for stage, bands in row["waits"] if stage in known},
    )
