"""The ring of samples in MongoDB: one small document a minute, a week of them."""

import datetime as dt
from collections.abc import Mapping, Sequence

from shared.adapters import queries
from shared.adapters.finished import FIELDS, count_finished
from shared.adapters.store import Database, server_faults
from shared.pipeline.samples import Finished, StageSample
from shared.stages import StageName


class MongoSamples:
    """Rows by their minute."""

    def __init__(self, database: Database) -> None:
        """Use the collection `samples`, and count in `dossiers`."""
        self._samples = database["samples"]
        self._dossiers = database["dossiers"]

    async def prepare(self) -> None:
        """Create the index; harmless when it exists."""
        async with server_faults():
            await self._samples.create_index("at")

    async def finished(self, start: dt.datetime, end: dt.datetime) -> Mapping[StageName, Finished]:
        """The dossiers that finished each stage between two moments.

        Whatever finished since `start` was changed since `start`: one index finds them all.
        """
        parts = ("status", "since", "run")
        fields = {f"stages.{name}.{part}": 1 for name in StageName for part in parts}
        fields |= dict.fromkeys(FIELDS, 1)
        async with server_faults():
            changed = await self._dossiers.find(queries.changed_since(start), fields).to_list(None)
        return count_finished(changed, start, end)

    async def write(self, rows: Sequence[StageSample]) -> None:
        """Keep the rows of one minute; a second writer of the same minute replaces them."""
        if not rows:
            return
        at = rows[0].at
        stages = {
            row.stage.value: {
                "open": row.open,
                "parked": row.parked,
                "oldest_seconds": row.oldest_seconds,
                "finished": row.finished,
                "wait_median": row.wait_median,
                "wait_p90": row.wait_p90,
            }
            for row in rows
        }
        async with server_faults():
            await self._samples.replace_one(
                {"_id": at.isoformat()}, {"at": at, "stages": stages}, upsert=True
            )

    async def since(self, start: dt.datetime) -> Sequence[StageSample]:
        """Rows from then on, oldest first."""
        async with server_faults():
            documents = (
                await self._samples.find({"at": {"$gte": start}}).sort("at", 1).to_list(None)
            )
        return [
            StageSample(stage=StageName(name), at=document["at"], **figures)
            for document in documents
            for name, figures in document["stages"].items()
        ]

    async def forget(self, before: dt.datetime) -> None:
        """Let go of rows older than that."""
        async with server_faults():
            await self._samples.delete_many({"at": {"$lt": before}})
