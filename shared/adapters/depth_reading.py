"""The last reading of the depths, in one small document of MongoDB."""

import datetime as dt

from shared.adapters.store import Database, server_faults
from shared.pipeline.depth_reading import DepthReading
from shared.pipeline.ports import StageDepth
from shared.stages import StageName

_ID = "depths"


class MongoReadings:
    """One document that every process reads and the first in need of a newer one replaces."""

    def __init__(self, database: Database) -> None:
        """Use the collection `readings`."""
        self._readings = database["readings"]

    async def last(self) -> DepthReading | None:
        """The last one that was left; None before the first."""
        async with server_faults():
            found = await self._readings.find_one({"_id": _ID})
        if found is None:
            return None
        depths = (StageDepth(**{**row, "stage": StageName(row["stage"])}) for row in found["rows"])
        return DepthReading(
            at=found["at"],
            took=dt.timedelta(seconds=found["took_seconds"]),
            depths=tuple(depths),
        )

    async def leave(self, reading: DepthReading) -> None:
        """Put it in the place of the one before."""
        rows = [
            {
                "stage": depth.stage.value,
                "status": depth.status,
                "count": depth.count,
                "oldest_since": depth.oldest_since,
                "next_deadline": depth.next_deadline,
            }
            for depth in reading.depths
        ]
        document = {"at": reading.at, "took_seconds": reading.took.total_seconds(), "rows": rows}
        async with server_faults():
            await self._readings.replace_one({"_id": _ID}, document, upsert=True)
