"""Given names as words: where they part, which of them may be the first, how they begin."""

import itertools

from services.instruction.divergence.names import folds, is_slip

GivenNames = tuple[str, ...]
#: Words of every given name, in order.
Words = tuple[tuple[str, ...], ...]

#: RULEBOOK N4: civil status parts given names with commas, the 2D-Doc with slashes.
_COMMAS = str.maketrans({"/": ",", ";": ","})
_HYPHENS = ("-", "\u2010", "\u2011", "\u2012", "\u2013")


def split(names: GivenNames) -> tuple[Words, ...]:
    """The words under each spelling, the plain fold first."""
    singles = [part for name in names for part in name.translate(_COMMAS).split(",")]
    spelled = [folds(single) for single in singles]
    count = max((len(texts) for texts in spelled), default=1)
    every = tuple(
        _words([texts[min(place, len(texts) - 1)] for texts in spelled]) for place in range(count)
    )
    return tuple(dict.fromkeys(every))


def _words(texts: list[str]) -> Words:
    return tuple(parts for text in texts if (parts := tuple(text.split())))


def is_compound(names: GivenNames) -> bool:
    """True when the first given name is written with a hyphen: it is one, beyond doubt."""
    first = names[0].translate(_COMMAS).split(",")[0].strip() if names else ""
    return any(hyphen in first for hyphen in _HYPHENS)


def flat(parts: Words) -> tuple[str, ...]:
    """Every word in order."""
    return tuple(itertools.chain.from_iterable(parts))


def joined(parts: Words) -> str:
    """All letters, without separators."""
    return "".join(flat(parts))


def first_lengths(parts: Words, *, compound: bool) -> dict[str, int]:
    """What may be the first given name, and of how many words it then is."""
    every = flat(parts)
    counts = [len(parts[0])] if compound and parts else range(1, len(every) + 1)
    return {"".join(every[:count]): count for count in counts}


def starts(whole: Words, start: Words) -> bool:
    """True when the zone holds the start of the names, or each later one cut to its start."""
    if joined(whole).startswith(joined(start)):
        return True
    long, short = flat(whole), flat(start)
    return (
        long[:1] == short[:1]
        and len(short) <= len(long)
        and all(name.startswith(begun) for name, begun in zip(long, short, strict=False))
    )


def within(some: tuple[str, ...], more: tuple[str, ...]) -> bool:
    """True when `some` is `more` with words left out."""
    rest = iter(more)
    return all(word in rest for word in some)


def one_slip(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """True when one slip, wherever it is, parts the names that both lists have."""
    if is_slip("".join(left), "".join(right)):
        return True
    unlike = [pair for pair in zip(left, right, strict=False) if pair[0] != pair[1]]
    return len(unlike) == 1 and is_slip(*unlike[0])
