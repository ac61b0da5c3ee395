"""Whether two lists of given names fit one person. RULEBOOK N4, N6, N8, N10.

"Jean Pierre" may be one given name or two; only a hyphen or a comma says which, and machine-
readable zones have neither.
"""

import itertools
from collections.abc import Callable

from services.instruction.divergence.match import SAME, Cause, Match, State, different, doubtful
from services.instruction.divergence.names import fold, fold_as_mrz, is_slip

GivenNames = tuple[str, ...]
_Fold = Callable[[str], str]
#: Words of every given name, in order.
_Words = tuple[tuple[str, ...], ...]

_HYPHENS = ("-", "\u2010", "\u2011", "\u2012", "\u2013")


def compare_given_names(left: GivenNames, right: GivenNames) -> Match:
    """Compare under both spellings of Ä, Ö, Ü, Å and Ø; the kinder answer counts."""
    folds: tuple[_Fold, ...] = (fold, fold_as_mrz)
    answers = (
        _compare(_split(left, one), _split(right, other), (_compound(left), _compound(right)))
        for one, other in itertools.product(folds, folds)
    )
    return min(answers, key=lambda match: match.gravity)


def compare_with_mrz_given_names(typed: GivenNames, read: GivenNames, *, cut: bool) -> Match:
    """Compare typed given names with those of a machine-readable zone that may be full."""
    match = compare_given_names(typed, read)
    if not cut or match.state in (State.SAME, State.NOT_SUPPLIED):
        return match
    start = _split(read, fold)
    for spell in (fold, fold_as_mrz):
        whole = _split(typed, spell)
        if _starts(whole, start):
            first_is_whole = len(_joined(start)) >= len(_joined(whole[:1]))
            state = State.SAME if first_is_whole else State.DOUBTFUL
            return Match(state=state, cause=Cause.TRUNCATED_IN_MRZ)
    return match


def _starts(whole: _Words, start: _Words) -> bool:
    """True when the zone holds the start of the names, or each later one cut to its start."""
    if _joined(whole).startswith(_joined(start)):
        return True
    long, short = _flat(whole), _flat(start)
    return (
        long[:1] == short[:1]
        and len(short) <= len(long)
        and all(name.startswith(begun) for name, begun in zip(long, short, strict=False))
    )


def first_readings(names: GivenNames) -> frozenset[str]:
    """Every text that may be the first given name, folded and without separators."""
    return frozenset(_first_readings(_split(names, fold), compound=_compound(names)))


def _split(names: GivenNames, spell: _Fold) -> _Words:
    """Folded words, one tuple a given name; a comma separates given names (RULEBOOK N4)."""
    singles = itertools.chain.from_iterable(name.split(",") for name in names)
    return tuple(parts for single in singles if (parts := tuple(spell(single).split())))


def _compound(names: GivenNames) -> bool:
    """True when the first given name is written with a hyphen: it is one, beyond doubt."""
    first = names[0].split(",")[0].strip() if names else ""
    return any(hyphen in first for hyphen in _HYPHENS)


def _joined(parts: _Words) -> str:
    return "".join(_flat(parts))


def _first_readings(parts: _Words, *, compound: bool) -> dict[str, int]:
    """What may be the first given name, and of how many words it then is."""
    flat = _flat(parts)
    counts = [len(parts[0])] if compound and parts else range(1, len(flat) + 1)
    return {"".join(flat[:count]): count for count in counts}


def _flat(parts: _Words) -> tuple[str, ...]:
    return tuple(itertools.chain.from_iterable(parts))


def _compare(left: _Words, right: _Words, compound: tuple[bool, bool]) -> Match:
    if not left or not right:
        return Match(state=State.NOT_SUPPLIED)
    if _joined(left) == _joined(right):
        return SAME
    ours = _first_readings(left, compound=compound[0])
    theirs = _first_readings(right, compound=compound[1])
    shared = ours.keys() & theirs.keys()
    if not shared:
        return _explain(left, right)
    first = max(shared, key=len)
    later = (_flat(left)[ours[first] :], _flat(right)[theirs[first] :])
    if _within(*later) or _within(*reversed(later)):
        return Match(state=State.SAME, cause=Cause.LATER_GIVEN_NAME_MISSING)
    return doubtful(Cause.LATER_GIVEN_NAME_DIFFERENT)


def _within(some: tuple[str, ...], more: tuple[str, ...]) -> bool:
    """True when `some` is `more` with words left out."""
    rest = iter(more)
    return all(word in rest for word in some)


def _explain(left: _Words, right: _Words) -> Match:
    ours, theirs = _flat(left), _flat(right)
    if sorted(ours) == sorted(theirs):
        return different(Cause.GIVEN_NAMES_ORDER)
    if ours[0] == theirs[0]:
        return doubtful(Cause.LATER_GIVEN_NAME_DIFFERENT)
    if is_slip("".join(left[0]), "".join(right[0])) or is_slip(ours[0], theirs[0]):
        return different(Cause.TYPING_ERROR)
    return different()
