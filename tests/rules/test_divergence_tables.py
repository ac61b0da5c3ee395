"""Every row of the tables of names, dates, places and sexes, both ways round."""

import pytest

from services.instruction.divergence.birth_names import compare_birth_names, compare_with_mrz_name
from services.instruction.divergence.dates import compare_dates
from services.instruction.divergence.given_names import compare_given_names
from services.instruction.divergence.places import compare_places
from services.instruction.divergence.sexes import compare_sexes
from services.instruction.divergence.zones import cut_by_length
from shared.domain.civil_identity import CivilIdentity
from tests.rules.identity_changes import CHANGES
from tests.rules.identity_document_changes import DOCUMENT_CHANGES
from tests.rules.names_table import TYPED, ZONES
from tests.rules.people_table import DATES, GIVEN, PLACES, SEXES

#: The size that the table must not fall below.
LEAST_ROWS = 250


def rows(table):
    """One tuple a line, for pytest."""
    cells = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return [pytest.param(*row[1:], id="·".join(row[:3])) for row in cells]


def said(match):
    return (match.state.value, match.cause.value if match.cause else "")


@pytest.mark.parametrize(("left", "right", "state", "cause"), rows(TYPED))
def test_two_surnames(left, right, state, cause):
    assert said(compare_birth_names(left, right)) == (state, cause)
    assert said(compare_birth_names(right, left)) == (state, cause)


@pytest.mark.parametrize(
    ("layout", "typed", "read", "state", "cause"),
    [pytest.param(row.id.split("·")[0], *row.values, id=row.id) for row in rows(ZONES)],
)
def test_a_surname_beside_a_zone(layout, typed, read, state, cause):
    cut = "birth_name" in cut_by_length(layout, CivilIdentity(birth_name=read))

    assert said(compare_with_mrz_name(typed, read, cut=cut)) == (state, cause)


@pytest.mark.parametrize(("left", "right", "state", "cause"), rows(GIVEN))
def test_two_lists_of_given_names(left, right, state, cause):
    one, other = tuple(left.split(", ")), tuple(right.split(", "))

    assert said(compare_given_names(one, other)) == (state, cause)
    assert said(compare_given_names(other, one)) == (state, cause)


@pytest.mark.parametrize(("left", "right", "state", "cause"), rows(DATES))
def test_two_birth_dates(left, right, state, cause):
    assert said(compare_dates(left, right)) == (state, cause)
    assert said(compare_dates(right, left)) == (state, cause)


@pytest.mark.parametrize(("left", "right", "state", "cause"), rows(PLACES))
def test_two_birth_places(left, right, state, cause):
    assert said(compare_places(left, right)) == (state, cause)
    assert said(compare_places(right, left)) == (state, cause)


@pytest.mark.parametrize(("left", "right", "state", "cause"), rows(SEXES))
def test_two_sexes(left, right, state, cause):
    assert said(compare_sexes(left, right)) == (state, cause)
    assert said(compare_sexes(right, left)) == (state, cause)


def test_the_tables_are_large_and_judge_each_rule_both_ways():
    lines = [
        [cell.strip() for cell in line.split("|")]
        for table in (TYPED, GIVEN, DATES)
        for line in table.strip().splitlines()
    ]
    others = sum(len(rows(table)) for table in (ZONES, PLACES, SEXES))
    others += len(CHANGES) + len(DOCUMENT_CHANGES)
    alike, unlike = (
        {rule for rule in {row[0] for row in lines} if _count(lines, rule, same=same) >= 2}
        for same in (True, False)
    )

    assert len(lines) + others >= LEAST_ROWS
    assert {"N2", "N3", "N4", "N5", "N7", "N8"} <= alike & unlike
    assert "N6" in unlike
    assert "N6" not in alike


def _count(lines, rule, *, same):
    return sum(row[0] == rule and (row[3] == "same") is same for row in lines)
