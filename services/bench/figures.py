"""Numbers of a measurement: percentiles, medians over rounds, and how they are written."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not pass (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one worker did in one round."""

    peer: str
    number: int
    #: Messages a second out of a full queue.
    rate: float
    #: Milliseconds from publish to arrival, under a paced load.
    p50: float
    p99: float
    #: Processor time of the worker in microseconds a message.
    cpu: float


def median_round(rounds: Sequence[Round], peer: str) -> Round:
    """The median of each figure of one worker over its rounds."""
    own = [one for one in rounds if one.peer == peer]
    return Round(
        peer=peer,
        number=len(own),
        rate=median(one.rate for one in own),
        p50=median(one.p50 for one in own),
        p99=median(one.p99 for one in own),
        cpu=median(one.cpu for one in own),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratios:
    """One worker against another, each pair taken from the same round."""

    rate: float
    p99: float
    cpu: float


def ratios(rounds: Sequence[Round], peer: str, floor: str) -> Ratios:
    """Medians of the ratios round by round: a busy moment of the machine hits both of a pair.

    The floor runs in every round; a peer may take part in some only.
    """
    floors = {one.number: one for one in rounds if one.peer == floor}
    pairs = [(one, floors[one.number]) for one in rounds if one.peer == peer]
    return Ratios(
        rate=median(own.rate / other.rate for own, other in pairs),
        p99=median(own.p99 / other.p99 for own, other in pairs),
        cpu=median(own.cpu / other.cpu for own, other in pairs),
    )
