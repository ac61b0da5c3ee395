"""Whether two birth dates are one."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.instruction.divergence.dates import compare_dates, parse_date
from services.instruction.divergence.match import Cause, State

DAYS = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("left", "right", "state", "cause"),
    [
        pytest.param("2006-03-12", "2006-03-12", State.SAME, None, id="equal"),
        pytest.param("1975-00-00", "1975-00-00", State.SAME, None, id="unknown-day-and-month"),
        pytest.param(
            "1975-00-00", "1975-01-01", State.DOUBTFUL, Cause.PARTIAL_DATE, id="filled-with-01"
        ),
        pytest.param(
            "1975-04-00", "1975-04-17", State.DOUBTFUL, Cause.PARTIAL_DATE, id="unknown-day"
        ),
        pytest.param(
            "1975-00-00", "1976-00-00", State.DIFFERENT, Cause.TYPING_ERROR, id="other-year"
        ),
        pytest.param(
            "2006-03-12", "2006-12-03", State.DIFFERENT, Cause.DAY_MONTH_SWAPPED, id="swapped"
        ),
        pytest.param(
            "2006-03-12", "2006-03-21", State.DIFFERENT, Cause.DIGITS_SWAPPED, id="day-digits"
        ),
        pytest.param(
            "1975-03-12", "1957-03-12", State.DIFFERENT, Cause.DIGITS_SWAPPED, id="year-digits"
        ),
        pytest.param("2006-03-12", "1906-03-12", State.DIFFERENT, Cause.CENTURY, id="century"),
        pytest.param(
            "2006-03-12", "2006-03-13", State.DIFFERENT, Cause.TYPING_ERROR, id="one-digit"
        ),
        pytest.param("2006-03-12", "1998-11-30", State.DIFFERENT, Cause.UNEXPLAINED, id="unlike"),
        pytest.param("2006-03-12", "", State.NOT_SUPPLIED, None, id="empty"),
        pytest.param("2006-03-12", "12/03/2006", State.SAME, None, id="french-writing"),
        pytest.param("00/00/1975", "1975", State.SAME, None, id="year-alone"),
        pytest.param("2006-03-12", "060312", State.SAME, None, id="as-in-a-zone"),
        pytest.param("12 mars 2006", "12032006", State.SAME, None, id="month-in-letters"),
        pytest.param(
            "2006-03-12", "2OO6-O3-12", State.DOUBTFUL, Cause.READING_DOUBT, id="not-a-date"
        ),
        pytest.param("n/a", " n/a", State.SAME, None, id="the-same-text-that-is-no-date"),
    ],
)
def test_two_birth_dates_compare(left, right, state, cause):
    for match in (compare_dates(left, right), compare_dates(right, left)):
        assert (match.state, match.cause) == (state, cause)


@given(DAYS, DAYS)
def test_two_full_dates_are_the_same_only_when_equal(left, right):
    same = compare_dates(left.isoformat(), right.isoformat()).state is State.SAME

    assert same is (left == right)


def test_a_partial_date_is_shown_with_its_unknown_parts():
    parsed = parse_date("1975-00-00")

    assert parsed is not None
    assert parsed.shown == "00/00/1975"
