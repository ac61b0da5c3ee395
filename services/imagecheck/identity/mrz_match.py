"""Which layout the lines of a block have, and how well."""

from dataclasses import dataclass

from services.imagecheck.identity.mrz_checks import Fitted
from services.imagecheck.identity.mrz_fields import read_fields
from services.imagecheck.identity.mrz_fit import fit
from services.imagecheck.identity.mrz_layouts import LAYOUTS

#: Share of check digits that must hold before lines of text count as a machine-readable zone:
#: every line of print has some length, but three wrong digits in four are chance.
MIN_HOLDING = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Some lines of a block, fitted."""

    #: The first of them.
    start: int
    fitted: Fitted


def match_block(texts: tuple[str, ...]) -> Match | None:
    """The best fit of any stretch of the block to any layout."""
    matches = [
        Match(start=start, fitted=fitted)
        for layout in LAYOUTS
        for start in range(len(texts) - len(layout.columns) + 1)
        if (fitted := fit(texts[start : start + len(layout.columns)], layout)) is not None
        and is_plausible(fitted)
    ]
    return min(matches, key=lambda match: rank(match.fitted), default=None)


def is_plausible(fitted: Fitted) -> bool:
    """A zone holds half of its digits and a name."""
    digits = len(fitted.layout.checks)
    return (
        digits - len(fitted.failed) >= MIN_HOLDING * digits
        and read_fields(fitted).birth_name is not None
    )


def rank(fitted: Fitted) -> tuple[float, int, bool, int]:
    """Sort key, best first: digits that hold, then the least changed."""
    wrong = len(fitted.failed) / len(fitted.layout.checks)
    return wrong, fitted.misfits, fitted.searched, fitted.dictated
