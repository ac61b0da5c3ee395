"""Decisions for the figures on quality, in MongoDB: one small document each."""

import datetime as dt
from collections.abc import AsyncIterator, Sequence

import pymongo

from shared.adapters import pile_queries
from shared.adapters.documents import Document, dossier_of, moment_of
from shared.adapters.queries import Query
from shared.adapters.store import Database, server_faults
from shared.domain.decision_row import DecisionRow
from shared.domain.demande import DemandeKind
from shared.domain.dossier import Dossier, Outcome, Route
from shared.domain.overturn import RuleOutcome
from shared.domain.pile import Territory
from shared.domain.review import SecondCause

#: What no row is made of stays in the store.
_LEFT = {"history": 0, "outbox": 0, "letters": 0, "pieces": 0}


class MongoDecisions:
    """Rows by dossier and moment in `decisions`, made of `dossiers`."""

    def __init__(self, database: Database) -> None:
        """Use the collections `decisions` and `dossiers`."""
        self._decisions = database["decisions"]
        self._dossiers = database["dossiers"]

    async def prepare(self) -> None:
        """Create the index; harmless when it exists."""
        async with server_faults():
            await self._decisions.create_index("decided_at")

    async def decided(self, since: dt.datetime) -> AsyncIterator[Dossier]:
        """Dossiers that an agent decided since then, in that order, without their timeline."""
        query = pile_queries.decided_since(since)
        async with server_faults():
            found = self._dossiers.find(query, _LEFT).sort("decision.decided_at", pymongo.ASCENDING)
            async for document in found:
                yield dossier_of(document)

    async def keep(self, rows: Sequence[DecisionRow]) -> int:
        """Keep those that are not kept yet; how many those were."""
        if not rows:  # the driver refuses an empty batch
            return 0
        added = [
            pymongo.UpdateOne({"_id": row.key}, {"$setOnInsert": _document(row)}, upsert=True)
            for row in rows
        ]
        async with server_faults():
            done = await self._decisions.bulk_write(added, ordered=False)
        return int(done.upserted_count)

    async def last(self) -> dt.datetime | None:
        """When the newest kept decision was taken; None when there is none."""
        async with server_faults():
            newest = self._decisions.find({}, {"decided_at": 1}).sort("decided_at", -1).limit(1)
            rows = await newest.to_list(1)
        return moment_of(rows[0]["decided_at"]) if rows else None

    async def between(
        self, start: dt.datetime, end: dt.datetime, territory: Territory
    ) -> Sequence[DecisionRow]:
        """The decisions of a centre from `start` on and before `end`, oldest first."""
        query: Query = {"decided_at": {"$gte": start, "$lt": end}} | pile_queries.of(territory)
        async with server_faults():
            rows = await self._decisions.find(query).sort("decided_at", 1).to_list(None)
        return [_row(row) for row in rows]


def _document(row: DecisionRow) -> Document:
    """Codes hold dots, which the keys of a document must not: they stand beside their values."""
    return {
        "dossier_id": row.dossier_id,
        "decided_at": row.decided_at,
        "departement": row.departement,
        "kind": row.kind.value,
        "route": row.route.value if row.route else None,
        "outcome": row.outcome.value,
        "reason_code": row.reason_code,
        "seconds": row.seconds,
        "rules": [[outcome.rule, outcome.overturned] for outcome in row.rules],
        "cause": row.cause.value if row.cause else None,
        "agreed": row.agreed,
        "fixed": list(row.fixed),
        "read": list(row.read),
    }


def _row(document: Document) -> DecisionRow:
    route, cause = document["route"], document["cause"]
    return DecisionRow(
        dossier_id=document["dossier_id"],
        decided_at=moment_of(document["decided_at"]),
        departement=document["departement"],
        kind=DemandeKind(document["kind"]),
        route=Route(route) if route else None,
        outcome=Outcome(document["outcome"]),
        reason_code=document["reason_code"],
        seconds=document["seconds"],
        rules=tuple(RuleOutcome(rule=rule, overturned=over) for rule, over in document["rules"]),
        cause=SecondCause(cause) if cause else None,
        agreed=document["agreed"],
        fixed=tuple(document["fixed"]),
        read=tuple(document.get("read", ())),  # absent from rows of the version before
    )
