"""`guichet parked`: what was set aside and why; back to work, or given up with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from services.ops.connection import acting, looking
from services.ops.words import HINDRANCES, short
from shared.pipeline.repair_desk import Outcome, Request
from shared.pipeline.repair_ports import Action, ParkedStage
from shared.settings import Settings
from shared.stages import StageName

#: Parked stages listed or replayed in one go; the next go takes the next ones.
MOST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which parked stages."""

    stage: StageName | None = None
    #: Code of the last failure, as the list shows it.
    cause: str | None = None

    def chosen(self, parked: Sequence[ParkedStage]) -> list[ParkedStage]:
        """Those that are meant."""
        return [item for item in parked if self.cause in (None, item.cause)]


async def list_parked(settings: Settings, console: Console, selection: Selection) -> int:
    """One line a parked stage, oldest first; how many."""
    async with looking(settings) as views:
        found = selection.chosen(await views.parked.parked(MOST, selection.stage))
        now = views.lookout.clock.now()
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("dossier", "stage", "cause", "parked for", "run", "tries"):
        table.add_column(name)
    for item in found:
        table.add_row(
            item.dossier_id,
            item.stage,
            item.cause,
            short(now - item.since),
            str(item.run),
            str(item.attempt),
        )
    console.print(table if found else "Nothing is parked.")
    return len(found)


async def act_on_one(settings: Settings, console: Console, request: Request) -> int:
    """Replay, discard or redrive one stage; exit code."""
    async with acting(settings) as (desk, _):
        outcome = await desk.act(request)
    return _tell(console, [outcome])


async def replay_all(
    settings: Settings, console: Console, selection: Selection, account: str
) -> int:
    """Replay every parked stage that is chosen; exit code."""
    async with acting(settings) as (desk, views):
        found = selection.chosen(await views.parked.parked(MOST, selection.stage))
        requests = [
            Request(
                action=Action.REPLAY, dossier_id=item.dossier_id, stage=item.stage, account=account
            )
            for item in found
        ]
        outcomes = await desk.act_on_all(requests)
    return _tell(console, outcomes)


def _tell(console: Console, outcomes: Sequence[Outcome]) -> int:
    """One line each; exit code 1 when something was not done."""
    for outcome in outcomes:
        request = outcome.request
        if outcome.hindrance is None:
            said = f"{request.action} done, recorded for {request.account}"
        else:
            said = f"not done: {HINDRANCES[outcome.hindrance]}"
        console.print(f"{request.dossier_id} {request.stage}: {said}", highlight=False)
    left = sum(outcome.hindrance is not None for outcome in outcomes)
    if len(outcomes) != 1:
        console.print(f"{len(outcomes) - left} done, {left} not done")
    return 1 if left else 0
