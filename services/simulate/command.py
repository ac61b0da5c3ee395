"""`guichet simulate`: plays France, ten and a hundred times it, or a full queue on one machine."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cattrs

from services.bench.report import Section, markdown
from services.simulate.costs import NotCalibrated, read_costs
from services.simulate.demand import DemandInvalid, read_demand
from services.simulate.line import Plan
from services.simulate.play import Span, play_cluster, play_machine
from services.simulate.report import (
    Scene,
    drain_section,
    stage_section,
    story_section,
    whole_section,
)
from shared.stages import TABLE

#: Pods beyond any need: the plays show what is needed, not what the manifests allow.
UNBOUNDED = 10_000


#: One hour is past every start and shorter than a day's change.
HOURS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the operator asked for."""

    times: Sequence[float]
    burst: int
    bounded: bool
    figures: Path


def run_country(wish: Wish) -> int:
    """Play each multiple and print it; 1 when a file of figures cannot be used."""
    plan = _plan(wish.figures)
    if plan is None:
        return 1
    scenes = [_scene(replace(plan, times=times), wish) for times in wish.times]
    for scene in scenes:
        _say(stage_section(scene))
        _say(story_section(scene))
    _say(whole_section(scenes, plan))
    return 0


def run_machine(dossiers: int, cores: int, figures: Path) -> int:
    """Play a full queue and print it; 1 when a file of figures cannot be used."""
    plan = _plan(figures)
    if plan is None:
        return 1
    _say(drain_section(play_machine(plan, dossiers, cores), cores))
    return 0


def _plan(figures: Path) -> Plan | None:
    try:
        costs = read_costs(figures / "costs.json", TABLE)
        demand = read_demand(figures / "demand.json")
    except (NotCalibrated, DemandInvalid, OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"{error}\n")
        return None
    except cattrs.BaseValidationError as error:
        sys.stderr.write("\n".join(cattrs.transform_error(error)) + "\n")
        return None
    return Plan(costs=costs, demand=demand, table=TABLE)


def _scene(plan: Plan, wish: Wish) -> Scene:
    span = Span(
        first_hour=plan.demand.busiest_hour,
        hours=HOURS,
        burst=wish.burst,
        most_pods=None if wish.bounded else UNBOUNDED,
    )
    return Scene(times=plan.times, burst=wish.burst, outcome=play_cluster(plan, span))


def _say(section: Section) -> None:
    if section.rows:
        sys.stdout.write(markdown(section) + "\n")
        sys.stdout.flush()
