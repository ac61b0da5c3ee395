"""The small drawings of one stage's last hours: what it finished, and how long that took."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.watch.words import brief, rate
from shared.pipeline.samples import KEPT, MINUTE, StageSample

#: The drawing's own units; the style sheet gives it its size.
WIDTH, HEIGHT = 120.0, 24.0
#: Minutes drawn as one point: three hours are sixty points, two units apart. More run together.
BUCKET = 3
POINTS = KEPT // MINUTE // BUCKET

Curve = Sequence[float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One drawing. A line is a list of polylines: one a stretch without gap."""

    #: The figure itself.
    line: tuple[str, ...]
    #: The upper one of two; empty where there is only one.
    upper: tuple[str, ...] = ()
    #: What it shows, in French, for who does not see it.
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Charts:
    """The two drawings of a stage; None while there is nothing to draw."""

    rate: Chart | None = None
    wait: Chart | None = None


def charts_of(samples: Sequence[StageSample], now: dt.datetime) -> Charts:
    """Throughput and wait over the last hours, in steps of BUCKET minutes."""
    steps = _steps(samples, now)
    return Charts(rate=_rate_chart(steps), wait=_wait_chart(steps))


def _rate_chart(steps: Sequence[Sequence[StageSample]]) -> Chart | None:
    """Finished a minute."""
    values = [sum(s.finished for s in step) / len(step) if step else None for step in steps]
    known = [value for value in values if value is not None]
    if not known:
        return None
    return Chart(
        line=_polylines(values, max(known)),
        description=f"{rate(known[-1])} à présent, {rate(max(known))} au plus",
    )


def _wait_chart(steps: Sequence[Sequence[StageSample]]) -> Chart | None:
    """Seconds that half and nine in ten of the dossiers spent in the stage.

    Where none left it, the age of the oldest that waits: a stage that stands still shows a slope.
    """
    median = [_combined(step, lambda s: s.wait_median) for step in steps]
    upper = [_combined(step, lambda s: s.wait_p90) for step in steps]
    upper = [
        _oldest(step) if value is None else value for step, value in zip(steps, upper, strict=True)
    ]
    known = [value for value in upper if value is not None]
    if not known:
        return None
    half = next((value for value in reversed(median) if value is not None), None)
    said = f"la moitié en {brief(half)}, " if half is not None else ""
    return Chart(
        line=_polylines(median, max(known)),
        upper=_polylines(upper, max(known)),
        description=f"{said}9 sur 10 en {brief(known[-1])} à présent, {brief(max(known))} au plus",
    )


def _steps(samples: Sequence[StageSample], now: dt.datetime) -> list[list[StageSample]]:
    """The samples by step, oldest first; steps begin on round minutes, so that none moves."""
    last = _number(now)
    steps: list[list[StageSample]] = [[] for _ in range(POINTS)]
    for sample in samples:
        place = POINTS - 1 - (last - _number(sample.at))
        if 0 <= place < POINTS:
            steps[place].append(sample)
    return steps


def _number(at: dt.datetime) -> int:
    return int(at.timestamp()) // (60 * BUCKET)


def _combined(
    step: Sequence[StageSample], value: Callable[[StageSample], float | None]
) -> float | None:
    """The mean of the minutes, each with the weight of its dossiers."""
    known = [(found, s.finished) for s in step if (found := value(s)) is not None]
    count = sum(weight for _, weight in known)
    return sum(found * weight for found, weight in known) / count if count else None


def _oldest(step: Sequence[StageSample]) -> float | None:
    waiting = [sample.oldest_seconds for sample in step if sample.open]
    return max(waiting, default=None)


def _polylines(values: Curve, largest: float) -> tuple[str, ...]:
    """One polyline a stretch; a lone point is a short stroke, since a point draws nothing."""
    stretches: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append(f"{_x(place)},{_y(value, largest)}")
    return tuple(" ".join(_stroke(stretch)) for stretch in stretches if stretch)


def _stroke(points: list[str]) -> list[str]:
    if len(points) > 1:
        return points
    x, _, y = points[0].partition(",")
    return [f"{max(0.0, float(x) - 1):g},{y}", f"{float(x) + 1:g},{y}"]


def _x(place: int) -> float:
    """Three hours ago on the left, now on the right, a stroke's half inside the frame."""
    return round(1 + (WIDTH - 2) * place / (POINTS - 1), 1)


def _y(value: float, largest: float) -> float:
    """Zero at the foot; a line of its own width stays inside."""
    return round(HEIGHT - 1 - (HEIGHT - 2) * value / largest, 1) if largest > 0 else HEIGHT - 1
