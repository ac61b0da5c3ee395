"""What KEDA and the autoscaler behind it would do. Pure: figures in, number of pods out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

#: deploy/k8s/stage.yaml.j2: seconds between two looks, seconds that fewer must be enough before
#: there are fewer, and seconds from one pod less to the next.
POLL, STABLE, PAUSE = 15.0, 300.0, 60.0
#: Seconds until a new pod works: scheduling, start, models. [D]
START = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a pod is good for, and how few and how many there may be."""

    backlog: int
    least: int
    most: int

    def asked(self, backlog: int) -> int:
        """Pods for so many messages, ready and in hand."""
        return min(max(math.ceil(backlog / self.backlog), self.least), self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look at the queue asked for."""

    at: float
    asked: int


def pods_after(looks: Sequence[Look], pods: int, shrunk_at: float) -> int:
    """How many pods there shall be after the last look.

    More at once; fewer only by one, once no look of the last STABLE seconds asked for as many.
    """
    now = looks[-1].at
    recent = max(look.asked for look in looks if look.at > now - STABLE)
    if recent > pods:
        return recent
    may_shrink = now - looks[0].at >= STABLE and now - shrunk_at >= PAUSE
    return pods - 1 if recent < pods and may_shrink else pods
