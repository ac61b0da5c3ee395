"""The lines of the lists in front of an agent: who, since when, how near the deadline."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from services.instruction.queue_words import reason_words
from shared.domain.demande import DEMANDE_LABELS
from shared.domain.dossier import Route
from shared.domain.pile import PileRow
from shared.web.rail_node import NodeState

#: Reasons shown in a line; the dossier itself tells all.
MOST_REASONS = 3
#: Past this part of its time a dossier is marked. [D]
NEARLY_LATE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One dossier in a list."""

    dossier_id: str
    procedure: str
    category: str
    departement: str
    reasons: tuple[str, ...]
    #: How many more there are.
    more: int
    since: dt.datetime
    deadline: dt.datetime
    #: Part of its time that is gone, from 0 to 1.
    share: float
    state: NodeState
    escalated: bool
    #: Until when it is held; None for nobody's.
    until: dt.datetime | None


def queue_row(row: PileRow, now: dt.datetime) -> QueueRow:
    """The line of a dossier at a moment."""
    allowed = (row.deadline - row.since).total_seconds()
    share = (now - row.since).total_seconds() / allowed if allowed > 0 else 1.0
    told = tuple(reason_words(code) for code in row.reasons[:MOST_REASONS])
    if not told and row.route is Route.CLEAN:
        told = ("Aucune réserve",)
    return QueueRow(
        dossier_id=row.dossier_id,
        procedure=_capital(DEMANDE_LABELS[row.kind].partition(" (")[0]),
        category=row.category,
        departement=row.departement or "–",
        reasons=tuple(dict.fromkeys(told)),
        more=max(0, len(row.reasons) - MOST_REASONS),
        since=row.since,
        deadline=row.deadline,
        share=min(1.0, max(0.0, share)),
        state=_state(share, row.escalations),
        escalated=row.escalations > 0,
        until=row.until if row.until and row.until > now else None,
    )


def oldest(rows: Sequence[PileRow]) -> dt.datetime | None:
    """Since when the oldest of them waits."""
    return min((row.since for row in rows), default=None)


def _state(share: float, escalations: int) -> NodeState:
    if escalations or share >= 1:
        return NodeState.TROUBLE
    return NodeState.PERSON if share >= NEARLY_LATE else NodeState.RUNNING


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
