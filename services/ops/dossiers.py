"""`guichet dossier`: where one dossier is and how it came there. Codes and identifiers only."""

import datetime as dt

from rich.console import Console, RenderableType
from rich.table import Table

from services.ops.connection import looking
from services.ops.words import short
from shared.domain.dossier import Dossier, StageRun, StageStatus
from shared.domain.states import state_of
from shared.pipeline.repair_ports import AuditLine
from shared.settings import Settings
from shared.stages import TABLE, StageName

#: Acts of ops shown.
ACTS = 50


async def show_dossier(
    settings: Settings, console: Console, dossier_id: str, stage: StageName | None = None
) -> int:
    """Print the dossier, or what concerns one of its stages; exit code 1 when there is none."""
    async with looking(settings) as views:
        dossier = await views.dossiers.get(dossier_id)
        acts = await views.audit.recent(ACTS, dossier_id)
        now = views.lookout.clock.now()
    if dossier is None:
        console.print(f"No dossier {dossier_id}.", highlight=False)
        return 1
    state = state_of(dossier, now)
    due = f", {_until(state.deadline, now)}" if state.deadline else ""
    console.print(
        f"{dossier_id}: {state.code}, {state.turn}, since {short(now - state.since)}{due}",
        highlight=False,
    )
    console.print(_stages(dossier, now, stage))
    console.print(_timeline(dossier, stage))
    if acts:
        console.print(_acts([act for act in acts if stage in (None, act.stage)]))
    return 0


def _until(deadline: dt.datetime, now: dt.datetime) -> str:
    late = now - deadline
    return f"late by {short(late)}" if late > dt.timedelta(0) else f"{short(-late)} left"


def _stages(dossier: Dossier, now: dt.datetime, stage: StageName | None) -> RenderableType:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("stage", "status", "run", "try", "re-drives", "since", "deadline", "cause"):
        table.add_column(name)
    for name in TABLE:
        run = dossier.stage(name)
        if stage in (None, name) and run.status is not StageStatus.WAITING:
            table.add_row(name, *_stage_cells(run, now))
    return table


def _stage_cells(run: StageRun, now: dt.datetime) -> tuple[str, ...]:
    return (
        run.status,
        str(run.run),
        str(run.attempt or ""),
        str(run.redrives or ""),
        short(now - run.since) if run.since else "",
        _until(run.deadline, now) if run.deadline else "",
        run.cause or "",
    )


def _timeline(dossier: Dossier, stage: StageName | None) -> RenderableType:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("at", "rev", "event", "stage", "run", "try", "detail"):
        table.add_column(name)
    for line in dossier.history:
        if stage in (None, line.stage):
            table.add_row(
                line.at.isoformat(timespec="milliseconds"),
                str(line.rev),
                line.event,
                line.stage or "",
                str(line.run or ""),
                str(line.attempt or ""),
                line.detail or "",
            )
    return table


def _acts(acts: list[AuditLine]) -> RenderableType:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("at", "who", "what", "stage", "reason"):
        table.add_column(name)
    for act in reversed(acts):
        table.add_row(
            act.at.isoformat(timespec="seconds"), act.account, act.action, act.stage, act.reason
        )
    return table
