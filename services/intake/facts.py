"""Ages, from birth dates of which civil status may not know the day or the month."""

import calendar
import datetime as dt
import re

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")

#: Full age in France (article 414 of the Code civil).
FULL_AGE = 18


def latest_birth_date(text: str | None) -> dt.date | None:
    """The last day that a birth date allows; None when it is no date.

    "00" stands for an unknown day or month (RULEBOOK N7). The last day makes the person as
    young as can be, so that a minor is never taken for an adult. [D]
    """
    found = _ISO.fullmatch(text or "")
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        if month == 0:
            return dt.date(year, 12, 31) if day == 0 else None
        return dt.date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:  # calendar.IllegalMonthError is one
        return None


def earliest_birth_date(text: str | None) -> dt.date | None:
    """The first day that a birth date allows; None when it is no date."""
    latest = latest_birth_date(text)
    if latest is None or text is None:
        return None
    month, day = (int(part) for part in text.split("-")[1:])
    return latest.replace(month=month or 1, day=day or 1)


def age_on(birth_date: str | None, day: dt.date) -> int | None:
    """Full years on a day, counted from the last birth date possible; None without a date."""
    born = latest_birth_date(birth_date)
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_minor(birth_date: str | None, day: dt.date) -> bool:
    """True for a person who may still be under age; False when the age is not known."""
    age = age_on(birth_date, day)
    return age is not None and age < FULL_AGE
