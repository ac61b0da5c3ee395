"""Two bars a month: requests sent and requests handled. Drawn by the server."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.watch.statistics import month_label
from shared.domain.statistics import MonthFigures

#: The drawing's own units; the style sheet gives it its size.
WIDTH, HEIGHT = 480.0, 120.0
#: Room for a month, its two bars side by side and a gap.
_GAP = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    #: What it says, in French.
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """The drawing, and what it shows for who does not see it."""

    bars: tuple[Bar, ...]
    title: str
    description: str


def month_chart(months: Sequence[MonthFigures]) -> BarChart | None:
    """Sent and handled by month; None while there is nothing to draw."""
    largest = max((max(row.sent, row.ended) for row in months), default=0)
    if not largest:
        return None
    room = WIDTH / len(months)
    bars = [
        _bar(kind, (place + _GAP / 2) * room + side * room * (1 - _GAP) / 2, room, row)
        for place, row in enumerate(months)
        for side, kind in enumerate(("sent", "handled"))
    ]
    scaled = tuple(_scaled(bar, largest) for bar in bars)
    said = " ; ".join(f"{month_label(row.month)} : {row.sent} et {row.ended}" for row in months)
    return BarChart(
        bars=scaled,
        title="Demandes envoyées et demandes traitées, par mois",
        description=f"Envoyées puis traitées. {said}.",
    )


def _bar(kind: str, x: float, room: float, row: MonthFigures) -> Bar:
    value = row.sent if kind == "sent" else row.ended
    word = "envoyées" if kind == "sent" else "traitées"
    return Bar(
        kind=kind,
        x=round(x, 1),
        y=0,
        width=round(room * (1 - _GAP) / 2, 1),
        height=value,
        said=f"{month_label(row.month)} : {value} {word}",
    )


def _scaled(bar: Bar, largest: float) -> Bar:
    """Zero at the foot, the largest value at the top."""
    height = round(HEIGHT * bar.height / largest, 1)
    return Bar(
        kind=bar.kind,
        x=bar.x,
        y=round(HEIGHT - height, 1),
        width=bar.width,
        height=height,
        said=bar.said,
    )
