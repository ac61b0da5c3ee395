"""The pile of dossiers in review, over the documents of a store in memory."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from shared.adapters.documents import Document, dossier_of
from shared.adapters.layout import is_understood
from shared.adapters.memory import MemoryStore
from shared.adapters.pile import row_of
from shared.domain.dossier import Dossier
from shared.domain.pile import (
    DecidedBy,
    PileQuestion,
    PileRow,
    Territory,
    Waiting,
    in_review,
)
from shared.domain.review import SecondCause, is_reservation
from shared.stages import StageName


class MemoryPile:
    """The same questions to a dictionary."""

    def __init__(self, store: MemoryStore) -> None:
        """Look into its documents."""
        self._store = store

    async def claimable(
        self, question: PileQuestion, now: dt.datetime, limit: int
    ) -> Sequence[str]:
        """Ids of such dossiers that no agent holds, oldest first."""
        free = replace(question, free_at=now)
        return [dossier.dossier_id for _, dossier in self._found(free)][:limit]

    async def rows(self, question: PileQuestion, limit: int) -> Sequence[PileRow]:
        """Such dossiers, held ones too, oldest first."""
        return [row_of(document) for document, _ in self._found(question)][:limit]

    async def count(self, question: PileQuestion) -> int:
        """How many there are."""
        return len(list(self._found(question)))

    async def waiting(self, question: PileQuestion, now: dt.datetime) -> Waiting:
        """How many of such dossiers nobody holds, and since when the oldest of them waits."""
        free = [row_of(document) for document, _ in self._found(replace(question, free_at=now))]
        return Waiting(count=len(free), oldest=min((row.since for row in free), default=None))

    async def reserved(self, agent: str, now: dt.datetime) -> Sequence[str]:
        """Ids of the dossiers that are kept ready for this agent, who has not come to them."""
        return [
            dossier.dossier_id for _, dossier in self._every() if _reserved(dossier, now) == agent
        ]

    async def decided(self, territory: Territory, since: dt.datetime) -> Sequence[DecidedBy]:
        """Decisions of a centre since then."""
        return [
            DecidedBy(agent=dossier.decision.agent, at=dossier.decision.decided_at)
            for document, dossier in self._every()
            if dossier.decision is not None
            and dossier.decision.decided_at >= since
            and territory.holds(document["departement"])
        ]

    def _every(self) -> Sequence[tuple[Document, Dossier]]:
        documents = self._store.documents.values()
        return [(one, dossier_of(one)) for one in documents if is_understood(one)]

    def _found(self, question: PileQuestion) -> Iterator[tuple[Document, Dossier]]:
        waiting = [pair for pair in self._every() if in_review(pair[1])]
        waiting.sort(key=lambda pair: pair[0]["stages"]["review"]["since"])
        for document, dossier in waiting:
            if _fits(row_of(document), question) and _stands(dossier, question):
                yield document, dossier


def _stands(dossier: Dossier, question: PileQuestion) -> bool:
    """Free where that is asked, and read before as often as is asked."""
    moment = question.free_at
    taken = moment is not None and (_held(dossier, moment) or _barred(dossier, question.agent))
    cause = _cause(dossier)
    suspected = question.unsuspected and cause is SecondCause.SUSPICION
    return not taken and not suspected and question.cause in (None, cause)


def _reserved(dossier: Dossier, now: dt.datetime) -> str | None:
    """Who is about to come to it."""
    claim = dossier.stage(StageName.REVIEW).claim
    if claim is None or claim.until <= now or not is_reservation(claim, dossier.review):
        return None
    return claim.agent


def _cause(dossier: Dossier) -> SecondCause | None:
    second = dossier.review.second
    return second.cause if second else None


def _held(dossier: Dossier, now: dt.datetime) -> bool:
    claim = dossier.stage(StageName.REVIEW).claim
    return claim is not None and (claim.prepared is not None or claim.until > now)


def _barred(dossier: Dossier, agent: str | None) -> bool:
    second = dossier.review.second
    return agent in dossier.review.passed or (second is not None and second.first.agent == agent)


def _fits(row: PileRow, question: PileQuestion) -> bool:
    return (
        question.territory.holds(row.departement)
        and question.route in (None, row.route)
        and question.kind in (None, row.kind)
        and (question.reason is None or question.reason in row.reasons)
        and question.holder in (None, row.agent)
        and (question.before is None or row.since < question.before)
    )
