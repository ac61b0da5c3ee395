"""The rows of each rule set: sentences and measures from the bands, numbers from its table."""

import functools
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from services.imagecheck.photo.bands import Band
from services.imagecheck.photo.thresholds import Limits
from services.imagecheck.signature.ink_bands import STROKE_BANDS
from services.imagecheck.signature.measured import SignatureFacts
from services.imagecheck.signature.page_bands import PAGE_BANDS
from services.imagecheck.signature.thresholds import LIMITS, RULE_SET

ROWS: tuple[Band[SignatureFacts], ...] = (*PAGE_BANDS, *STROKE_BANDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Numbers by row, and the rows that counted for another criterion then."""

    limits: Mapping[str, Limits]
    moved: Mapping[str, str] = field(default_factory=dict)


#: The rule set before: fewer criteria, every colour of ink only shown to a person. Its measures
#: of dark pixels and of blur are no longer taken, so those rows are not judged.
_2026_11 = RuleSet(
    limits={
        **{
            name: LIMITS[name]
            for name in (
                "ink_share",
                "face_count",
                "midtone_share",
                "margin",
                "ink_lightness",
                "text_share",
                "solid_ratio",
            )
        },
        "paper_lightness": Limits(pass_from=75, fail_below=70),
        "border_strokes": Limits(pass_to=0, fail_above=0.5),
        "ink_chroma": Limits(pass_to=15),
    },
    moved={"paper_lightness": "ink_contrast", "text_share": "not_a_signature"},
)

#: By version, the present one first: what `replay` can judge stored facts with.
RULE_SETS: Mapping[str, RuleSet] = {
    RULE_SET: RuleSet(limits=LIMITS),
    "signature-2026.11": _2026_11,
}


@functools.cache
def rows_of(rule_set: str) -> tuple[Band[SignatureFacts], ...]:
    """The rows that a rule set judges, with its numbers. KeyError when it is not known."""
    chosen = RULE_SETS[rule_set]
    return tuple(_as_in(chosen, row) for row in ROWS if row.name in chosen.limits)


def _as_in(chosen: RuleSet, row: Band[SignatureFacts]) -> Band[SignatureFacts]:
    numbers = asdict(chosen.limits[row.name])
    shown = {name: f"{value:.4g}".replace(".", ",") for name, value in numbers.items()}
    criterion = chosen.moved.get(row.name, row.criterion)
    return replace(row, criterion=criterion, expected=row.expected.format(**shown), **numbers)
