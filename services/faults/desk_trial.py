"""The desk trial: many agents on one pile while their service is killed; then the verdict."""

import asyncio
import json
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import aiohttp
import typer

from services.faults.desk_agent import ACCEPTED, TrialAgent
from services.faults.desk_ledger import DeskLedger
from services.faults.desk_machine import Place, open_place

#: Logs and data of the last trial stay here for whoever wants to look.
FOLDER = Path("var/desk-trial")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a trial does."""

    agents: int
    dossiers: int
    seconds: float
    #: Times that the service is killed with SIGKILL, evenly spread.
    kills: int
    folder: Path = FOLDER
    pace: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialResult:
    """What came of it."""

    #: Decisions that agents were told of.
    decided: int
    double_claims: int
    lost_decisions: int
    unanswered: int
    #: Leases that nobody gave back, and those of them that a colleague took once they ran out.
    leases_left: int
    leases_recovered: int
    #: Decisions in the store, and rows for the figures on quality: one each.
    stored_decisions: int
    quality_rows: int
    restarts: int
    seconds: float
    claim_median_ms: float
    claim_p99_ms: float

    @property
    def passed(self) -> bool:
        """True where nothing was claimed twice, lost or left, and each decision counts once."""
        return (
            self.double_claims == self.lost_decisions == 0
            and self.leases_left == self.leases_recovered
            and self.stored_decisions == self.quality_rows
        )


async def run_trial(trial: Trial) -> TrialResult:
    """Start what is needed, fill the pile, let the agents work, kill, judge, stop."""
    async with open_place(trial.folder, trial.pace) as place, aiohttp.ClientSession() as session:
        await place.fill(trial.dossiers)
        ledger = DeskLedger()
        agents = await _hire(trial, place, session, ledger)
        began = time.monotonic()
        await _work(trial, place, agents)
        seconds = time.monotonic() - began
        held = await place.let_leases_run_out()
        for dossier_id, holder in held.items():
            ledger.gives(holder, dossier_id, time.monotonic())
        recovered = await _recover(agents, held)
        stored = await place.settled()
        waits = sorted(wait for agent in agents for wait in agent.waits)
        return TrialResult(
            decided=len(ledger.decisions),
            double_claims=len(ledger.double_claims()),
            lost_decisions=len(ledger.lost(stored)),
            unanswered=ledger.unanswered,
            leases_left=len(held),
            leases_recovered=recovered,
            stored_decisions=sum(one.decision is not None for one in stored.values()),
            quality_rows=await place.quality_rows(),
            restarts=place.machine.restarts,
            seconds=round(seconds, 1),
            claim_median_ms=_part(waits, 0.5),
            claim_p99_ms=_part(waits, 0.99),
        )


async def report_trial(trial: Trial, *, as_json: bool) -> int:
    """Run a trial and print what came of it; the command's exit code."""
    result = await run_trial(trial)
    figures = asdict(result) | {"passed": result.passed}
    if as_json:
        typer.echo(json.dumps(figures))
    else:
        for name, value in figures.items():
            typer.echo(f"{name:18} {value}")
    return 0 if result.passed else 1


async def _hire(
    trial: Trial, place: Place, session: aiohttp.ClientSession, ledger: DeskLedger
) -> list[TrialAgent]:
    """Agents who together read the whole pile in about the time that there is."""
    reading = trial.seconds * trial.agents / trial.dossiers
    names = [f"agent-{number:02d}" for number in range(trial.agents)]
    return [
        TrialAgent(
            name=name,
            session=session,
            base=place.address,
            key=await place.hire(name),
            ledger=ledger,
            reading=reading,
            chance=random.Random(name),
        )
        for name in names
    ]


async def _work(trial: Trial, place: Place, agents: Sequence[TrialAgent]) -> None:
    until = time.monotonic() + trial.seconds
    killing = asyncio.create_task(place.kill_evenly(trial.kills, trial.seconds))
    await asyncio.gather(*(agent.work(until) for agent in agents))
    killing.cancel()
    await asyncio.gather(killing, return_exceptions=True)


async def _recover(agents: Sequence[TrialAgent], held: dict[str, str]) -> int:
    """A colleague takes and decides what was left; how often that went well."""
    recovered = 0
    for dossier_id, holder in held.items():
        other = next(agent for agent in agents if agent.name != holder)
        if await other.claim(dossier_id) and await other.decide(dossier_id, ACCEPTED):
            recovered += 1
    return recovered


def _part(ordered: Sequence[float], share: float) -> float:
    """The value below which that part lies, in milliseconds; 0 without any."""
    if not ordered:
        return 0.0
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 1)
