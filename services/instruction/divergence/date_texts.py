"""A birth date read from any text that sources write it in."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from services.instruction.divergence.names import KEPT
from shared.domain.civil_identity import fold

UNKNOWN = "00"

#: French months by their first letters, as many as tell them apart.
_MONTHS = (
    *("JANV", "FEV", "MARS", "AVR", "MAI", "JUIN", "JUIL", "AOUT", "SEPT", "OCT", "NOV", "DEC"),
)
#: How unknown digits are written: Doc 9303 puts fillers, forms X or a dash.
_UNKNOWN_MARKS = str.maketrans({"<": "0", "X": "0", "x": "0", "_": "0", "?": "0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date as civil status holds it, day and month possibly unknown."""

    year: str
    month: str
    day: str
    #: True when the source writes two digits of the year, as machine-readable zones do.
    short: bool = False

    @property
    def typed(self) -> str:
        """The digits in the order in which they are typed."""
        return f"{self.day}{self.month}{self.year}"

    @property
    def shown(self) -> str:
        """As people write it."""
        return f"{self.day}/{self.month}/{self.year}"

    def shortened(self) -> "PartialDate":
        """The same with two digits of the year."""
        return replace(self, year=self.year[-2:], short=True)


def _year_first(found: re.Match[str]) -> PartialDate:
    return PartialDate(year=found[1], month=_two(found[2]), day=_two(found[3]))


def _day_first(found: re.Match[str]) -> PartialDate:
    return PartialDate(year=found[3], month=_two(found[2]), day=_two(found[1]))


def _month_first(found: re.Match[str]) -> PartialDate:
    return PartialDate(year=found[2], month=_two(found[1]), day=UNKNOWN)


def _short(found: re.Match[str]) -> PartialDate:
    return PartialDate(year=found[1], month=found[2], day=found[3], short=True)


def _two(digits: str | None) -> str:
    return (digits or UNKNOWN).zfill(2)


_SEPARATOR = r"\s*[-/. ]\s*"
#: Every writing that sources use: ISO 8601, French forms, the 2D-Doc (RULEBOOK 10, field 69), and
#: a machine-readable zone's own six digits.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], PartialDate]], ...] = (
    (re.compile(rf"(\d{{4}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{1,2}})(?:T.*)?"), _year_first),
    (re.compile(rf"(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{4}})"), _day_first),
    (re.compile(r"(\d{2})(\d{2})(\d{4})"), _day_first),
    (re.compile(r"(\d{2})(\d{2})(\d{2})"), _short),
    (re.compile(rf"(\d{{4}})(?:{_SEPARATOR}(\d{{1,2}}))?()"), _year_first),
    (re.compile(rf"(\d{{1,2}}){_SEPARATOR}(\d{{4}})"), _month_first),
)


@lru_cache(KEPT)
def parse_date(text: str | None) -> PartialDate | None:
    """Read a date; None for a text that is none, an empty one included."""
    plain = (text or "").strip()
    if not plain.isascii():
        plain = fold(plain)
    plain = _with_month_number(plain.replace("--", "00").translate(_UNKNOWN_MARKS))
    for form, read in _FORMS:
        found = form.fullmatch(plain)
        if found is not None:
            return read(found)
    return None


def _with_month_number(text: str) -> str:
    """« 12 mars 2006 » becomes 12 3 2006."""
    found = re.fullmatch(r"(?:(\d{1,2})(?:0?ER|er)?\s+)?([^\W\d_]+)\.?\s+(\d{4})", text)
    if found is None:
        return text
    month = fold(found[2])
    numbers = [number for number, start in enumerate(_MONTHS, 1) if month.startswith(start)]
    return f"{found[1] or UNKNOWN} {numbers[0]} {found[3]}" if numbers else text
