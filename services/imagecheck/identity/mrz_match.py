"""Which layout the lines of a block have, and how well."""

import functools
from dataclasses import dataclass

from services.imagecheck.identity.check_digits import FILLER
from services.imagecheck.identity.mrz_checks import Fitted, text_at
from services.imagecheck.identity.mrz_fields import read_fields
from services.imagecheck.identity.mrz_fit import fit
from services.imagecheck.identity.mrz_layouts import LAYOUTS
from services.imagecheck.identity.mrz_repair import ENDING_RUN

#: Share of check digits that must hold before lines of text count as a machine-readable zone:
#: every line of print has some length, but three wrong digits in four are chance.
MIN_HOLDING = 0.5

#: Fittings kept: one block is matched again for every view and mixture of its lines.
REMEMBERED = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Some lines of a block, fitted."""

    #: The first of them.
    start: int
    fitted: Fitted


@functools.lru_cache(REMEMBERED)
def match_block(texts: tuple[str, ...], *, shape_is_enough: bool = False) -> Match | None:
    """The best fit of any stretch of the block to any layout."""
    is_zone = has_shape if shape_is_enough else is_plausible
    matches = [
        Match(start=start, fitted=fitted)
        for layout in LAYOUTS
        for start in range(len(texts) - len(layout.columns) + 1)
        if (fitted := fit(texts[start : start + len(layout.columns)], layout)) is not None
        and is_zone(fitted)
    ]
    return min(matches, key=lambda match: rank(match.fitted), default=None)


def is_plausible(fitted: Fitted) -> bool:
    """A zone holds half of its digits and a name."""
    digits = len(fitted.layout.checks)
    return (
        digits - len(fitted.failed) >= MIN_HOLDING * digits
        and read_fields(fitted).birth_name is not None
    )


def has_shape(fitted: Fitted) -> bool:
    """Lines of exact width, each column of its alphabet and the names ended by a run of fillers.

    Wrong check digits on such lines are the document's own, and a person must see them.
    """
    names = text_at(fitted.lines, *fitted.layout.names)
    ended = names.endswith(ENDING_RUN) and names[0] != FILLER
    return ended and not (fitted.misfits or fitted.reshaped or fitted.searched)


def rank(fitted: Fitted) -> tuple[float, int, bool, int]:
    """Sort key, best first: digits that hold, then the least changed."""
    wrong = len(fitted.failed) / len(fitted.layout.checks)
    return wrong, fitted.misfits, fitted.searched, fitted.dictated
