"""A full queue of dossiers against the processor time of its checks, and against the simulation."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from services.bench.pipeline_machine import Drained, Trips, drain
from services.bench.report import Bar, Section, figure
from services.simulate.costs import Costs, Sample, StageCost, read_costs
from services.simulate.demand import read_demand
from services.simulate.line import Plan
from services.simulate.play import play_machine
from shared.stages import TABLE, StageName, StageTable

#: Bars (DESIGN 7): wall clock of the processor's, round trips and messages a dossier, speed of two
#: workers on two cores, and how far the simulation may be off, in percent.
WALL_BAR, TRIPS_BAR, MESSAGES_BAR, TWICE_BAR, ERROR_BAR = 1.15, 12.0, 8.0, 1.8, 10.0
#: What a saturated pipeline may use of the processor at most is what the machine has.
CORES = os.cpu_count() or 1

FIGURES = Path("deploy")
#: How often the cast brings which sample of costs.json: small photos; card, old card and passport
#: in turn; two bills of three as text.
_CAST: Mapping[StageName, Mapping[str, float]] = {
    StageName.PHOTO: {"413 × 531": 1},
    StageName.IDENTITY: {"identity card": 1, "identity card before 2021": 1, "passport": 1},
    StageName.ADDRESS: {"electricity bill, PDF": 2, "electricity bill, scan": 1},
}

_HEADER = (
    *("check processes", "wall s a dossier", "checks' CPU s a dossier", "wall ÷ (CPU ÷ cores)"),
    *("other CPU s a dossier", "simulated wall s", "off"),
)


def pipeline_section(folder: Path, dossiers: int, workers: Sequence[int]) -> Section:
    """The runs with their bars; the plan of the simulation is that of the cast's dossiers.

    The bars are held against the run with two processes; without one of a single process nothing
    is said of how two compare with it, so that a long queue may be drained once.
    """
    runs = [asyncio.run(drain(folder / str(count), count, dossiers)) for count in workers]
    load = os.getloadavg()[0]
    one = next((run for run in runs if run.workers == 1), None)
    two = next(run for run in runs if run.workers == 2)
    return Section(
        title="Pipeline out of a full queue",
        method=f"{dossiers} dossiers of four pieces wait while the checks stand still; measured "
        f"from their start to the last comparison, load {load:.0f} at the end, {CORES} cores. "
        f"{_stored(two)} Round trips a dossier while filing, reception and letters included: "
        f"{_told(two.filing_trips, dossiers)}; from the checks on: "
        f"{_told(two.machine_trips, dossiers)}.",
        header=_HEADER,
        rows=[_row(run) for run in runs],
        bars=_bars(one, two),
    )


def _bars(one: Drained | None, two: Drained) -> tuple[Bar, ...]:
    twice = "two check processes against one"
    return (
        Bar(what="wall of the checks' CPU ÷ cores", figure=_ratio(two), limit=WALL_BAR),
        *(
            (Bar(what=twice, figure=one.wall / two.wall, limit=TWICE_BAR, at_least=True),)
            if one
            else ()
        ),
        Bar(
            what="round trips to the store a dossier, from the checks on",
            figure=_all(two.machine_trips) / two.dossiers,
            limit=TRIPS_BAR,
        ),
        Bar(
            what="the same with filing, reception and letters",
            figure=(_all(two.filing_trips) + _all(two.machine_trips)) / two.dossiers,
            limit=TRIPS_BAR,
        ),
        Bar(
            what="messages a dossier, until an agent has it",
            figure=two.stored.messages / two.dossiers,
            limit=MESSAGES_BAR,
        ),
        Bar(what="simulation off the measured wall", figure=_off(two), limit=ERROR_BAR, unit="%"),
    )


def _off(run: Drained) -> float:
    return abs(simulated(run)[0] / run.wall - 1) * 100


def simulated(run: Drained) -> tuple[float, float]:
    """Wall clock and processor seconds that the simulation expects of the same queue."""
    costs, demand = read_costs(FIGURES / "costs.json", TABLE), read_demand(FIGURES / "demand.json")
    plan = Plan(costs=_of_cast(costs), demand=replace(demand, needed={}, failing=0.0), table=_LEFT)
    outcome = play_machine(plan, run.dossiers, CORES, run.workers)
    return outcome.seconds, outcome.cpu_seconds


#: Reception is over when the measurement begins.
_LEFT: StageTable = {name: row for name, row in TABLE.items() if name is not StageName.RECEPTION}


def _of_cast(costs: Costs) -> Costs:
    """The same costs with the cast's documents."""
    drawn = {name: _weighed(costs.stages[name], weights) for name, weights in _CAST.items()}
    return replace(costs, stages={**costs.stages, **drawn})


def _weighed(cost: StageCost, weights: Mapping[str, float]) -> StageCost:
    costs = {sample.what: sample.cpu_ms for sample in cost.samples}
    samples = (Sample(what=what, cpu_ms=costs[what], weight=n) for what, n in weights.items())
    return replace(cost, samples=tuple(samples))


def _row(run: Drained) -> Sequence[str]:
    others = (f"{name} {figure(spent / run.dossiers)}" for name, spent in run.others_cpu.items())
    return (
        str(run.workers),
        figure(run.wall / run.dossiers),
        figure(run.checks_cpu / run.dossiers),
        figure(_ratio(run)),
        ", ".join(others),
        figure(simulated(run)[0] / run.dossiers),
        f"{figure(_off(run))} %",
    )


def _ratio(run: Drained) -> float:
    return run.wall / (run.checks_cpu / min(run.workers, CORES))


def _all(trips: Trips) -> float:
    return sum(trips.values())


def _told(trips: Trips, dossiers: int) -> str:
    """The whole, what of it moves bytes of pieces, and the commands that come most."""
    each = sorted(trips.items(), key=lambda item: -item[1])[:8]
    named = ", ".join(f"{name} {figure(count / dossiers)}" for name, count in each)
    of_bytes = sum(count for name, count in trips.items() if " pieces." in name)
    return (
        f"{figure(_all(trips) / dossiers)}, of which {figure(of_bytes / dossiers)} move bytes of "
        f"pieces ({named})"
    )


def _stored(run: Drained) -> str:
    kept = run.stored
    return (
        f"A dossier stores {figure(kept.document_bytes / run.dossiers / 1000)} kB in its document "
        f"and {figure(kept.piece_bytes / run.dossiers / 1000)} kB of sealed pieces and copies."
    )
