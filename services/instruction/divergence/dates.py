"""Whether two birth dates are one date. RULEBOOK N7: a day or month may be unknown (00)."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from services.instruction.divergence.match import SAME, Cause, Match, State, different, doubtful

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_UNKNOWN = "00"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date as civil status holds it, day and month possibly unknown."""

    year: str
    month: str
    day: str

    @property
    def typed(self) -> str:
        """The eight digits in the order in which they are typed."""
        return f"{self.day}{self.month}{self.year}"

    @property
    def shown(self) -> str:
        """As people write it."""
        return f"{self.day}/{self.month}/{self.year}"


def parse_date(text: str | None) -> PartialDate | None:
    """Read YYYY-MM-DD; None for anything else, an empty text included."""
    found = _ISO.fullmatch((text or "").strip())
    if found is None:
        return None
    return PartialDate(year=found[1], month=found[2], day=found[3])


def compare_dates(left: str, right: str) -> Match:
    """Compare two birth dates."""
    one, other = parse_date(left), parse_date(right)
    if one is None or other is None:
        missing = not left.strip() or not right.strip()
        return Match(state=State.NOT_SUPPLIED) if missing else doubtful(Cause.READING_DOUBT)
    if one == other:
        return SAME
    if _less_precise(one, other) or _less_precise(other, one):
        return doubtful(Cause.PARTIAL_DATE)
    return different(_slip(one, other))


def _less_precise(vague: PartialDate, full: PartialDate) -> bool:
    """True when what the vague date knows is what the full one says."""
    pairs = ((vague.month, full.month), (vague.day, full.day))
    return vague.year == full.year and all(ours in (_UNKNOWN, theirs) for ours, theirs in pairs)


def _slip(one: PartialDate, other: PartialDate) -> Cause:
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return Cause.DAY_MONTH_SWAPPED
    if one.typed[:4] == other.typed[:4] and one.year[2:] == other.year[2:]:
        return Cause.CENTURY
    if OSA.distance(one.typed, other.typed, score_cutoff=1) == 1:
        # same length, so one edit is a changed digit unless the digits are the same ones
        swapped = sorted(one.typed) == sorted(other.typed)
        return Cause.DIGITS_SWAPPED if swapped else Cause.TYPING_ERROR
    return Cause.UNEXPLAINED
