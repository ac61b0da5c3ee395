"""Dates, delays and sizes as French people read them."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

#: Units of a delay, largest first: name, plural, seconds.
_UNITS = (
    ("jour", "jours", 86_400),
    ("heure", "heures", 3_600),
    ("minute", "minutes", 60),
    ("seconde", "secondes", 1),
)


def long_moment(moment: dt.datetime, seen_from: dt.datetime | None = None) -> str:
    """« lundi 23 novembre 2026 à 14 h 05 », Paris time; without the year the reader is in."""
    local = moment.astimezone(PARIS)
    own_year = seen_from is not None and seen_from.astimezone(PARIS).year == local.year
    return f"{long_date(local.date(), with_year=not own_year)} à {local.hour} h {local.minute:02d}"


def long_date(day: dt.date, *, with_year: bool = True) -> str:
    """« lundi 23 novembre 2026 », or without its year."""
    text = f"{_DAYS[day.weekday()]} {plain_date(day)}"
    return text if with_year else text.rpartition(" ")[0]


def plain_date(day: dt.date) -> str:
    """« 23 novembre 2026 », « 1er mars 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {_MONTHS[day.month - 1]} {day.year}"


def civil_date(text: str) -> str:
    """« 12 mars 2007 »; civil status may not know the day or the month (RULEBOOK N7)."""
    try:
        return plain_date(dt.date.fromisoformat(text))
    except ValueError:
        year = text[:4]
        return f"{year} (jour ou mois inconnu)" if text[4:].startswith("-") else text


def duration(seconds: float) -> str:
    """« 3 minutes », in the largest unit that fits at least once."""
    whole = max(0, round(seconds))
    for one, many, size in _UNITS:
        count = whole // size
        if count:
            return f"{count} {one if count == 1 else many}"
    return "moins d’une seconde"


def since(moment: dt.datetime, now: dt.datetime) -> str:
    """« il y a 3 minutes »."""
    return f"il y a {duration((now - moment).total_seconds())}"


def until(moment: dt.datetime, now: dt.datetime) -> str:
    """« dans 3 minutes », or « délai dépassé depuis 3 minutes »."""
    seconds = (moment - now).total_seconds()
    if seconds < 0:
        return f"délai dépassé depuis {duration(-seconds)}"
    return f"dans {duration(seconds)}"


FILTERS: dict[str, Callable[..., Any]] = {
    "long_moment": long_moment,
    "duration": duration,
    "since": since,
    "until": until,
}
