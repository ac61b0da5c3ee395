"""Sparklines: the samples of one stage as points of a small drawing, with their words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from shared.pipeline.samples import KEPT, MINUTE, StageSample

#: The drawing's own units; the style sheet gives it its size.
WIDTH, HEIGHT = 120.0, 24.0
#: A minute without a row leaves a gap after so many minutes.
GAP = 3 * MINUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparkline:
    """One stage's last hours."""

    #: Depth, as points of polylines: one a stretch without gap.
    lines: tuple[str, ...]
    #: Finished a minute, as one path of bars.
    bars: str
    #: What it shows, in French, for who does not see it.
    description: str


def sparkline(samples: Sequence[StageSample], now: dt.datetime) -> Sparkline | None:
    """The drawing; None while there is nothing to draw."""
    if not samples:
        return None
    deepest = max(sample.open for sample in samples)
    most = max(sample.finished for sample in samples)
    return Sparkline(
        lines=tuple(
            " ".join(f"{_x(s.at, now)},{_y(s.open, deepest)}" for s in stretch)
            for stretch in _stretches(samples)
        ),
        bars=" ".join(_bar(s, most, now) for s in samples if s.finished),
        description=(
            f"{samples[-1].open} à la dernière minute, {deepest} au plus ; "
            f"jusqu’à {most} traités par minute"
        ),
    )


def _stretches(samples: Sequence[StageSample]) -> list[list[StageSample]]:
    """Samples that follow each other; watch may have been away in between."""
    stretches: list[list[StageSample]] = []
    for sample in samples:
        if stretches and sample.at - stretches[-1][-1].at <= GAP:
            stretches[-1].append(sample)
        else:
            stretches.append([sample])
    return stretches


def _x(at: dt.datetime, now: dt.datetime) -> float:
    """Three hours ago on the left, now on the right."""
    return round(WIDTH * max(0.0, 1 - (now - at) / KEPT), 1)


def _y(value: int, largest: int) -> float:
    """Zero at the foot; a line of its own width stays inside."""
    return round(HEIGHT - 1 - (HEIGHT - 2) * value / max(1, largest), 1)


def _bar(sample: StageSample, most: int, now: dt.datetime) -> str:
    return f"M{_x(sample.at, now)} {HEIGHT:g}V{_y(sample.finished, most)}"
