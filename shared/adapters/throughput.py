"""The lines before the stages and their pace, read from MongoDB.

The pace comes from `samples`, the rows that watch writes each minute for every stage, so it is
the same for all processes and costs the workers nothing. The lines come from the clocks of open
stages: dossiers that have ended are never looked at.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from shared.adapters import queries
from shared.adapters.driver import aggregated
from shared.adapters.store import Database, server_faults
from shared.domain.forecast import Measured
from shared.stages import StageName


class MongoThroughput:
    """Read-only questions to `dossiers` and `samples`."""

    def __init__(self, database: Database) -> None:
        """Use the collections `dossiers` and `samples`."""
        self._dossiers = database["dossiers"]
        self._samples = database["samples"]

    async def standing(self, stage: StageName) -> Sequence[dt.datetime]:
        """Since when each dossier stands open in the stage, oldest first."""
        fields = {f"stages.{stage}.since": 1}
        async with server_faults():
            found = await self._dossiers.find(queries.standing(stage), fields).to_list(None)
        return sorted(document["stages"][stage.value]["since"] for document in found)

    async def measured(self, stage: StageName, start: dt.datetime) -> Measured:
        """What the stage did from then on."""
        finished, opened = f"$stages.{stage}.finished", f"$stages.{stage}.open"
        busy = {"$cond": [{"$gt": [{"$add": [finished, opened]}, 0]}, 1, 0]}
        pipeline: list[dict[str, Any]] = [
            # minutes that knew nothing of the stage tell nothing of its pace
            {"$match": {"at": {"$gte": start}, f"stages.{stage}": {"$exists": True}}},
            {
                "$group": {
                    "_id": None,
                    "finished": {"$sum": finished},
                    "minutes": {"$sum": 1},
                    "busy_minutes": {"$sum": busy},
                }
            },
            {"$project": {"_id": 0}},
        ]
        async with server_faults():
            rows = await aggregated(self._samples, pipeline, 1)
        return Measured(**rows[0]) if rows else Measured(finished=0, minutes=0, busy_minutes=0)
