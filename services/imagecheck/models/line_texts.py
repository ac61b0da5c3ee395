"""Invented lines of machine-readable zones, the text side of the model's training material."""

import random
import string

LETTERS = string.ascii_uppercase
DIGITS = string.digits
FILLER = "<"

#: Letters of document numbers: most authorities leave out those that look like digits.
PLAIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"

#: States whose codes open most documents met at a French counter; the rest is drawn at random.
STATES = ("FRA", "FRA", "FRA", "UTO", "D<<", "ITA", "ESP", "PRT", "BEL", "POL", "ROU", "GBR")


def invented_line(rng: random.Random) -> str:
    """One line of 30, 36 or 44 characters, of a kind drawn at random."""
    kind = rng.choices((_names, _numbers, _old_card, _noise), weights=(35, 35, 12, 18))[0]
    return kind(rng)


def _pick(rng: random.Random, alphabet: str, low: int, high: int) -> str:
    return "".join(rng.choices(alphabet, k=rng.randint(low, high)))


def _state(rng: random.Random) -> str:
    return rng.choice(STATES) if rng.random() < 0.7 else _pick(rng, LETTERS, 3, 3)


def _word(rng: random.Random) -> str:
    """A word that alternates vowels and consonants often enough to look like a name."""
    if rng.random() < 0.3:
        return _pick(rng, LETTERS, 2, 12)
    pairs = rng.randint(1, 5)
    return "".join(
        rng.choice("BCDFGHJKLMNPQRSTVWXZ") + rng.choice("AEIOUYEEAI") for _ in range(pairs)
    ) + rng.choice(["", "N", "R", "S", "T", "L"])


def _fit(text: str, width: int) -> str:
    return text[:width].ljust(width, FILLER)


def _name_field(rng: random.Random) -> str:
    surname = FILLER.join(_word(rng) for _ in range(rng.choice((1, 1, 1, 2))))
    given = FILLER.join(_word(rng) for _ in range(rng.choice((1, 1, 2, 3))))
    return f"{surname}<<{given}"


def _names(rng: random.Random) -> str:
    width = rng.choice((30, 36, 44))
    if width == 30:
        return _fit(_name_field(rng), width)
    opening = rng.choice(("P<", "P<", "PP", "V<", "I<", "ID", "C<")) + _state(rng)
    return _fit(opening + _name_field(rng), width)


def _document_number(rng: random.Random) -> str:
    """As authorities write them: rarely O or I, often a run of zeros."""
    if rng.random() < 0.15:
        return _pick(rng, DIGITS + LETTERS, 6, 9)
    opening = _pick(rng, PLAIN_LETTERS, 0, 3)
    zeros = "0" * rng.choice((0, 0, 0, 1, 2, 4, 6))
    closing = _pick(rng, rng.choice((DIGITS, DIGITS, DIGITS + PLAIN_LETTERS)), 0, 9)
    return (opening + zeros + closing)[:9] or "0"


def _numbers(rng: random.Random) -> str:
    number = _fit(_document_number(rng), 9) + rng.choice(DIGITS)
    dates = _pick(rng, DIGITS, 7, 7) + rng.choice("FMMF<") + _pick(rng, DIGITS, 7, 7)
    extra = rng.choice(("", "", _document_number(rng), _pick(rng, DIGITS + "<", 1, 14)))
    shape = rng.randrange(4)
    if shape == 0:
        return _fit(number + _state(rng) + dates + extra, 42) + _pick(rng, DIGITS, 2, 2)
    if shape == 1:
        return _fit(number + _state(rng) + dates, 35) + rng.choice(DIGITS)
    if shape == 2:
        return _fit(rng.choice(("ID", "I<", "IR", "C<")) + _state(rng) + number + extra, 30)
    return _fit(dates + _state(rng), 29) + rng.choice(DIGITS)


def _old_card(rng: random.Random) -> str:
    """The pre-2021 French card and the French licence (RULEBOOK N9)."""
    shape = rng.randrange(3)
    if shape == 0:
        return _fit(_fit("IDFRA" + _word(rng), 30) + _pick(rng, DIGITS, 0, 6), 36)
    if shape == 1:
        given = _fit(_word(rng) + "<<" + _word(rng), 14)
        return _pick(rng, DIGITS, 13, 13) + given + _pick(rng, DIGITS, 7, 7) + "F" + _digit(rng)
    number = _pick(rng, DIGITS, 2, 2) + _pick(rng, LETTERS, 2, 2) + _pick(rng, DIGITS, 6, 6)
    return _fit("D1FRA" + number + _pick(rng, DIGITS, 6, 6) + _word(rng), 29) + _digit(rng)


def _digit(rng: random.Random) -> str:
    return rng.choice(DIGITS)


def _noise(rng: random.Random) -> str:
    """No language at all, so that the model reads shapes and not words."""
    width = rng.choice((30, 36, 44))
    runs = ""
    while len(runs) < width:
        runs += rng.choice((_pick(rng, LETTERS + DIGITS, 1, 9), FILLER * rng.randint(1, 12)))
    return runs[:width]
