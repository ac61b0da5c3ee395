"""A measured value on a scale beside the band that is allowed."""

import re
from dataclasses import dataclass

from shared.domain.findings import Finding

_NUMBER = r"(-?\d+(?:,\d+)?)"
#: How the rules write a range (« 32 à 36 mm ») or a bound (« au moins 76 »). A bound in two
#: dimensions (« 413 × 531 ») has no single scale.
_RANGE = re.compile(rf"{_NUMBER} à {_NUMBER}(?! *×)")
_LEAST = re.compile(rf"au moins {_NUMBER}(?![\d,]| *×)")
_MOST = re.compile(rf"au plus {_NUMBER}(?![\d,]| *×)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """Places on the scale, in percent of its width."""

    band_from: float
    band_to: float
    mark: float


def gauge_of(finding: Finding) -> Gauge | None:
    """The gauge of a number whose expected range is given; None for anything else."""
    if isinstance(finding.value, str) or finding.value is None or finding.expected is None:
        return None
    band = _band(finding.expected)
    if band is None:
        return None
    low, high = band
    start, end = _scale(low, high, finding.value)
    if end <= start:
        return None

    def place(value: float) -> float:
        return round(100 * (value - start) / (end - start), 1)

    return Gauge(
        band_from=place(start if low is None else low),
        band_to=place(end if high is None else high),
        mark=place(finding.value),
    )


def _band(expected: str) -> tuple[float | None, float | None] | None:
    if found := _RANGE.search(expected):
        return _number(found[1]), _number(found[2])
    if found := _LEAST.search(expected):
        return _number(found[1]), None
    if found := _MOST.search(expected):
        return None, _number(found[1])
    return None


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _scale(low: float | None, high: float | None, value: float) -> tuple[float, float]:
    """Ends of the scale: room of one band on either side, and always the value itself."""
    first = high if low is None else low
    last = low if high is None else high
    assert first is not None and last is not None  # a band has at least one bound
    room = (last - first) or abs(last) or 1.0
    start, end = first - room, last + room
    if low is None or high is None:
        start = max(start, 0.0) if value >= 0 else start
    margin = 0.05 * (max(end, value) - min(start, value))
    return (
        value - margin if value < start else start,
        value + margin if value > end else end,
    )
