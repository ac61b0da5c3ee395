"""Workers and what waits for them. A worker that is taken away finishes what it has in hand."""

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial

import simpy

from services.simulate.scaling import POLL, STABLE, START, Bounds, Look, pods_after

#: Looks that the autoscaler remembers, and one older, which says that it has looked long enough.
_KEPT = int(STABLE / POLL) + 2

Steps = Generator[simpy.Event, None, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Seconds of work, and what follows."""

    seconds: float
    queued_at: float
    done: Callable[[float], None]


class Workers:
    """So many tasks at once, the others in line."""

    def __init__(self, env: simpy.Environment, slots: int) -> None:
        """Start idle."""
        self._env = env
        self.slots = slots
        self.in_hand = 0
        self.most_waiting = 0
        self._line: deque[Task] = deque()

    @property
    def backlog(self) -> int:
        """Tasks in line and in hand."""
        return len(self._line) + self.in_hand

    def take(self, seconds: float, done: Callable[[float], None]) -> None:
        """Put a task in line; `done` is told how long it stood there."""
        self._line.append(Task(seconds=seconds, queued_at=self._env.now, done=done))
        self.begin()
        self.most_waiting = max(self.most_waiting, len(self._line))

    def begin(self) -> None:
        """Hand out as much as there are free hands."""
        while self._line and self.in_hand < self.slots:
            self.in_hand += 1
            task = self._line.popleft()
            end = partial(self._end, task.done, self._env.now - task.queued_at)
            # a callback costs a third of a process, and there are millions
            self._env.timeout(task.seconds).callbacks.append(end)

    def _end(self, done: Callable[[float], None], waited: float, _: simpy.Event) -> None:
        self.in_hand -= 1
        done(waited)
        self.begin()


class Processes:
    """So many processes that compute on cores which others use too."""

    def __init__(self, cores: Workers, count: int) -> None:
        """All are idle."""
        self._cores, self._free = cores, count
        self.most_waiting = 0
        self._line: deque[tuple[float, Callable[[float], None]]] = deque()

    def take(self, seconds: float, done: Callable[[float], None]) -> None:
        """Put a task in line; `done` is told how long it waited for a core."""
        self._line.append((seconds, done))
        self._begin()
        self.most_waiting = max(self.most_waiting, len(self._line))

    def _begin(self) -> None:
        while self._line and self._free:
            self._free -= 1
            seconds, done = self._line.popleft()
            self._cores.take(seconds, partial(self._end, done))

    def _end(self, done: Callable[[float], None], waited: float) -> None:
        self._free += 1
        done(waited)
        self._begin()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """How many pods there were, from when on."""

    at: float
    pods: int


class Scaler:
    """Changes the number of a stage's pods as the cluster would."""

    def __init__(
        self, env: simpy.Environment, workers: Workers, bounds: Bounds, slots_a_pod: int
    ) -> None:
        """Start with as few as there may be."""
        self._env, self._workers, self._bounds = env, workers, bounds
        self._slots_a_pod = slots_a_pod
        self.story = [Scaled(at=0.0, pods=bounds.least)]
        #: Seconds of pods that were paid for.
        self.pod_seconds = 0.0
        env.process(self._watch())

    @property
    def pods(self) -> int:
        """How many there are, those that still start included."""
        return self.story[-1].pods

    def _watch(self) -> Steps:
        looks, shrunk_at = [Look(at=0.0, asked=self._bounds.least)], 0.0
        while True:
            yield self._env.timeout(POLL)
            now = self._env.now
            self.pod_seconds += self.pods * POLL
            looks.append(Look(at=now, asked=self._bounds.asked(self._workers.backlog)))
            wanted = pods_after(looks, self.pods, shrunk_at)
            if wanted != self.pods:
                shrunk_at = now if wanted < self.pods else shrunk_at
                self._env.process(self._change(wanted - self.pods))
                self.story.append(Scaled(at=now, pods=wanted))
            looks = looks[-_KEPT:]

    def _change(self, pods: int) -> Steps:
        if pods > 0:
            yield self._env.timeout(START)
        self._workers.slots += pods * self._slots_a_pod
        self._workers.begin()
