"""Whether two surnames are one name. RULEBOOK N1, N3, N5, N6, N8, N10."""

from functools import lru_cache

from services.instruction.divergence.match import SAME, Cause, Match, State, different, doubtful
from services.instruction.divergence.names import (
    KEPT,
    cores,
    is_slip,
    spellings,
    without_double_a,
    without_umlaut_e,
    words,
)


@lru_cache(KEPT)
def compare_birth_names(left: str, right: str) -> Match:
    """Compare two names as typed."""
    left_spellings, right_spellings = spellings(left), spellings(right)
    if not left_spellings or not right_spellings:
        return Match(state=State.NOT_SUPPLIED)
    if left_spellings & right_spellings:
        return SAME
    slip = is_slip(left.lower(), right.lower()) or any(
        is_slip(one, other) for one in left_spellings for other in right_spellings
    )
    as_many = len(words(left)) == len(words(right))
    if cores(words(left)) & cores(words(right)) and not (slip and as_many):
        return doubtful(Cause.PARTICLE_MISSING)
    if _bare(left_spellings) & _bare(right_spellings):
        return doubtful(Cause.SPELLING_VARIANT)
    return different(Cause.TYPING_ERROR if slip else Cause.UNEXPLAINED)


def _bare(written: frozenset[str]) -> frozenset[str]:
    """The spellings with what may stand for a foreign letter made one."""
    return frozenset(without_double_a(without_umlaut_e(text)) for text in written)


@lru_cache(KEPT)
def compare_with_mrz_name(typed: str, read: str, *, cut: bool) -> Match:
    """Compare a typed birth name with the one of a machine-readable zone.

    `cut` says that the zone was full, so that the name read may be the start of a longer one.
    """
    typed_spellings, read_spellings = spellings(typed), spellings(read)
    if cut and any(
        whole.startswith(start) and whole != start
        for whole in typed_spellings
        for start in read_spellings
    ):
        return Match(state=State.SAME, cause=Cause.TRUNCATED_IN_MRZ)
    match = compare_birth_names(typed, read)
    # the zone spells out, never the other way round
    bare = {without_umlaut_e(text) for text in read_spellings}
    if match.state not in (State.SAME, State.NOT_SUPPLIED) and typed_spellings & bare:
        return SAME
    return match
