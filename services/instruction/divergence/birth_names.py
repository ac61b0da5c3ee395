"""Whether two birth names are one name. RULEBOOK N1, N3, N5, N6, N8, N10."""

from services.instruction.divergence.match import SAME, Cause, Match, State, different, doubtful
from services.instruction.divergence.names import (
    is_slip,
    spellings,
    without_particles,
    without_umlaut_e,
    words,
)


def compare_birth_names(left: str, right: str) -> Match:
    """Compare two birth names as typed."""
    left_spellings, right_spellings = spellings(left), spellings(right)
    if not left_spellings or not right_spellings:
        return Match(state=State.NOT_SUPPLIED)
    if left_spellings & right_spellings:
        return SAME
    core = without_particles(words(left))
    if core and core == without_particles(words(right)):
        return doubtful(Cause.PARTICLE_MISSING)
    if any(is_slip(one, other) for one in left_spellings for other in right_spellings):
        return different(Cause.TYPING_ERROR)
    return different()


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
    if match.state not in (State.SAME, State.NOT_SUPPLIED) and (
        {without_umlaut_e(text) for text in typed_spellings}
        & {without_umlaut_e(text) for text in read_spellings}
    ):
        return SAME
    return match
