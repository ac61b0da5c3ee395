"""The colours: readable on both grounds, light and dark, and named in one file only."""

import re

import pytest

from shared.web.frame import STATIC

TOKENS = (STATIC / "tokens.css").read_text()
SHEETS = "".join((STATIC / name).read_text() for name in ("guichet.css", "console.css"))
#: UI.md asks 7:1 for text and 3:1 for marks.
TEXTS = ("text", "quiet", "accent", "done", "running", "person", "trouble")
LIGHT, DARK, *_ = [
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in TOKENS.split("@media")
]


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_of_contrast_gives_its_two_known_ends():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


@pytest.mark.parametrize("ground", ["ground", "surface"])
@pytest.mark.parametrize("scheme", [LIGHT, {**LIGHT, **DARK}], ids=["light", "dark"])
def test_text_keeps_seven_to_one_and_marks_three_to_one(scheme, ground):
    for name in TEXTS:
        assert contrast(scheme[name], scheme[ground]) >= 7, name
    assert contrast(scheme["mark"], scheme[ground]) >= 3
    assert contrast(scheme["on-accent"], scheme["accent"]) >= 7


def test_every_colour_has_its_dark_counterpart():
    assert set(LIGHT) == set(DARK)


def test_no_colour_is_written_outside_the_tokens():
    # the white paper of a letter is the letter's own
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", SHEETS)) <= {"#ffffff"}


def test_every_token_in_use_is_defined():
    defined = set(re.findall(r"--([a-z0-9-]+):", TOKENS + SHEETS))

    assert set(re.findall(r"var\(--([a-z0-9-]+)\)", SHEETS)) <= defined
