"""Ages, from birth dates of which parts may be unknown."""

import datetime as dt

import pytest

from services.intake.facts import age_on, earliest_birth_date, is_minor, latest_birth_date

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("birth_date", "latest", "earliest"),
    [
        pytest.param("2006-03-12", "2006-03-12", "2006-03-12", id="full"),
        pytest.param("2004-02-00", "2004-02-29", "2004-02-01", id="unknown-day"),
        pytest.param("1975-00-00", "1975-12-31", "1975-01-01", id="unknown-day-and-month"),
        pytest.param("2006-13-01", None, None, id="month-13"),
        pytest.param("2006-13-00", None, None, id="month-13-unknown-day"),
        pytest.param("0000-00-00", None, None, id="no-year"),
        pytest.param("", None, None, id="empty"),
        pytest.param(None, None, None, id="none"),
    ],
)
def test_a_birth_date_allows_a_range_of_days(birth_date, latest, earliest):
    assert str(latest_birth_date(birth_date)) == str(latest)
    assert str(earliest_birth_date(birth_date)) == str(earliest)


@pytest.mark.parametrize(
    ("birth_date", "day", "age"),
    [
        pytest.param("2008-11-23", TODAY, 18, id="birthday"),
        pytest.param("2008-11-24", TODAY, 17, id="eve"),
        pytest.param("2008-00-00", TODAY, 17, id="as-young-as-can-be"),
        pytest.param("2008-02-29", dt.date(2026, 2, 28), 17, id="leap-day-not-yet"),
        pytest.param("2008-02-29", dt.date(2026, 3, 1), 18, id="leap-day"),
        pytest.param("x", TODAY, None, id="no-date"),
    ],
)
def test_age_counts_from_the_last_possible_birth_date(birth_date, day, age):
    assert age_on(birth_date, day) == age


def test_an_unknown_age_is_not_a_minor_s():
    assert not is_minor(None, TODAY)
