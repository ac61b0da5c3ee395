"""Whether two lists of given names fit one person. RULEBOOK N4, N6, N8, N10.

"Jean Pierre" may be one given name or two; only a hyphen or a comma says which, and machine-
readable zones have neither.
"""

import itertools
from functools import lru_cache

from services.instruction.divergence.given_words import (
    GivenNames,
    Words,
    first_lengths,
    flat,
    is_compound,
    joined,
    one_slip,
    split,
    starts,
    within,
)
from services.instruction.divergence.match import SAME, Cause, Match, State, different, doubtful
from services.instruction.divergence.names import KEPT, without_umlaut_e

#: Letters of a first given name that a full zone must show to stand for the whole. [D]: with
#: fewer, MARIE and MAXIME begin alike.
SHORTEST_START = 3


@lru_cache(KEPT)
def compare_given_names(left: GivenNames, right: GivenNames) -> Match:
    """Compare under every spelling of Ä, Ö, Ü, Å, Ø and Ñ; the kinder answer counts."""
    compound = (is_compound(left), is_compound(right))
    pairs = itertools.product(split(left), split(right))
    return min((_compare(*pair, compound) for pair in pairs), key=lambda match: match.gravity)


@lru_cache(KEPT)
def compare_with_mrz_given_names(typed: GivenNames, read: GivenNames, *, cut: bool) -> Match:
    """Compare typed given names with those of a machine-readable zone that may be full."""
    match = compare_given_names(typed, read)
    if match.state is State.NOT_SUPPLIED:
        return match
    missing = match.cause is Cause.LATER_GIVEN_NAME_MISSING
    if cut and (match.state is not State.SAME or missing):
        return _cut_match(typed, read) or match
    if match.state is State.SAME:
        return match
    bare = _compare(split(typed)[0], _bare(split(read)[0]), (is_compound(typed), False))
    return bare if bare.state is State.SAME else match


def _cut_match(typed: GivenNames, read: GivenNames) -> Match | None:
    """The match of names that go on beyond their zone; None where they do not begin alike."""
    start = split(read)[0]
    for whole in split(typed):
        if starts(whole, start) and joined(whole) != joined(start):
            shown = min(len(joined(start)), len(joined(whole[:1])))
            enough = shown >= min(SHORTEST_START, len(joined(whole[:1])))
            state = State.SAME if enough else State.DOUBTFUL
            return Match(state=state, cause=Cause.TRUNCATED_IN_MRZ)
    return None


def _bare(names: Words) -> Words:
    return tuple(tuple(without_umlaut_e(word) for word in parts) for parts in names)


def first_readings(names: GivenNames) -> frozenset[str]:
    """Every text that may be the first given name, folded and without separators."""
    return frozenset(first_lengths(split(names)[0], compound=is_compound(names)))


def _compare(left: Words, right: Words, compound: tuple[bool, bool]) -> Match:
    if not left or not right:
        return Match(state=State.NOT_SUPPLIED)
    if joined(left) == joined(right):
        return SAME
    ours = first_lengths(left, compound=compound[0])
    theirs = first_lengths(right, compound=compound[1])
    shared = ours.keys() & theirs.keys()
    if not shared:
        return _explain(left, right, compound)
    first = max(shared, key=len)
    later = (flat(left)[ours[first] :], flat(right)[theirs[first] :])
    if within(*later) or within(*reversed(later)):
        return Match(state=State.SAME, cause=Cause.LATER_GIVEN_NAME_MISSING)
    return _compare_later(*later)


def _compare_later(left: tuple[str, ...], right: tuple[str, ...]) -> Match:
    """The first given name agrees, none of the others is merely missing."""
    if one_slip(left, right):
        return different(Cause.TYPING_ERROR)
    if sorted(left) == sorted(right):
        return doubtful(Cause.GIVEN_NAMES_ORDER)
    return doubtful(Cause.LATER_GIVEN_NAME_DIFFERENT)


def _explain(left: Words, right: Words, compound: tuple[bool, bool]) -> Match:
    """The first given names differ under every reading: why?"""
    ours, theirs = flat(left), flat(right)
    if sorted(ours) == sorted(theirs):
        return different(Cause.GIVEN_NAMES_ORDER)
    if one_slip(ours, theirs):
        return different(Cause.TYPING_ERROR)
    if ours[0] == theirs[0] and not all(compound):
        return doubtful(Cause.LATER_GIVEN_NAME_DIFFERENT)
    return different()
