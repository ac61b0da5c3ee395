"""Whether two birth dates are one date. RULEBOOK N7: a day or month may be unknown (00)."""

from services.instruction.divergence.date_texts import UNKNOWN, PartialDate, parse_date
from services.instruction.divergence.match import SAME, Cause, Match, State, different, doubtful

__all__ = ["PartialDate", "compare_dates", "parse_date"]


def compare_dates(left: str, right: str) -> Match:
    """Compare two birth dates."""
    one, other = parse_date(left), parse_date(right)
    if _is_empty(left, one) or _is_empty(right, other):
        return Match(state=State.NOT_SUPPLIED)
    if one is None or other is None:
        same = " ".join(left.split()) == " ".join(right.split())
        return SAME if same else doubtful(Cause.READING_DOUBT)
    if one.short or other.short:
        one, other = one.shortened(), other.shortened()
    if one == other:
        return SAME
    if _less_precise(one, other) or _less_precise(other, one):
        return doubtful(Cause.PARTIAL_DATE)
    return different(_slip(one, other))


def _is_empty(text: str, date: PartialDate | None) -> bool:
    """Nothing, or a form filled with zeros."""
    return not text.strip() or (date is not None and not date.typed.strip("0"))


def _less_precise(vague: PartialDate, full: PartialDate) -> bool:
    """True when what the vague date knows is what the full one says."""
    pairs = ((vague.month, full.month), (vague.day, full.day))
    return vague.year == full.year and all(ours in (UNKNOWN, theirs) for ours, theirs in pairs)


def _slip(one: PartialDate, other: PartialDate) -> Cause:
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return Cause.DAY_MONTH_SWAPPED
    if one.typed[:4] == other.typed[:4] and one.year[2:] == other.year[2:]:
        return Cause.CENTURY
    unlike = [pair for pair in zip(one.typed, other.typed, strict=False) if pair[0] != pair[1]]
    if len(unlike) == 1:
        return Cause.TYPING_ERROR
    if len(unlike) == 2 and unlike[0] == unlike[1][::-1]:
        return Cause.DIGITS_SWAPPED
    return Cause.UNEXPLAINED
