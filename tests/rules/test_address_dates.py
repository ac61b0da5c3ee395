"""Dates: what French bills write is read, what only looks like a date is not."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.imagecheck.address.french_dates import find_dates

#: January to December.
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1er mars 2024", "2024-03-01"),
        ("1 er mars 2024", "2024-03-01"),
        ("12 déc. 2023", "2023-12-12"),
        ("12 DÉCEMBRE 2023", "2023-12-12"),
        ("3 fevrier 2025", "2025-02-03"),
        ("30/09/2016", "2016-09-30"),
        ("30 - 09 - 2016", "2016-09-30"),
        ("30.09.2016", "2016-09-30"),
        ("05/11/26", "2026-11-05"),
        ("Facture du 27/02/2015", "2015-02-27"),
        ("le 8 août 2026, à Lyon", "2026-08-08"),
        ("29/02/2024", "2024-02-29"),
    ],
)
def test_a_date_as_bills_write_it_is_read(text, date):
    assert [mention.day.isoformat() for mention in find_dates(text)] == [date]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Facture n° 10 22 03 2019 44", id="number of an invoice"),
        pytest.param("N° 2016-09-30-4411", id="reference"),
        pytest.param("1/2/3/2016", id="four parts"),
        pytest.param("31/02/2024", id="no such day"),
        pytest.param("29/02/2023", id="no leap year"),
        pytest.param("30/09-2016", id="two separators"),
        pytest.param("45,12.03.2016", id="end of an amount"),
        pytest.param("12 mois 2024", id="no month"),
        pytest.param("06 39 98 44 19", id="telephone"),
        pytest.param("12.03.2016.5", id="version"),
        pytest.param("3 mars 1824", id="another century"),
        pytest.param("24 2026", id="no month at all"),
    ],
)
def test_what_looks_like_a_date_is_not_taken(text):
    assert find_dates(text) == ()


def test_both_ends_of_a_period_are_found_with_their_places():
    text = "Période du 24 août 2026 au 23 octobre 2026"

    first, last = find_dates(text)

    assert (first.day, last.day) == (dt.date(2026, 8, 24), dt.date(2026, 10, 23))
    assert text[first.start : first.end] == "24 août 2026"


@given(st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)), st.sampled_from("/.-"))
def test_every_day_is_read_back_in_letters_and_in_digits(day, gap):
    letters = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    digits = f"{day.day:02}{gap}{day.month:02}{gap}{day.year}"

    assert [mention.day for mention in find_dates(f"{letters} et {digits} ")] == [day, day]
