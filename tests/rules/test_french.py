"""Dates and delays as French people read them."""

import datetime as dt

import pytest

from shared.web.french import duration, long_date, long_moment, since, until

MORNING = dt.datetime(2026, 11, 23, 13, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (MORNING, "lundi 23 novembre 2026 à 14 h 05"),
        (dt.datetime(2026, 7, 14, 7, 0, tzinfo=dt.UTC), "mardi 14 juillet 2026 à 9 h 00"),
        (dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC), "vendredi 1er janvier 2027 à 0 h 30"),
    ],
    ids=["winter time", "summer time", "midnight of Paris"],
)
def test_moments_are_told_in_the_time_of_paris(moment, said):
    assert long_moment(moment) == said


def test_the_first_of_a_month_is_an_ordinal():
    assert long_date(dt.date(2026, 8, 1)) == "samedi 1er août 2026"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "moins d’une seconde"),
        (-5, "moins d’une seconde"),
        (1, "1 seconde"),
        (59.4, "59 secondes"),
        (59.6, "1 minute"),
        (119, "1 minute"),
        (7_200, "2 heures"),
        (86_400, "1 jour"),
        (61 * 86_400, "61 jours"),
    ],
)
def test_a_delay_is_told_in_its_largest_unit(seconds, said):
    assert duration(seconds) == said


def test_the_past_and_the_future_have_their_words():
    minutes = dt.timedelta(minutes=3)

    assert since(MORNING - minutes, MORNING) == "il y a 3 minutes"
    assert until(MORNING + minutes, MORNING) == "dans 3 minutes"
    assert until(MORNING - minutes, MORNING) == "délai dépassé depuis 3 minutes"
