"""Lists and figures read from the dossiers in MongoDB."""

import datetime as dt
from collections.abc import Sequence

from shared.adapters import queries
from shared.adapters.batches import COLLECTION
from shared.adapters.driver import aggregated
from shared.adapters.layout import UNDERSTOOD
from shared.adapters.newest import Newest
from shared.adapters.store import Database, server_faults
from shared.domain.dossier import Dossier
from shared.domain.filings import Place
from shared.pipeline.ports import StageDepth
from shared.stages import StageName

_ORDER = {name.value: place for place, name in enumerate(StageName)}


class MongoViews:
    """Read-only questions to the collection `dossiers`."""

    def __init__(self, database: Database) -> None:
        """Use the collection `dossiers`."""
        self._dossiers = database["dossiers"]
        self._batches = database[COLLECTION]

    async def dossiers_of(self, owner: str, behind: Place, limit: int) -> Sequence[Dossier]:
        """The owner's dossiers behind this place, newest first."""
        return await Newest(self._dossiers, {"outbox": 0}).of(owner, behind, limit)

    async def standing_since(
        self, stage: StageName, before: dt.datetime, limit: int
    ) -> Sequence[str]:
        """Ids of dossiers that were open in the stage at that moment already, oldest first."""
        query = {**queries.standing(stage, since={"$lte": before}), **UNDERSTOOD}
        async with server_faults():
            cursor = self._dossiers.find(query, {"_id": 1})
            found = await cursor.sort(f"stages.{stage}.since", 1).limit(limit).to_list(limit)
        return [str(document["_id"]) for document in found]

    async def needed_blobs(self, blob_ids: Sequence[str]) -> set[str]:
        """Those of the ids that a dossier needs."""
        query = queries.naming_blobs(blob_ids)
        async with server_faults():
            found = await self._dossiers.find(query, {"blobs": 1}).to_list(None)
            # files that a school has not placed yet belong to its batch
            found += await self._batches.find(query, {"blobs": 1}).to_list(None)
        return {blob for document in found for blob in document["blobs"]} & set(blob_ids)

    async def depths(self) -> Sequence[StageDepth]:
        """One row a stage and status that has dossiers, in flow order."""
        pipeline: list[dict[str, object]] = [
            {"$match": queries.standing_anywhere()},
            {"$unwind": "$open"},
            {
                "$group": {
                    "_id": {"stage": "$open.stage", "status": "$open.status"},
                    "count": {"$sum": 1},
                    "oldest_since": {"$min": "$open.since"},
                    "next_deadline": {"$min": "$open.deadline"},
                }
            },
        ]
        async with server_faults():
            rows = await aggregated(self._dossiers, pipeline)
        depths = [
            StageDepth(
                stage=StageName(row["_id"]["stage"]),
                status=row["_id"]["status"],
                count=row["count"],
                oldest_since=row["oldest_since"],
                next_deadline=row["next_deadline"],
            )
            for row in rows
            if row["_id"]["stage"] in _ORDER  # a newer version has more of them
        ]
        return sorted(depths, key=lambda depth: (_ORDER[depth.stage], depth.status))

    async def beyond_us(self) -> int:
        """Dossiers that stand somewhere and that only a newer version may move."""
        async with server_faults():
            return int(await self._dossiers.count_documents(queries.beyond_us()))
