"""One stage of the table at work: its messages, its tries, and what they cost."""

import random
from array import array
from dataclasses import dataclass
from functools import partial

import simpy

from services.simulate.costs import Costs
from services.simulate.pods import Processes, Steps, Workers
from shared.stages import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """What is drawn, from one seed; and the share of messages that fail once."""

    random: random.Random
    failing: float


class Station:
    """Takes messages of one stage and hands them to its workers."""

    def __init__(
        self, row: Stage, costs: Costs, workers: Workers | Processes, chances: Chances
    ) -> None:
        """Nothing has come yet."""
        self.row, self.workers = row, workers
        self._costs, self._chances = costs, chances
        self.waits = array("d")
        self.cpu = 0.0
        #: What the store computes on, where that is one machine; else its share is a wait.
        self.shared: Workers | None = None

    def message(self, env: simpy.Environment) -> simpy.Event:
        """Send one; the event comes true once it is done with, after however many tries."""
        done = env.event()
        self._try(env, done, 1)
        return done

    def _try(self, env: simpy.Environment, done: simpy.Event, attempt: int) -> None:
        work = self._costs.drawn(self.row.name, self._chances.random)
        self.cpu += work.cpu

        def after(waited: float) -> None:
            self.waits.append(waited)
            failed = self._chances.random.random() < self._chances.failing
            if failed and attempt < self.row.tries:
                env.process(self._again(env, done, attempt + 1))
            else:
                done.succeed()

        if self.shared is None:
            self.workers.take(work.cpu + work.wait, after)
        else:
            stored = partial(self.shared.take, self._costs.message.store_cpu_ms / 1000)
            self.workers.take(work.cpu, lambda waited: stored(lambda _: after(waited)))

    def _again(self, env: simpy.Environment, done: simpy.Event, attempt: int) -> Steps:
        yield env.timeout(self.row.wait_before(attempt).total_seconds())
        self._try(env, done, attempt)
