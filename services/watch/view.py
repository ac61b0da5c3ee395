"""The ops page as data: one row a stage in flow order, empty ones and people's included."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shared.domain.states import STAGE_LABELS
from shared.pipeline.ports import StageDepth
from shared.stages import Stage, StageName, StageTable, Turn
from shared.web.french import duration
from shared.web.rail_node import NodeState, share_left


@dataclass(frozen=True, slots=True, kw_only=True)
class OpsRow:
    """One stage."""

    stage: StageName
    label: str
    turn: Turn
    #: The queue that feeds it; None where a person acts.
    queue: str | None
    state: NodeState
    word: str
    open: int
    parked: int
    #: Start of the oldest open dossier; None when there is none.
    oldest_since: dt.datetime | None
    #: Age of the oldest in French; empty when there is none.
    age: str
    #: The time that the stage allows, in French.
    allowed: str
    #: Nearest deadline among the open ones.
    deadline: dt.datetime | None
    #: Share of the time that is used up, 0 to 1; None when nothing is open.
    share_used: float | None
    #: How long the oldest parked one has waited; empty when there is none.
    parked_age: str


def ops_rows(
    depths: Sequence[StageDepth], now: dt.datetime, table: StageTable
) -> tuple[OpsRow, ...]:
    """Every stage of the table with what stands in it."""
    found = {(depth.stage, depth.status): depth for depth in depths}
    return tuple(
        _row(row, found.get((row.name, "open")), found.get((row.name, "parked")), now)
        for row in table.values()
    )


def _row(
    row: Stage, opened: StageDepth | None, parked: StageDepth | None, now: dt.datetime
) -> OpsRow:
    state, word = _state(row, opened, parked, now)
    return OpsRow(
        stage=row.name,
        label=STAGE_LABELS[row.name],
        turn=row.turn,
        queue=row.queue,
        state=state,
        word=word,
        open=opened.count if opened else 0,
        parked=parked.count if parked else 0,
        oldest_since=opened.oldest_since if opened else None,
        age=_age(opened, now),
        allowed=_allowed(row),
        deadline=opened.next_deadline if opened else None,
        share_used=_share_used(opened, now),
        parked_age=_age(parked, now),
    )


def _state(
    row: Stage, opened: StageDepth | None, parked: StageDepth | None, now: dt.datetime
) -> tuple[NodeState, str]:
    if opened and opened.next_deadline and opened.next_deadline < now:
        return NodeState.TROUBLE, "en retard"
    if parked is not None:
        return NodeState.TROUBLE, "mis de côté"
    if opened is None:
        return NodeState.WAITING, "vide"
    return (NodeState.RUNNING, "en cours") if row.queue else (NodeState.PERSON, "en attente")


def _allowed(row: Stage) -> str:
    """« 5 minutes », or « 7 à 183 jours » where an activated account has longer."""
    shortest = duration(row.deadline.total_seconds())
    if row.deadline_if_activated is None:
        return shortest
    longest = duration(row.deadline_if_activated.total_seconds())
    return f"{shortest.removesuffix(' jours')} à {longest}"


def _age(depth: StageDepth | None, now: dt.datetime) -> str:
    return duration((now - depth.oldest_since).total_seconds()) if depth else ""


def _share_used(opened: StageDepth | None, now: dt.datetime) -> float | None:
    """The oldest and the nearest deadline may be two dossiers: the bar errs on the late side."""
    if opened is None or opened.next_deadline is None:
        return None
    return 1 - share_left(opened.oldest_since, opened.next_deadline, now)
