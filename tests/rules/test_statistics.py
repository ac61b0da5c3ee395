"""How hours of counting become months, classes and times."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.watch.statistics import CLASS_LABELS, StatisticsSeen, as_csv
from services.watch.statistics_chart import HEIGHT, WIDTH, month_chart
from shared.domain.dossier import Outcome
from shared.domain.statistics import (
    Tally,
    band_of,
    by_month,
    figures_of,
    seconds_of,
    stage_times,
)
from shared.stages import StageName
from tests.builders import NOW

HOUR = dt.timedelta(hours=1)


def a_tally(at=NOW, **changes):
    return Tally(at=at, **changes)


def seen(*tallies, **changes):
    figures = {
        "now": NOW,
        "accounts": 259,
        "approvals": 365,
        "months": by_month(tallies),
        "period": figures_of(tallies),
        "times": stage_times(tallies),
        "titles": (),
    }
    return StatisticsSeen(**figures | changes)


def test_the_rate_is_that_of_the_deck():
    # 259 of 365 = 70.9 %: seed deck, statistics
    assert int(seen().rate * 1000) == 709


def test_without_approvals_there_is_no_rate():
    assert seen(approvals=None).rate is None
    assert "comptes;agréments;;\r\n" in as_csv(seen(approvals=None))


@pytest.mark.parametrize(
    ("counts", "classes"),
    [
        pytest.param((), (0, 0, 0), id="none"),
        pytest.param((1, 4), (2, 0, 0), id="one-to-four"),
        pytest.param((5, 10), (0, 2, 0), id="five-to-ten"),
        pytest.param((11, 300), (0, 0, 2), id="more-than-ten"),
        pytest.param((4, 5, 10, 11), (1, 2, 1), id="each-border"),
    ],
)
def test_establishments_are_classed_by_their_requests(counts, classes):
    schools = {f"E{place}": count for place, count in enumerate(counts)}
    assert figures_of([a_tally(schools=schools)]).classes == classes


def test_an_establishment_is_classed_by_all_its_hours():
    hours = [a_tally(NOW + place * HOUR, schools={"E1": 2}) for place in range(3)]

    assert [row.classes for row in by_month(hours)] == [(0, 1, 0)]


def test_a_month_is_one_of_paris():
    last = dt.datetime(2026, 11, 30, 22, 0, tzinfo=dt.UTC)
    next_month = dt.datetime(2026, 11, 30, 23, 0, tzinfo=dt.UTC)

    rows = by_month([a_tally(last, sent=1), a_tally(next_month, sent=2)])

    assert [(row.month, row.sent) for row in rows] == [("2026-11", 1), ("2026-12", 2)]


def test_requests_handled_are_told_by_how_they_ended():
    handled = {Outcome.ACCEPTED: 3, Outcome.REFUSED: 1}
    row = figures_of([a_tally(handled=handled), a_tally(NOW + HOUR, handled=handled)])
    assert (row.ended, row.handled[Outcome.ACCEPTED]) == (8, 6)


@given(st.floats(min_value=0.01, max_value=2e7))
def test_a_duration_read_off_its_band_is_within_five_percent(seconds):
    assert seconds_of(band_of(seconds)) == pytest.approx(seconds, rel=0.0501)


@given(st.lists(st.floats(min_value=0.01, max_value=1e6), min_size=1, max_size=60))
def test_median_and_nine_in_ten_are_those_of_the_durations(durations):
    bands = {}
    for seconds in durations:
        bands[band_of(seconds)] = bands.get(band_of(seconds), 0) + 1
    halves = [{band: count} for band, count in bands.items()]  # an hour each

    (times,) = stage_times([a_tally(waits={StageName.PHOTO: half}) for half in halves])

    ranked = sorted(durations)
    assert times.count == len(durations)
    assert times.median == pytest.approx(ranked[(len(ranked) + 1) // 2 - 1], rel=0.0501)
    assert times.p90 == pytest.approx(ranked[-(-9 * len(ranked) // 10) - 1], rel=0.0501)


def test_the_chart_has_two_bars_a_month_that_stay_inside():
    tallies = [
        a_tally(NOW - dt.timedelta(days=31 * place), sent=place + 1, handled={Outcome.CLOSED: 9})
        for place in range(12)
    ]
    chart = month_chart(by_month(tallies))

    assert len(chart.bars) == 24
    assert "novembre 2026 : 1 et 9" in chart.description
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT + 0.1
    assert max(bar.height for bar in chart.bars) == HEIGHT


def test_nothing_counted_draws_nothing():
    assert month_chart(()) is None
    assert month_chart(by_month([a_tally()])) is None


def test_the_table_has_a_line_for_every_figure_and_names_no_establishment():
    waits = {StageName.PHOTO: {0: 1}}
    text = as_csv(seen(a_tally(sent=3, schools={"E0906900010": 3}, waits=waits)))

    assert "demandes;envoyées;2026-11;3" in text
    assert f"établissements;{CLASS_LABELS[0]};2026-11;1" in text
    assert "durées (s);Photo, médiane;;1.0" in text
    assert "E0906900010" not in text
