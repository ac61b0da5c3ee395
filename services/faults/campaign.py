"""The fault campaign: dossiers on their way, faults by schedule, then the verdict."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from services.faults.arena import Arena, open_arena
from services.faults.damage import Damage
from services.faults.evidence import count_messages, gather_evidence, wait_until_quiet
from services.faults.kinds import Fault, PlannedFault, Weakness, plan_faults
from services.faults.stories import Stage, Story, plan_stories, tell
from services.faults.verdict import Verdict, judge

#: Seconds after the last fault in which everything must have arrived. A letter in doubt waits
#: for its claim (60 s) and then for its next try.
PATIENCE = 180.0
#: Dossiers filed in the time of one fault.
DOSSIERS_PER_FAULT = 5
#: Logs, mails and data of the last campaign stay here for whoever wants to look.
FOLDER = Path("var/faults")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a campaign does; the same plan does the same again."""

    dossiers: int
    seed: int
    faults: int
    folder: Path
    #: The guarantee to take away, for a negative control.
    weaken: Weakness | None = None
    #: Three nodes of the broker, killed one at a time, instead of one.
    clustered: bool = False


def plan_campaign(dossiers: int, seed: int, weaken: Weakness | None, *, clustered: bool) -> Plan:
    """As many faults as keep meeting work under way; every kind comes up."""
    return Plan(
        dossiers=dossiers,
        seed=seed,
        faults=max(len(Fault), dossiers // DOSSIERS_PER_FAULT),
        folder=FOLDER,
        weaken=weaken,
        clustered=clustered,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a campaign."""

    plan: Plan
    verdict: Verdict
    acknowledged: int
    #: Stage messages that the dossiers called for, tries and re-drives included.
    messages: int
    faults: dict[str, int]
    #: Seconds from the first dossier to the verdict.
    duration: float
    #: Seconds from the end of the last fault until nothing was under way.
    settled_after: float


async def run_campaign(plan: Plan) -> Outcome:
    """Start a machine, do it harm, judge it, stop it."""
    async with open_arena(plan.folder, plan.seed, plan.weaken, clustered=plan.clustered) as arena:
        schedule = plan_faults(plan.seed, plan.faults, plan.weaken)
        span = schedule[-1].at if schedule else 0.0
        began = time.monotonic()
        meddling = asyncio.create_task(arena.meddler.run())
        people = _people(plan_stories(plan.seed, plan.dossiers, span), arena.stage)
        await _attack(schedule, arena.damage)
        arena.meddler.stop()
        await meddling
        ended = time.monotonic()
        await _finish(arena, people)
        settled = time.monotonic()
        evidence = await gather_evidence(arena.machine, arena.database, arena.mails.copies)
        return Outcome(
            plan=plan,
            verdict=judge(arena.ledger, evidence),
            acknowledged=arena.ledger.acknowledged,
            messages=count_messages(evidence),
            faults=_counts(arena),
            duration=settled - began,
            settled_after=settled - ended,
        )


def _people(stories: Sequence[Story], stage: Stage) -> list[asyncio.Task[None]]:
    async def live(story: Story) -> None:
        await asyncio.sleep(story.at)
        await tell(story, stage)

    return [asyncio.create_task(live(story)) for story in stories]


async def _attack(schedule: Sequence[PlannedFault], damage: Damage) -> None:
    """Every fault at its moment, however long the earlier ones last."""

    async def strike(planned: PlannedFault) -> None:
        await asyncio.sleep(planned.at)
        await damage.inflict(planned)

    async with asyncio.TaskGroup() as strikes:
        for planned in schedule:
            strikes.create_task(strike(planned))


async def _finish(arena: Arena, people: Sequence[asyncio.Task[None]]) -> None:
    """Wait until nothing is under way, or until PATIENCE ends: then it is stuck."""
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*people)
            await wait_until_quiet(arena.machine, arena.database)
    for person in people:
        person.cancel()
    for told in await asyncio.gather(*people, return_exceptions=True):
        if isinstance(told, Exception):
            arena.ledger.refusals.append(f"story: {type(told).__name__}")


def _counts(arena: Arena) -> dict[str, int]:
    return {
        **dict(sorted(arena.damage.done.items())),
        "duplicate_delivery": arena.meddler.duplicates,
        "reordered_delivery": arena.meddler.reordered,
    }
