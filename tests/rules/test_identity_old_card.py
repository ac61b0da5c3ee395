"""The French card of before 2021: its number gives the month of issue, the law the rest."""

import datetime as dt

import pytest

from services.imagecheck.identity.old_card import (
    card_span,
    issue_days,
    judge_old_card,
    years_after,
)
from shared.domain.findings import Verdict

TODAY = dt.date(2026, 11, 23)
ADULT = dt.date(1970, 5, 1)


@pytest.mark.parametrize(
    ("number", "born", "verdict"),
    [
        pytest.param("130892310285", ADULT, Verdict.PASS, id="2013, adult: 10 + 5, then tolerated"),
        pytest.param("110692310285", ADULT, Verdict.WARN, id="2011, adult: extension over"),
        pytest.param("070192310285", ADULT, Verdict.WARN, id="2007, adult: band in doubt"),
        pytest.param("061092310285", ADULT, Verdict.FAIL, id="2006, adult: twenty years over"),
        pytest.param("140192310285", ADULT, Verdict.PASS, id="2014, adult: 15 printed"),
        pytest.param("130892310285", dt.date(2000, 1, 1), Verdict.PASS, id="2013, minor: < 5 over"),
        pytest.param("110892310285", dt.date(2000, 1, 1), Verdict.FAIL, id="2011, minor: 10 + 5"),
        pytest.param("940992310285", ADULT, Verdict.FAIL, id="1994"),
        pytest.param("111192310285", ADULT, Verdict.WARN, id="the month in which the band begins"),
        pytest.param("131392310285", ADULT, Verdict.NOT_EVALUATED, id="thirteenth month"),
        pytest.param(None, ADULT, Verdict.NOT_EVALUATED, id="no number"),
        pytest.param("130892310285", None, Verdict.NOT_EVALUATED, id="no birth date"),
    ],
)
def test_the_month_of_issue_and_the_age_decide(number, born, verdict):
    assert judge_old_card(number, born, None, TODAY) is verdict


@pytest.mark.parametrize(
    ("issued", "born", "printed", "extended"),
    [
        ("2004-01-01", "1980-01-01", "2014-01-01", "2014-01-01"),
        ("2004-01-02", "1980-01-01", "2014-01-02", "2019-01-02"),
        ("2013-12-31", "1980-01-01", "2023-12-31", "2028-12-31"),
        ("2014-01-01", "1980-01-01", "2029-01-01", "2029-01-01"),
        ("2014-01-01", "2000-01-01", "2024-01-01", "2024-01-01"),
        ("2010-06-15", "1992-06-15", "2020-06-15", "2025-06-15"),
        ("2010-06-14", "1992-06-15", "2020-06-14", "2020-06-14"),
    ],
)
def test_only_adults_cards_of_2004_to_2013_are_extended(issued, born, printed, extended):
    span = card_span(dt.date.fromisoformat(issued), dt.date.fromisoformat(born))

    assert (span.printed.isoformat(), span.extended.isoformat()) == (printed, extended)


def test_a_two_digit_year_of_issue_is_never_in_the_future():
    assert issue_days("2611", TODAY)[0] == dt.date(2026, 11, 1)
    assert issue_days("2711", TODAY)[0] == dt.date(1927, 11, 1)


def test_a_leap_day_moves_to_march():
    assert years_after(dt.date(2024, 2, 29), 5) == dt.date(2029, 3, 1)


@pytest.mark.parametrize(
    ("issued", "verdict"),
    [
        pytest.param(dt.date(2011, 11, 23), Verdict.PASS, id="last day of the extension"),
        pytest.param(dt.date(2011, 11, 22), Verdict.WARN, id="first day of the band in doubt"),
        pytest.param(dt.date(2011, 10, 31), Verdict.WARN, id="not of the number's month"),
    ],
)
def test_the_printed_day_of_issue_decides_where_the_month_leaves_both(issued, verdict):
    assert judge_old_card("111192310285", ADULT, None, TODAY) is Verdict.WARN
    assert judge_old_card("111192310285", ADULT, issued, TODAY) is verdict
