"""Two places to play in: a cluster that scales by its queues, and one machine with its cores."""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import simpy

from services.bench.figures import percentile
from services.instruction import main as instruction
from services.intake import main as intake
from services.manifests.loads import Load, load_of
from services.notifier import main as notifier
from services.simulate.line import Line, Plan, arrivals
from services.simulate.pods import Processes, Scaled, Scaler, Steps, Workers
from services.simulate.scaling import Bounds
from services.simulate.station import Chances, Station
from shared.stages import Stage, StageName, queue_stages

#: Messages that a process without an engine has in hand at once.
PREFETCH = {
    "intake": intake.PREFETCH,
    "instruction": instruction.PREFETCH,
    "notifier": notifier.PREFETCH,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What one stage did."""

    stage: StageName
    messages: int
    cpu_seconds: float
    wait_p50: float
    wait_p99: float
    most_waiting: int
    story: tuple[Scaled, ...]
    load: Load

    @property
    def most_pods(self) -> int:
        """The greatest number of pods at any moment."""
        return max((scaled.pods for scaled in self.story), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it."""

    seconds: float
    submitted: int
    finished: int
    transit_p50: float
    transit_p99: float
    stages: tuple[Played, ...]
    pod_seconds: float

    @property
    def messages(self) -> int:
        """Deliveries of all stages."""
        return sum(one.messages for one in self.stages)

    @property
    def cpu_seconds(self) -> float:
        """Processor seconds of all workers."""
        return sum(one.cpu_seconds for one in self.stages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What part of the busiest day is played, with how many pods a stage at most."""

    first_hour: int
    hours: float
    #: None: as the manifests say.
    most_pods: int | None = None
    #: Dossiers that all come together, ten minutes after the start.
    burst: int = 0


#: Seconds of quiet before a burst.
QUIET = 600.0


def play_cluster(plan: Plan, span: Span) -> Outcome:
    """Hours of the busiest day on a cluster that scales each stage by its queue."""
    env, chances = simpy.Environment(), _chances(plan)
    stations, scalers = dict[StageName, Station](), dict[StageName, Scaler]()
    for row in queue_stages(plan.table):
        load, slots = load_of(row), slots_of(row, plan)
        workers = Workers(env, load.least * slots)
        stations[row.name] = Station(row, plan.costs, workers, chances)
        most = load.most if span.most_pods is None else span.most_pods
        bounds = Bounds(backlog=load.backlog, least=load.least, most=most)
        scalers[row.name] = Scaler(env, workers, bounds, slots)
    line = Line(env, plan, stations)
    env.process(arrivals(env, line, plan, span.first_hour))
    if span.burst:
        env.process(_burst(env, line, span.burst))
    env.run(until=span.hours * 3600)
    return _outcome(env, line, stations, scalers)


def play_machine(plan: Plan, dossiers: int, cores: int, processes: int | None = None) -> Outcome:
    """That many dossiers at once on one machine, until the last is compared.

    Everything shares the cores, the store too. Checks have so many processes, else one a core.
    """
    env, chances = simpy.Environment(), _chances(plan)
    shared = Workers(env, cores)
    checks = Processes(shared, processes or cores)
    stations = dict[StageName, Station]()
    for row in queue_stages(plan.table):
        workers = checks if row.service == "imagecheck" else shared
        stations[row.name] = Station(row, plan.costs, workers, chances)
        stations[row.name].shared = shared
    line = Line(env, plan, stations)
    for _ in range(dossiers):
        line.submit()
    env.run()
    return _outcome(env, line, stations, {})


def slots_of(row: Stage, plan: Plan) -> int:
    """Messages that one pod works on: a check a core, and as many waits as keep one core busy."""
    if row.service == "imagecheck":
        return int(load_of(row).cpu_limit)
    mean = plan.costs.mean(row.name)
    return min(PREFETCH[row.service], math.ceil((mean.cpu + mean.wait) / mean.cpu))


def _burst(env: simpy.Environment, line: Line, dossiers: int) -> Steps:
    yield env.timeout(QUIET)
    for _ in range(dossiers):
        line.submit()


def _chances(plan: Plan) -> Chances:
    return Chances(random=random.Random(f"work {plan.seed}"), failing=plan.demand.failing)


def _outcome(
    env: simpy.Environment,
    line: Line,
    stations: Mapping[StageName, Station],
    scalers: Mapping[StageName, Scaler],
) -> Outcome:
    return Outcome(
        seconds=env.now,
        submitted=line.submitted,
        finished=len(line.transits),
        transit_p50=_share(line.transits, 0.5),
        transit_p99=_share(line.transits, 0.99),
        stages=tuple(_played(station, scalers.get(name)) for name, station in stations.items()),
        pod_seconds=sum(scaler.pod_seconds for scaler in scalers.values()),
    )


def _played(station: Station, scaler: Scaler | None) -> Played:
    return Played(
        stage=station.row.name,
        messages=len(station.waits),
        cpu_seconds=station.cpu,
        wait_p50=_share(station.waits, 0.5),
        wait_p99=_share(station.waits, 0.99),
        most_waiting=station.workers.most_waiting,
        story=tuple(scaler.story) if scaler else (),
        load=load_of(station.row),
    )


def _share(values: Sequence[float], share: float) -> float:
    return percentile(values, share) if values else 0.0
