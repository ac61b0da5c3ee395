"""Lines in the shape of a layout, and which of their check digits hold."""

from dataclasses import dataclass

from services.imagecheck.identity.check_digits import FILLER, check_digit, digit_holds
from services.imagecheck.identity.mrz_layouts import Check, Layout, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Lines in the shape of a layout."""

    layout: Layout
    lines: tuple[str, ...]
    #: Names of the check digits that do not hold.
    failed: tuple[str, ...]
    #: Characters changed because the column dictates letter or digit, or the width a filler.
    dictated: int = 0
    #: Characters that fit their column neither as read nor as a look-alike.
    misfits: int = 0
    #: True when a search over look-alikes made a check digit hold.
    searched: bool = False
    #: True when a line was not of its width for another reason than fillers at its end.
    reshaped: bool = False
    #: True when a character of a name was changed.
    names_changed: bool = False


def text_at(lines: tuple[str, ...], *spans: Span) -> str:
    """The characters of these stretches, one after the other."""
    return "".join(lines[line][start:end] for line, start, end in spans)


def failed_checks(lines: tuple[str, ...], layout: Layout) -> tuple[str, ...]:
    """Names of the check digits that do not hold."""
    return tuple(check.name for check in layout.checks if not _holds(lines, check, layout))


def _holds(lines: tuple[str, ...], check: Check, layout: Layout) -> bool:
    line, column = check.digit
    digit = lines[line][column]
    text = text_at(lines, *check.spans)
    if check.name == "number" and layout.format == "td1" and digit == FILLER:
        return long_number(lines) is not None
    return digit_holds(text, digit)


def long_number(lines: tuple[str, ...]) -> str | None:
    """A card number of more than nine characters, carried on after a filler (Doc 9303-5, 4.2.2).

    Its check digit is the last character before the next filler; None when it does not hold.
    """
    rest = lines[0][15:].partition(FILLER)[0]
    number = lines[0][5:14] + rest[:-1]
    return number if len(rest) > 1 and check_digit(number) == rest[-1] else None
