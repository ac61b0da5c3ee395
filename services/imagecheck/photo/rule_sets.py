"""The rows of each rule set: sentences and measures from the bands, numbers from its table."""

import functools
from collections.abc import Mapping
from dataclasses import asdict, replace

from services.imagecheck.photo.bands import Band
from services.imagecheck.photo.face_bands import FACE_BANDS
from services.imagecheck.photo.ground_bands import FRAME_BANDS, GROUND_BANDS
from services.imagecheck.photo.light_bands import LIGHT_BANDS
from services.imagecheck.photo.measured import PhotoFacts
from services.imagecheck.photo.thresholds import LIMITS, RULE_SET, Limits

ROWS: tuple[Band[PhotoFacts], ...] = (*FRAME_BANDS, *GROUND_BANDS, *FACE_BANDS, *LIGHT_BANDS)

#: The rule set before: fewer measures, white only shown to a person. Rows that it did not know
#: are not judged, the others under the criteria of today; its measure of sharpness is no longer
#: taken.
LIMITS_2026_11: Mapping[str, Limits] = {
    **{
        name: LIMITS[name]
        for name in (
            "aspect_ratio",
            "usable_height",
            "head_height",
            "face_margin",
            "face_shift",
            "ground_lightness",
            "ground_spread",
            "ground_colour",
            "head_turn",
            "eye_opening",
            "mouth_opening",
            "colour_spread",
        )
    },
    "ground_whiteness": Limits(pass_to=97),
    "face_highlight": Limits(pass_from=0.42, fail_below=0.35),
    "burnt_share": Limits(pass_to=0.01, fail_above=0.02),
    "tone_entropy": Limits(pass_from=6.0, fail_below=5.8),
}

#: By version, the present one first: what `replay` can judge stored facts with.
RULE_SETS: Mapping[str, Mapping[str, Limits]] = {
    RULE_SET: LIMITS,
    "photo-2026.11": LIMITS_2026_11,
}


@functools.cache
def rows_of(rule_set: str) -> tuple[Band[PhotoFacts], ...]:
    """The rows that a rule set judges, with its numbers. KeyError when it is not known."""
    limits = RULE_SETS[rule_set]
    return tuple(_with_limits(row, limits[row.name]) for row in ROWS if row.name in limits)


def _with_limits(row: Band[PhotoFacts], limits: Limits) -> Band[PhotoFacts]:
    numbers = asdict(limits)
    shown = {name: f"{value:.4g}".replace(".", ",") for name, value in numbers.items()}
    return replace(row, expected=row.expected.format(**shown), **numbers)
