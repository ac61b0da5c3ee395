"""Dates as French documents write them, found strictly: a number of an invoice is no date."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Months in full and as abbreviated on bills, without accents.
MONTHS = {
    **{"janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3},
    **{"avril": 4, "avr": 4, "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "aout": 8},
    **{"septembre": 9, "sept": 9, "sep": 9, "octobre": 10, "oct": 10},
    **{"novembre": 11, "nov": 11, "decembre": 12, "dec": 12},
}

#: Years that a document shown to this service can bear.
FIRST_YEAR, LAST_YEAR = 1990, 2099

_UNACCENTED = str.maketrans("éèêûôàç", "eeeuoac")

#: 1er mars 2024, 12 déc. 2023, 3 MARS 2024; OCR reads the figure of "1er" as a letter.
_IN_LETTERS = re.compile(
    r"(?<![\d/.,-])(?P<day>[1lI]\s?(?:er|°)|\d{1,2})\s+(?P<month>[^\W\d_]{3,9})\.?\s+(?P<year>\d{4})"
    r"(?![\d/])",
    re.IGNORECASE,
)

#: 30/09/2016, 30.09.2016, 30 - 09 - 2016, 30/09/16; one separator throughout.
_IN_DIGITS = re.compile(
    r"(?<![\d/.,-])(?P<day>\d{1,2})\s?(?P<sign>[/.-])\s?(?P<month>\d{1,2})\s?(?P=sign)\s?"
    r"(?P<year>\d{4}|\d{2})(?![\d/]|[.,-]\d)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date and where it stands in its text."""

    day: dt.date
    start: int
    end: int


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Every date of a text, in order."""
    found = [*_mentions(_IN_LETTERS, text), *_mentions(_IN_DIGITS, text)]
    return tuple(sorted(found, key=lambda mention: mention.start))


def _mentions(pattern: re.Pattern[str], text: str) -> Iterator[DateMention]:
    for match in pattern.finditer(text):
        day = _date(match["day"], match["month"], match["year"])
        if day is not None:
            yield DateMention(day=day, start=match.start(), end=match.end())


def _date(day: str, month: str, year: str) -> dt.date | None:
    name = month.lower().translate(_UNACCENTED)
    number = int(name) if name.isdigit() else MONTHS.get(name, 0)
    whole_year = int(year) if len(year) == 4 else 2000 + int(year)
    if not FIRST_YEAR <= whole_year <= LAST_YEAR:
        return None
    try:
        return dt.date(whole_year, number, int(re.sub(r"\D", "", day) or 1))
    except ValueError:
        return None
