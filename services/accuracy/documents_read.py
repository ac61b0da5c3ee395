"""One identity document read and held against its truth; counts of many make a row."""

import resource
import statistics
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from services.accuracy.tables import Cell
from services.imagecheck.attestation.papers import plain
from shared.domain.findings import IdentityReading
from shared.errors import CheckTimedOut

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneTruth:
    """What stands on an identity document."""

    lines: tuple[str, ...]
    #: Year, month and day in six figures, as the zone has them; None where it has none.
    birth: str | None
    number: str | None
    #: Strings of the printed side, by their names in a reading; none where they are not known.
    printed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneScore:
    """How one document was read."""

    exact: bool
    #: None for a document that has none.
    birth: bool | None
    number: bool | None
    verified: bool
    #: Verified, and a letter of the zone is wrong all the same.
    wrongly_verified: bool
    #: Printed strings, and those of them that were read from the print itself.
    strings: int
    strings_read: int
    seconds: float


#: Columns of a table of zones, beside its first one.
ZONE_COLUMNS = (
    "documents",
    "exact zone",
    "birth date",
    "number",
    "verified",
    "verified but wrong",
    "printed strings read",
    "median CPU s",
)


#: Times that a document is given to the reader.
ATTEMPTS = 4


def timed(work: Callable[[bytes], Answer], data: bytes) -> tuple[Answer, float]:
    """The answer and its seconds of processor time, those of started programs included.

    Asked again where a busy machine let the reader's time pass: that says nothing of the document.
    """
    for _ in range(ATTEMPTS - 1):
        with suppress(CheckTimedOut):
            return _measured(work, data)
    return _measured(work, data)


def _measured(work: Callable[[bytes], Answer], data: bytes) -> tuple[Answer, float]:
    began = _cpu()
    answer = work(data)
    return answer, _cpu() - began


def _cpu() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def score_zone(reading: IdentityReading, truth: ZoneTruth, seconds: float) -> ZoneScore:
    """Hold a reading against the truth."""
    lines = reading.mrz.lines if reading.mrz else ()
    exact = lines == truth.lines
    verified = bool(reading.mrz and reading.mrz.verified)
    return ZoneScore(
        exact=exact,
        birth=None if truth.birth is None else _six_figures(reading.birth_date) == truth.birth,
        number=None
        if truth.number is None
        else _bare(reading.document_number or "") == _bare(truth.number),
        verified=verified,
        wrongly_verified=verified and not exact,
        strings=len(truth.printed),
        strings_read=sum(is_printed(reading, name, value) for name, value in truth.printed.items()),
        seconds=seconds,
    )


def is_printed(reading: IdentityReading, name: str, value: str) -> bool:
    """True when the printed side gave this very string; accents and spaces do not count."""
    if name == "address":
        return plain(value) == plain(" ".join(reading.address))
    found = [one.value for one in reading.sources if one.name == name and one.source != "mrz"]
    return plain(value) in {plain(text) for text in found}


def zone_row(scores: Sequence[ZoneScore]) -> tuple[Cell, ...]:
    """In the order of ZONE_COLUMNS."""
    count = len(scores)
    return (
        count,
        _share(sum(score.exact for score in scores), count),
        share(score.birth for score in scores if score.birth is not None),
        share(score.number for score in scores if score.number is not None),
        sum(score.verified for score in scores),
        sum(score.wrongly_verified for score in scores),
        _share(sum(score.strings_read for score in scores), sum(score.strings for score in scores)),
        median_seconds(score.seconds for score in scores),
    )


def median_seconds(seconds: Iterable[float]) -> float | None:
    """The median; None of nothing."""
    values = list(seconds)
    return round(statistics.median(values), 2) if values else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def share(answers: Iterable[bool]) -> float | None:
    """Share of the right ones; None of nothing."""
    values = list(answers)
    return _share(sum(values), len(values))


def _six_figures(birth_date: str | None) -> str:
    """1961-06-22 as the zone has it; what civil status does not know is filled."""
    return (birth_date or "").replace("-", "")[2:]


def _bare(number: str) -> str:
    return number.replace(" ", "").rstrip("<")
