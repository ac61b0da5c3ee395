"""Check digits of machine-readable zones: ICAO Doc 9303 part 3, weights 7-3-1 modulo 10."""

from itertools import cycle

FILLER = "<"

WEIGHTS = (7, 3, 1)


def character_value(character: str) -> int:
    """0-9 count for themselves, A-Z for 10 to 35, the filler for nothing."""
    if character == FILLER:
        return 0
    if not character.isascii() or not character.isalnum() or character.islower():
        raise ValueError("not a character of a machine-readable zone")
    return int(character, 36)


def check_digit(text: str) -> str:
    """The digit that protects `text`."""
    weighted = zip(text, cycle(WEIGHTS), strict=False)
    return str(sum(character_value(character) * weight for character, weight in weighted) % 10)


def digit_holds(text: str, digit: str) -> bool:
    """True when `digit` protects `text`; a filler stands for 0 over an empty field only."""
    if digit == FILLER:
        return not text.strip(FILLER)
    return digit == check_digit(text)
