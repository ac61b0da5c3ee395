"""A filer's own list, read from the dossiers in MongoDB."""

import datetime as dt
from collections.abc import Mapping, Sequence

from shared.adapters import queries
from shared.adapters.documents import Document, dossier_of
from shared.adapters.driver import aggregated
from shared.adapters.newest import Newest
from shared.adapters.store import Database, server_faults
from shared.domain.dossier import Dossier
from shared.domain.filings import STAGES, FilingQuestion, Place, fold, place_of
from shared.stages import StageName

#: Nobody reads a timeline in a list, nor what the checks found: three quarters of a dossier.
_FOUND = {f"stages.{name}.result": 0 for name in StageName}
_LEFT_OUT = {"outbox": 0, "history": 0} | _FOUND
_LOOKED_AT = {"created_at": 1, "words": 1, "open.stage": 1}


class MongoFilings:
    """Read-only questions to the collection `dossiers`."""

    def __init__(self, database: Database) -> None:
        """Use the collection `dossiers`."""
        self._dossiers = database["dossiers"]

    async def find(self, question: FilingQuestion) -> Sequence[Dossier]:
        """The dossiers asked for, newest first, without timelines and findings."""
        if question.among in STAGES or question.word:
            return await self._chosen(question)
        newest = Newest(self._dossiers, _LEFT_OUT)
        return await newest.of(question.owner, question.behind, question.limit)

    async def _chosen(self, question: FilingQuestion) -> Sequence[Dossier]:
        """By one index what stands there or is named so; the rest is told from the few found."""
        stages, word = STAGES.get(question.among), fold(question.word)
        if word:
            query = queries.owned_named(question.owner, word)
        else:
            query = queries.owned_standing(question.owner, stages or ())
        async with server_faults():
            rows = await self._dossiers.find(query, _LOOKED_AT).to_list(None)
            places = [_place(row) for row in rows if _fits(row, stages, word)]
            page = sorted((place for place in places if place < question.behind), reverse=True)
            ids = [place.dossier_id for place in page[: question.limit]]
            documents = await self._dossiers.find({"_id": {"$in": ids}}, _LEFT_OUT).to_list(None)
        return sorted(map(dossier_of, documents), key=place_of, reverse=True)

    async def standing(self, owner: str, stages: Sequence[StageName]) -> Mapping[StageName, int]:
        """How many of the owner's dossiers stand in each of these stages that has any."""
        pipeline: list[dict[str, object]] = [
            {"$match": queries.owned_standing(owner, stages)},
            {"$unwind": "$open"},
            {"$group": {"_id": "$open.stage", "count": {"$sum": 1}}},
        ]
        async with server_faults():
            rows = await aggregated(self._dossiers, pipeline)
        counts = {StageName(row["_id"]): row["count"] for row in rows}
        return {name: count for name, count in counts.items() if name in stages}


def _place(row: Document) -> Place:
    # moments come from the store as UTC without saying so
    return Place(created_at=row["created_at"].replace(tzinfo=dt.UTC), dossier_id=row["_id"])


def _fits(row: Document, stages: Sequence[StageName] | None, word: str) -> bool:
    standing = stages is None or any(clock["stage"] in stages for clock in row["open"])
    return standing and (not word or any(known.startswith(word) for known in row["words"]))
