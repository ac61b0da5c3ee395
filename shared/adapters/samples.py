"""The ring of samples in MongoDB: one small document a minute, a week of them."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from shared.adapters.store import Database, server_faults
from shared.domain.dossier import StageStatus
from shared.pipeline.samples import StageSample
from shared.stages import StageName


class MongoSamples:
    """Rows by their minute."""

    def __init__(self, database: Database) -> None:
        """Use the collection `samples`, and count in `dossiers`."""
        self._samples = database["samples"]
        self._dossiers = database["dossiers"]

    async def prepare(self) -> None:
        """Create the indexes; harmless when they exist."""
        async with server_faults():
            await self._samples.create_index("at")
            await self._dossiers.create_index("updated_at")

    async def finished(self, start: dt.datetime, end: dt.datetime) -> Mapping[StageName, int]:
        """How many dossiers finished each stage between two moments.

        Whatever finished since `start` was changed since `start`: one index finds them all.
        """
        fields = {f"stages.{name}.{part}": 1 for name in StageName for part in ("status", "since")}
        counts: Counter[StageName] = Counter()
        async with server_faults():
            cursor = self._dossiers.find({"updated_at": {"$gte": start}}, fields)
            async for document in cursor:
                for name, run in document.get("stages", {}).items():
                    if run["status"] == StageStatus.DONE and start <= run["since"] < end:
                        counts[StageName(name)] += 1
        return counts

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
