"""What the commands say: durations that fit a column, and why something was not done."""

import datetime as dt

from shared.domain.repair import Hindrance

HINDRANCES: dict[Hindrance, str] = {
    Hindrance.UNKNOWN_DOSSIER: "no such dossier",
    Hindrance.CHANGED_MEANWHILE: "the dossier changed meanwhile: look again",
    Hindrance.NOT_PARKED: "this stage is not parked",
    Hindrance.NOT_IN_A_QUEUE: "this stage has no message: it is not open, or waits for a person",
    Hindrance.ENDED: "the request has ended: only its letters can be replayed",
    Hindrance.CLAIMED: "an agent holds the dossier: replay once it is released",
    Hindrance.IN_CORRECTION: "a correction is open: the comparison is made again after it",
}

_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


def short(span: dt.timedelta | None) -> str:
    """« 3 min »: the largest unit that fits; a dash when there is nothing to say."""
    if span is None:
        return "–"
    seconds = span.total_seconds()
    for unit, size in _UNITS:
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(0.0, seconds) * 1000:.0f} ms"


def figure(value: int | None) -> str:
    """A count; a dash where it is unknown, a dot where there is nothing to see."""
    return "–" if value is None else str(value or "·")


def rate(per_minute: float | None) -> str:
    """Dossiers a minute; a dash where no minute was watched yet."""
    if per_minute is None:
        return "–"
    return (
        "·"
        if per_minute == 0
        else f"{per_minute:.2g}/min"
        if per_minute < 10
        else (f"{per_minute:.0f}/min")
    )
