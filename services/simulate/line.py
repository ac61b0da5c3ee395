"""Dossiers on their way through the machine's stages, as the table's columns say."""

import random
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import simpy

from services.simulate.costs import Costs
from services.simulate.demand import Demand
from services.simulate.pods import Steps
from services.simulate.station import Station
from shared.stages import CHECKED, StageName, StageTable, predecessors, queue_stages

#: What every dossier has; the others come as the demand says.
ALWAYS = frozenset(
    {
        *(StageName.RECEPTION, StageName.PHOTO, StageName.SIGNATURE),
        *(StageName.IDENTITY, StageName.ADDRESS, StageName.DIVERGENCE),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is played, and the seed of everything that is drawn."""

    costs: Costs
    demand: Demand
    table: StageTable
    #: Multiple of France's load.
    times: float = 1.0
    seed: int = 1


class Line:
    """The stations of the machine, and what came out of them."""

    def __init__(
        self, env: simpy.Environment, plan: Plan, stations: Mapping[StageName, Station]
    ) -> None:
        """Nothing is on its way."""
        self._env, self._plan, self._stations = env, plan, stations
        self._chance = random.Random(f"dossiers {plan.seed}")
        self._before = {
            row.name: predecessors(plan.table, row.name) for row in queue_stages(plan.table)
        }
        #: Seconds from submission to the end of the comparison.
        self.transits = array("d")
        self.submitted = 0

    def submit(self) -> None:
        """A dossier arrives whole."""
        self.submitted += 1
        self._env.process(self._dossier(self._drawn()))

    def come_back(self) -> None:
        """A dossier of earlier days brings one corrected piece."""
        self._env.process(self._mended(self._chance.choice([*self._checks(self._drawn())])))

    def write(self) -> None:
        """A letter is due."""
        self._stations[StageName.NOTIFICATION].message(self._env)

    def _drawn(self) -> frozenset[StageName]:
        extra = self._plan.demand.needed.items()
        return ALWAYS | {name for name, share in extra if self._chance.random() < share}

    def _checks(self, needed: frozenset[StageName]) -> Sequence[StageName]:
        return [name for name in CHECKED if name in needed]

    def _dossier(self, needed: frozenset[StageName]) -> Steps:
        began, ends = self._env.now, dict[StageName, simpy.Event]()
        for name, before in self._before.items():
            if name in needed:
                waited_for = [ends[earlier] for earlier in before if earlier in ends]
                ends[name] = self._env.process(self._stage(name, waited_for))
        yield ends[StageName.DIVERGENCE]
        self.transits.append(self._env.now - began)

    def _stage(self, name: StageName, before: Sequence[simpy.Event]) -> Steps:
        if before:
            yield self._env.all_of(before)
        yield self._stations[name].message(self._env)

    def _mended(self, check: StageName) -> Steps:
        yield self._stations[check].message(self._env)
        yield self._stations[StageName.DIVERGENCE].message(self._env)


def arrivals(env: simpy.Environment, line: Line, plan: Plan, first_hour: int) -> Steps:
    """Dossiers one by one, at the pace of the hour; earlier ones come back and get letters."""
    chance, demand = random.Random(f"arrivals {plan.seed}"), plan.demand
    streams = ((line.submit, 1.0), (line.come_back, demand.corrected), (line.write, demand.letters))
    total = sum(share for _, share in streams)
    while True:
        hour = first_hour + int(env.now // 3600)
        rate = demand.rate(hour, times=plan.times) * total
        left = 3600 * (int(env.now // 3600) + 1) - env.now
        pause = chance.expovariate(rate) if rate else left
        yield env.timeout(min(pause, left))
        if pause < left:
            chance.choices([act for act, _ in streams], [share for _, share in streams])[0]()
