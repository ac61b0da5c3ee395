"""The ops page as data: one row a stage in flow order, empty ones and people's included."""

import datetime as dt
from dataclasses import dataclass

from services.watch.charts import Charts, charts_of
from services.watch.words import brief, rate
from shared.domain.states import STAGE_LABELS
from shared.pipeline.overview import Overview, StageNow
from shared.pipeline.ports import StageDepth
from shared.stages import Stage, StageName, Turn
from shared.web.french import duration
from shared.web.rail_node import NodeState, share_left


@dataclass(frozen=True, slots=True, kw_only=True)
class OpsRow:
    """One stage. A figure that is None is unknown, or means nothing for a person's stage."""

    stage: StageName
    label: str
    turn: Turn
    #: The queue that feeds it; None where a person acts.
    queue: str | None
    state: NodeState
    word: str
    open: int
    #: Messages in the hands of consumers, and those that wait for their next try.
    in_flight: int | None
    retrying: int | None
    parked: int
    consumers: int | None
    #: Start of the oldest open dossier; None when there is none.
    oldest_since: dt.datetime | None
    #: Age of the oldest in French; empty when there is none.
    age: str
    #: The time that the stage allows, in French.
    allowed: str
    #: Nearest deadline among the open ones, and how far it is in French.
    deadline: dt.datetime | None
    due: str
    #: Share of the time that is used up, 0 to 1; None when nothing is open.
    share_used: float | None
    #: Finished a minute, in French; empty while unknown.
    rate: str
    #: Time until a machine's stage is empty at that rate; empty while nothing moves or waits.
    drain: str
    #: What half of the dossiers of the last hour spent in the stage at most; empty when none did.
    wait: str
    charts: Charts


def ops_rows(overview: Overview) -> tuple[OpsRow, ...]:
    """Every stage of the table with what stands in it."""
    return tuple(_row(stage, overview.now) for stage in overview.stages)


def _row(stage: StageNow, now: dt.datetime) -> OpsRow:
    row, opened, drain = stage.row, stage.opened, stage.time_to_drain
    state, word = _state(stage, now)
    return OpsRow(
        stage=row.name,
        label=STAGE_LABELS[row.name],
        turn=row.turn,
        queue=row.queue,
        state=state,
        word=word,
        open=stage.depth,
        in_flight=stage.in_flight,
        retrying=stage.retrying,
        parked=stage.parked.count if stage.parked else 0,
        consumers=stage.consumers,
        oldest_since=opened.oldest_since if opened else None,
        age=_age(opened, now),
        allowed=_allowed(row),
        deadline=opened.next_deadline if opened else None,
        due=_due(opened, now),
        share_used=_share_used(opened, now),
        rate=rate(stage.per_minute),
        drain=brief(drain.total_seconds()) if drain else "",
        wait=_wait(stage),
        charts=charts_of(stage.samples, now),
    )


def _state(stage: StageNow, now: dt.datetime) -> tuple[NodeState, str]:
    opened = stage.opened
    if opened and opened.next_deadline and opened.next_deadline < now:
        return NodeState.TROUBLE, "en retard"
    if stage.consumers == 0:
        return NodeState.TROUBLE, "sans service"
    if stage.parked is not None:
        return NodeState.TROUBLE, "mis de côté"
    if opened is None:
        return NodeState.WAITING, "vide"
    return (NodeState.RUNNING, "en cours") if stage.row.queue else (NodeState.PERSON, "en attente")


def _allowed(row: Stage) -> str:
    """« 5 minutes », or « 7 à 183 jours » where an activated account has longer."""
    shortest = duration(row.deadline.total_seconds())
    if row.deadline_if_activated is None:
        return shortest
    longest = duration(row.deadline_if_activated.total_seconds())
    return f"{shortest.removesuffix(' jours')} à {longest}"


def _age(depth: StageDepth | None, now: dt.datetime) -> str:
    return brief((now - depth.oldest_since).total_seconds()) if depth else ""


def _due(depth: StageDepth | None, now: dt.datetime) -> str:
    """« dans 7 min », « il y a 2 h »."""
    if depth is None or depth.next_deadline is None:
        return ""
    left = (depth.next_deadline - now).total_seconds()
    return f"dans {brief(left)}" if left >= 0 else f"il y a {brief(-left)}"


def _wait(stage: StageNow) -> str:
    return brief(stage.usual_wait) if stage.usual_wait is not None else ""


def _share_used(opened: StageDepth | None, now: dt.datetime) -> float | None:
    """The oldest and the nearest deadline may be two dossiers: the bar errs on the late side."""
    if opened is None or opened.next_deadline is None:
        return None
    return 1 - share_left(opened.oldest_since, opened.next_deadline, now)
