"""How far the reading of a document speaks against what people typed. OCR is never their fault."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from services.instruction.divergence.match import Cause, Match, State, doubtful
from services.instruction.divergence.sources import DocumentFacts, Part, Trust
from shared.domain.civil_identity import fold

#: Letters and digits that readers take for one another: RULEBOOK N10 names the first five pairs;
#: the others are look-alikes of OCR-B and of print. [D]
_ALIKE = ("0OQDU", "1ILTJ", "8B3", "5S6G", "2Z7", "6GC", "VUYW", "HNMK", "EF", "PR", "4A", "CGEO")
_PAIRS = frozenset(
    frozenset(pair) for row in _ALIKE for pair in ((a, b) for a in row for b in row if a != b)
)
#: Digits that print confuses; check digits keep a machine-readable zone from it.
_DIGITS_ALIKE = frozenset(frozenset(pair) for pair in ("08", "38", "17", "56", "68", "06", "49"))
#: What readers write for a sign that they could not tell.
_ILLEGIBLE = re.compile("[?*#_\ufffd]")
#: Two strokes read as one letter, and the reverse.
_MERGED = (("RN", "M"), ("VV", "W"), ("CL", "D"), ("LI", "U"), ("IN", "M"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one part of a document says of a field, beside what was typed."""

    document: DocumentFacts
    #: The field as typed and as read.
    typed: str
    read: str
    #: The reading beside the request and beside the account; None where one is silent.
    declared: Match
    account: Match | None
    trust: Trust
    is_date: bool = False


def weigh(said: Sequence[Said], *, typed_agree: bool) -> Match | None:
    """What the parts of the document together say of the declared field; None for nothing."""
    if not said:
        return None
    agreeing = [one for one in said if one.declared.state is State.SAME]
    sure = any(one.trust is not Trust.DOUBTED for one in agreeing)
    against = [
        one
        for one in said
        # a reading that nothing confirms is outweighed by one that something does
        if one.declared.state is not State.SAME and not (sure and one.trust is Trust.DOUBTED)
    ]
    if not against:
        return next((one.declared for one in agreeing if one.declared.cause), agreeing[0].declared)
    if agreeing:
        # parts of one document cannot differ: one of them was misread
        return doubtful(Cause.READING_DOUBT)
    confirmed = len(against) > 1 and _agree(against)
    matches = [_weigh_one(one, confirmed=confirmed, typed_agree=typed_agree) for one in against]
    return max(matches, key=lambda match: (match.gravity, match.cause is not Cause.UNEXPLAINED))


def _agree(said: Sequence[Said]) -> bool:
    """True when every part gives one text: two misreadings alike are not to be expected."""
    return len({fold(one.read).replace(" ", "") for one in said}) == 1


def _weigh_one(one: Said, *, confirmed: bool, typed_agree: bool) -> Match:
    """A difference counts only as far as the reading can be trusted.

    Names are outside the check digits (findings/ocr.md), and a machine-readable zone writes
    two digits of the year. An account that says the same as the document confirms the reading.
    """
    match = one.declared
    if match.state is not State.DIFFERENT:
        # a start too short to tell by itself agrees with whom the account agrees
        short = typed_agree and match.cause is Cause.TRUNCATED_IN_MRZ
        return replace(match, state=State.SAME) if short else match
    if one.account is not None and one.account.state is State.SAME:
        return match
    if match.cause is Cause.CENTURY and one.document.part is Part.MRZ:
        return doubtful(Cause.CENTURY)
    if one.trust is Trust.DOUBTED:
        return replace(match, state=State.DOUBTFUL, cause=Cause.READING_DOUBT)
    if confirmed or one.trust is Trust.CONFIRMED:
        return match
    slip_of_reading = typed_agree and match.cause is Cause.TYPING_ERROR and _one_sign(one)
    return doubtful(Cause.READING_DOUBT) if slip_of_reading or _misread(one) else match


def _one_sign(one: Said) -> bool:
    """One sign mistaken, missed or made up: readers do that, people also swap. Two typed sources
    that agree are likelier right than one reading."""
    typed, read = _bare(one.typed), _bare(one.read)
    return sorted(typed) != sorted(read)


def _misread(one: Said) -> bool:
    """True when look-alikes explain every difference."""
    if _ILLEGIBLE.search(one.read):
        return True
    typed, read = _bare(one.typed), _bare(one.read)
    pairs = _unlike(typed, read)
    if one.is_date:
        visual = one.document.part is Part.VISUAL_ZONE
        return visual and pairs is not None and len(pairs) == 1 and pairs <= _DIGITS_ALIKE
    if pairs is not None:
        return all(pair in _PAIRS or any(sign.isdigit() for sign in pair) for pair in pairs)
    merged = ((typed.replace(two, sign, 1), typed.replace(sign, two, 1)) for two, sign in _MERGED)
    return any(read in texts for texts in merged)


def _unlike(typed: str, read: str) -> frozenset[frozenset[str]] | None:
    """The pairs of signs that differ; None for texts of two lengths."""
    if len(typed) != len(read) or OSA.distance(typed, read) * 2 > len(typed):
        return None
    return frozenset(
        frozenset(pair) for pair in zip(typed, read, strict=True) if pair[0] != pair[1]
    )


def _bare(text: str) -> str:
    return fold(text).replace(" ", "")
