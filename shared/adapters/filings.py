"""A filer's own list, read from the dossiers in MongoDB."""

from collections.abc import Mapping, Sequence

import pymongo

from shared.adapters import queries
from shared.adapters.documents import dossier_of
from shared.adapters.store import Database, server_faults
from shared.domain.dossier import Dossier
from shared.domain.filings import STAGES, FilingQuestion, fold
from shared.stages import StageName


class MongoFilings:
    """Read-only questions to the collection `dossiers`."""

    def __init__(self, database: Database) -> None:
        """Use the collection `dossiers`."""
        self._dossiers = database["dossiers"]

    async def find(self, question: FilingQuestion) -> Sequence[Dossier]:
        """The dossiers asked for, newest first, without their timelines."""
        query = _query(question)
        async with server_faults():
            cursor = self._dossiers.find(query, {"outbox": 0, "history": 0})
            cursor = cursor.sort("created_at", pymongo.DESCENDING).limit(question.limit)
            return [dossier_of(document) for document in await cursor.to_list(question.limit)]

    async def standing(self, owner: str) -> Mapping[StageName, int]:
        """How many of the owner's dossiers stand in each stage that has any."""
        pipeline: list[dict[str, object]] = [
            {"$match": queries.owned_standing(owner, tuple(StageName))},
            {"$unwind": "$open"},
            {"$group": {"_id": "$open.stage", "count": {"$sum": 1}}},
        ]
        async with server_faults():
            rows = await self._dossiers.aggregate(pipeline).to_list(None)
        return {StageName(row["_id"]): row["count"] for row in rows}


def _query(question: FilingQuestion) -> queries.Query:
    query = queries.owned(question.owner, question.before)
    stages = STAGES.get(question.among)
    if stages is not None:
        query |= queries.owned_standing(question.owner, stages)
    if question.word:
        query |= queries.owned_named(question.owner, fold(question.word))
    return query
