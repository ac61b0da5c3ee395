"""The pile of dossiers in review, read from MongoDB."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pymongo

from shared.adapters import pile_queries
from shared.adapters.documents import Document, moment_of
from shared.adapters.queries import Query
from shared.adapters.store import Database, server_faults
from shared.domain.demande import DemandeKind
from shared.domain.dossier import Route
from shared.domain.pile import DecidedBy, PileQuestion, PileRow, Territory, Waiting

#: What a row is made of: neither names nor readings leave the store for a list.
_SHOWN = {
    "demande.kind": 1,
    "demande.category": 1,
    "departement": 1,
    "route": 1,
    "reasons": 1,
    "stages.review": 1,
    "review.second.cause": 1,
    "review.second.first.agent": 1,
    "review.passed": 1,
}


class MongoPile:
    """Read-only questions to the collection `dossiers`."""

    def __init__(self, database: Database) -> None:
        """Use the collection `dossiers`."""
        self._dossiers = database["dossiers"]

    async def claimable(
        self, question: PileQuestion, now: dt.datetime, limit: int
    ) -> Sequence[str]:
        """Ids of such dossiers that no agent holds, oldest first."""
        found = await self._find(pile_queries.claimable(question, now), {"_id": 1}, limit)
        return [str(document["_id"]) for document in found]

    async def rows(self, question: PileQuestion, limit: int) -> Sequence[PileRow]:
        """Such dossiers, held ones too, oldest first."""
        found = await self._find(pile_queries.pile(question), _SHOWN, limit)
        return [row_of(document) for document in found]

    async def count(self, question: PileQuestion) -> int:
        """How many there are."""
        async with server_faults():
            return int(await self._dossiers.count_documents(pile_queries.pile(question)))

    async def waiting(self, question: PileQuestion, now: dt.datetime) -> Waiting:
        """How many of such dossiers nobody holds, and since when the oldest of them waits."""
        free = replace(question, free_at=now)
        count, oldest = await asyncio.gather(self.count(free), self.rows(free, 1))
        return Waiting(count=count, oldest=oldest[0].since if oldest else None)

    async def reserved(self, agent: str, now: dt.datetime) -> Sequence[str]:
        """Ids of the dossiers that are kept ready for this agent, who has not come to them."""
        async with server_faults():
            found = await self._dossiers.find(
                pile_queries.reserved(agent, now), {"_id": 1}
            ).to_list(None)
        return [str(document["_id"]) for document in found]

    async def decided(self, territory: Territory, since: dt.datetime) -> Sequence[DecidedBy]:
        """Decisions of a centre since then."""
        query = pile_queries.decided_in(territory, since)
        shown = {"decision.agent": 1, "decision.decided_at": 1}
        async with server_faults():
            found = await self._dossiers.find(query, shown).to_list(None)
        return [
            DecidedBy(agent=row["decision"]["agent"], at=moment_of(row["decision"]["decided_at"]))
            for row in found
        ]

    async def _find(self, query: Query, shown: dict[str, int], limit: int) -> Sequence[Document]:
        async with server_faults():
            cursor = self._dossiers.find(query, shown)
            cursor = cursor.sort("stages.review.since", pymongo.ASCENDING).limit(limit)
            return list(await cursor.to_list(limit))


def row_of(document: Document) -> PileRow:
    """The line of a stored dossier."""
    run: dict[str, Any] = document["stages"]["review"]
    claim = run["claim"]
    route = document.get("route")
    return PileRow(
        dossier_id=str(document["_id"]),
        kind=DemandeKind(document["demande"]["kind"]),
        category=str(document["demande"]["category"]),
        departement=document.get("departement"),
        route=Route(route) if route else None,
        reasons=tuple(document.get("reasons", ())),
        since=moment_of(run["since"]),
        deadline=moment_of(run["deadline"]),
        escalations=int(run["escalations"]),
        agent=claim["agent"] if claim else None,
        second=bool((document.get("review") or {}).get("second")),
        until=moment_of(claim["until"]) if claim else None,
        prepared=bool(claim and claim.get("prepared")),
        barred=_barred(document.get("review") or {}),
    )


def _barred(review: Document) -> frozenset[str]:
    """Who is not offered the dossier."""
    second = review.get("second")
    return frozenset(review.get("passed") or ()) | ({second["first"]["agent"]} if second else set())
