"""What was played, as tables: pods and waits a stage, and what the whole costs."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from services.bench.report import Section, figure
from services.simulate.line import Plan
from services.simulate.play import Outcome, Played
from shared.stages import TABLE

#: A node of eight cores, of which one is the system's. [D]
NODE_CORES = 7

_STAGE_HEADER = (
    *("stage", "messages", "CPU s", "wait p50 s", "p99 s"),
    *("most waiting", "most pods", "manifest's most"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One play with its name."""

    times: float
    burst: int
    outcome: Outcome


def stage_section(scene: Scene) -> Section:
    """One line a stage."""
    played, out = [one for one in scene.outcome.stages if one.messages], scene.outcome
    burst = f", and {scene.burst} more at once" if scene.burst else ""
    return Section(
        title=f"{scene.times:g} × France{burst}",
        method=f"{out.submitted} dossiers in {out.seconds / 3600:g} h, {out.finished} compared by "
        f"then; from submission to comparison p50 {figure(out.transit_p50)} s, p99 "
        f"{figure(out.transit_p99)} s.",
        header=_STAGE_HEADER,
        rows=[_stage_row(one) for one in played],
    )


def _stage_row(one: Played) -> Sequence[str]:
    return (
        one.stage.value,
        str(one.messages),
        figure(one.cpu_seconds),
        figure(one.wait_p50),
        figure(one.wait_p99),
        str(one.most_waiting),
        str(one.most_pods),
        str(one.load.most) + (" (too few)" if one.most_pods > one.load.most else ""),
    )


def whole_section(scenes: Sequence[Scene], plan: Plan) -> Section:
    """One line a play: what to buy, and what it costs."""
    demand = plan.demand
    return Section(
        title="Whole",
        method=f"Cores of the pods at the busiest moment of each stage: as promised to them, and "
        f"kept for each as many as it may take. Nodes: the latter by {NODE_CORES}. A year: "
        f"{demand.requests_a_year} requests times the factor.",
        header=(
            *("times", "busiest day", "CPU s a dossier", "CPU h a year", "busy cores"),
            *("cores promised", "cores kept", "nodes", "messages/s"),
            *("store trips/s", "pieces a year, TB"),
        ),
        rows=[_whole_row(scene, plan) for scene in scenes],
    )


def _whole_row(scene: Scene, plan: Plan) -> Sequence[str]:
    demand = plan.demand
    out, year = scene.outcome, demand.requests_a_year * scene.times
    each = out.cpu_seconds / max(out.submitted, 1)
    return (
        f"{scene.times:g}",
        figure(demand.a_day(peak=True) * scene.times),
        figure(each),
        figure(each * year / 3600),
        figure(out.cpu_seconds / out.seconds),
        str(promised_cores(out)),
        str(kept_cores(out)),
        str(-(-kept_cores(out) // NODE_CORES)),
        figure(out.messages / out.seconds),
        figure(out.submitted * plan.costs.dossier.store_trips / out.seconds),
        figure(year * demand.piece_bytes / 1e12),
    )


def promised_cores(outcome: Outcome) -> int:
    """Cores that all pods together are promised when each stage has its most, rounded up."""
    return math.ceil(sum(one.most_pods * cores_of(one.load.cpu) for one in outcome.stages))


def kept_cores(outcome: Outcome) -> int:
    """The same where each check has its core to itself (deploy/k8s/components/kept-cores)."""
    return math.ceil(sum(one.most_pods * _kept(one) for one in outcome.stages))


def _kept(one: Played) -> float:
    reading = TABLE[one.stage].service == "imagecheck"
    return cores_of(one.load.cpu_limit if reading else one.load.cpu)


def cores_of(cpu: str) -> float:
    """Kubernetes' notation: "2" or "250m"."""
    return float(cpu[:-1]) / 1000 if cpu.endswith("m") else float(cpu)


def story_section(scene: Scene) -> Section:
    """How the pods of the stages that had more than their least followed the load."""
    moved = [one for one in scene.outcome.stages if len(one.story) > 1]
    return Section(
        title=f"Pods in time, {scene.times:g} × France",
        method="Seconds since the start, and pods from then on, those that still start included.",
        header=("stage", "pods"),
        rows=[
            (
                one.stage.value,
                " → ".join(f"{scaled.pods} ({scaled.at:.0f} s)" for scaled in one.story),
            )
            for one in moved
        ],
    )


def drain_section(outcome: Outcome, cores: int) -> Section:
    """Many dossiers at once on one machine: wall clock against processor."""
    floor = outcome.cpu_seconds / cores
    each = outcome.seconds / max(outcome.finished, 1)
    return Section(
        title=f"{outcome.finished} dossiers at once on one machine of {cores} cores",
        method="Services, store and checks share the cores.",
        header=("wall s", "workers' CPU s", "CPU ÷ cores", "wall ÷ that", "wall s a dossier"),
        rows=[
            (
                figure(outcome.seconds),
                figure(outcome.cpu_seconds),
                figure(floor),
                figure(outcome.seconds / floor),
                figure(each),
            )
        ],
    )
