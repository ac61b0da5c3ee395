"""Repairs that a layout dictates or a check digit decides; nothing else is changed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from services.imagecheck.identity.check_digits import FILLER
from services.imagecheck.identity.mrz_checks import Fitted, failed_checks
from services.imagecheck.identity.mrz_layouts import Layout

#: Look-alikes of OCR-B (RULEBOOK N10 [D]): what a digit column makes of a letter.
AS_DIGIT = {
    "O": "0",
    "Q": "0",
    "D": "0",
    "I": "1",
    "L": "1",
    "Z": "2",
    "S": "5",
    "G": "6",
    "B": "8",
}

#: What a letter column makes of a digit.
AS_LETTER = {"0": "O", "1": "I", "2": "Z", "5": "S", "6": "G", "8": "B"}

#: Where a column may hold both, the other reading of a character; tried only for a check digit.
OTHER_READING = {**AS_LETTER, **AS_DIGIT}

#: Letters that readers make of a filler.
FALSE_FILLERS = frozenset("KCLEX")

#: A run of fillers this long ends a name field (names are parted by one or two).
ENDING_RUN = "<<<"

Place = tuple[int, int]


def in_column(character: str, kind: str) -> tuple[str, bool]:
    """The character as its column wants it, and whether it can stand there."""
    if kind == "X" or (character == FILLER and kind in "ADS"):
        return character, True
    if kind == "A":
        letter = AS_LETTER.get(character, character)
        return letter, letter.isalpha()
    if kind in "ND":
        digit = AS_DIGIT.get(character, character)
        return digit, digit.isdigit()
    if kind == "S":
        return character, character in "MFX"
    wanted = kind.upper()
    alike = AS_LETTER.get(character) == wanted or AS_DIGIT.get(character) == wanted
    return (wanted if alike else character), alike or character == wanted


def names_ended(lines: tuple[str, ...], layout: Layout) -> tuple[str, ...]:
    """After three fillers a name field holds fillers only; false ones are put right."""
    texts = list(lines)
    for line, start, end in layout.names:
        field = texts[line][start:end]
        name, run, rest = field.partition(ENDING_RUN)
        if run and set(rest) <= FALSE_FILLERS | {FILLER}:
            texts[line] = texts[line][:start] + name.ljust(end - start, FILLER) + texts[line][end:]
    return tuple(texts)


def searched(fitted: Fitted) -> Fitted:
    """Swap look-alikes in the columns that allow both; a mended reading is marked as such.

    The plainest way comes first: a letter taken for a digit throughout (authorities that number
    with zeros use no O), the reverse, one character, two. Three would mend nearly anything, for
    one check digit lets one wrong text in ten through. Of equally plain ways exactly one must
    make every digit hold.
    """
    mended: list[tuple[str, ...]] = []
    for choices in _ways(fitted):
        ways = {_swapped(fitted.lines, chosen) for chosen in choices}
        mended = [lines for lines in ways if not failed_checks(lines, fitted.layout)]
        if len(mended) == 1:
            return replace(fitted, lines=mended[0], failed=(), searched=True)
        if mended:
            break
    return fitted


def _ways(fitted: Fitted) -> Iterator[Iterable[tuple[Place, ...]]]:
    places = _doubtful(fitted)
    by_kind: dict[str, list[Place]] = {}
    for place in places:
        by_kind.setdefault(fitted.lines[place[0]][place[1]], []).append(place)
    if not fitted.failed:  # letters O in pairs can satisfy the digits that zeros satisfy
        yield [tuple(by_kind["O"])] if "O" in by_kind else []
        return
    yield [tuple(found) for kind, found in by_kind.items() if kind in AS_DIGIT]
    yield [tuple(found) for kind, found in by_kind.items() if kind in AS_LETTER]
    yield combinations(places, 1)
    yield combinations(places, 2)


def _doubtful(fitted: Fitted) -> list[Place]:
    """Characters with a look-alike, under a digit in doubt, where the column allows both."""
    found = {
        (line, column)
        for check in fitted.layout.checks
        if check.name != "overall" and (check.name in fitted.failed or not fitted.failed)
        for line, start, end in check.spans
        for column in range(start, end)
        if fitted.layout.columns[line][column] == "X"
        and fitted.lines[line][column] in OTHER_READING
    }
    return sorted(found)


def _swapped(lines: tuple[str, ...], places: tuple[Place, ...]) -> tuple[str, ...]:
    texts = [list(line) for line in lines]
    for line, column in places:
        texts[line][column] = OTHER_READING[texts[line][column]]
    return tuple("".join(text) for text in texts)
