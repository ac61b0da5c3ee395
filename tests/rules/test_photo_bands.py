"""The threshold tables of photo and signature: no row with a hole, no sentence that stops short."""

import math

import pytest

from services.imagecheck.photo.bands import Band
from services.imagecheck.photo.face_bands import FACE_BANDS
from services.imagecheck.photo.frame_bands import FRAME_BANDS
from services.imagecheck.photo.rules import NOT_LOOKED_AT
from services.imagecheck.signature.ink_bands import PAGE_BANDS, STROKE_BANDS

ROWS = [*FRAME_BANDS, *FACE_BANDS, *PAGE_BANDS, *STROKE_BANDS]
ADVICE = ("Reprenez", "Recadrez", "Envoyez", "Signez", "Numérisez")


def texts(row: Band) -> list[str]:
    return [text for text in (row.good, row.doubt, row.low, row.high) if text]


each_row = pytest.mark.parametrize(
    "row", [pytest.param(row, id=f"{row.criterion}-{row.expected}") for row in ROWS]
)


@each_row
def test_the_pass_range_lies_inside_the_range_that_does_not_fail(row):
    assert row.fail_below <= row.pass_from <= row.pass_to <= row.fail_above


@each_row
def test_every_outcome_that_a_row_can_give_has_its_sentence(row):
    assert row.good
    assert bool(row.low) == math.isfinite(row.fail_below)
    assert bool(row.high) == math.isfinite(row.fail_above)
    between = row.pass_from > row.fail_below or row.pass_to < row.fail_above
    assert bool(row.doubt) == between


@each_row
def test_a_refusal_says_what_to_do(row):
    for text in (row.low, row.high):
        assert not text or any(verb in text for verb in ADVICE)


@pytest.mark.parametrize(
    "text",
    sorted({text for row in ROWS for text in texts(row)} | {text for _, text in NOT_LOOKED_AT}),
)
def test_a_sentence_is_whole_and_typeset_in_french(text):
    assert text[0].isupper()
    assert text.endswith(".")
    assert "'" not in text
    assert "  " not in text


def test_the_rows_of_a_criterion_stand_together():
    names = [row.criterion for row in (*FRAME_BANDS, *FACE_BANDS)]

    assert len(set(names)) == sum(
        before != name for before, name in zip([None, *names], names, strict=False)
    )
