"""The threshold tables of photo and signature: no row with a hole, no sentence that stops short."""

import math

import pytest

from services.imagecheck.photo.bands import Band
from services.imagecheck.photo.rule_sets import ROWS as PHOTO_ROWS
from services.imagecheck.photo.rule_sets import RULE_SETS, rows_of
from services.imagecheck.photo.rules import CRITERIA, NOT_LOOKED_AT
from services.imagecheck.photo.thresholds import LIMITS, RULE_SET
from services.imagecheck.signature import rule_sets as signature_rules
from services.imagecheck.signature.thresholds import RULE_SET as SIGNATURE_RULE_SET

ROWS = [*rows_of(RULE_SET), *signature_rules.rows_of(SIGNATURE_RULE_SET)]
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
    names = [row.criterion for row in rows_of(RULE_SET)]

    assert len(set(names)) == sum(
        before != name for before, name in zip([None, *names], names, strict=False)
    )


def test_table_and_rows_name_the_same_measures():
    names = [row.name for row in PHOTO_ROWS]

    assert len(set(names)) == len(names)
    assert set(names) == LIMITS.keys()


@pytest.mark.parametrize("version", RULE_SETS)
def test_a_rule_set_of_any_version_knows_its_rows_and_judges_known_criteria(version):
    assert RULE_SETS[version].keys() <= LIMITS.keys()
    assert {row.criterion for row in rows_of(version)} <= set(CRITERIA)


def test_the_expected_range_shown_is_the_one_that_judges():
    (row,) = [row for row in rows_of(RULE_SET) if row.name == "ground_whiteness"]

    assert f"{LIMITS['ground_whiteness'].fail_above:.4g}" in row.expected
    assert "{" not in "".join(row.expected for row in rows_of(RULE_SET))
