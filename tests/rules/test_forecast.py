"""Position in the line and expected wait: worked out of what was measured, never made up."""

import asyncio
import datetime as dt

import pytest

from services.intake.answers import answer_of
from services.intake.forecasts import PEOPLE_FRESH, Forecasts
from services.intake.wait_words import wait_said
from shared.domain.dossier import Outcome
from shared.domain.events import Claimed, Decided
from shared.domain.forecast import (
    Forecast,
    Measured,
    WaitingLine,
    expected_wait,
    forecast_of,
    queued_stages,
)
from shared.errors import ServerUnavailable
from shared.stages import StageName
from shared.web.status import status_view
from tests.builders import NOW, a_dossier, a_draft, after
from tests.flow.line import ManualClock
from tests.rules.dossier_paths import CHECKS, finished, in_correction, in_review, parked

S = StageName
MINUTE, SECOND = dt.timedelta(minutes=1), dt.timedelta(seconds=1)

CHECKING = finished(a_dossier(needs_validation=False), S.RECEPTION)
CLAIMED = after(in_review(), Claimed(agent="agent-1"))
REFUSED = after(
    CLAIMED, Decided(agent="agent-1", outcome=Outcome.REFUSED, reason="Pièce illisible.")
)
UNKNOWN = Measured(finished=0, minutes=15, busy_minutes=0)


def a_line(before=0, behind=0, measured=UNKNOWN):
    """A line in which so many stand before and behind a dossier that came at NOW."""
    older = [NOW - (before - place) * SECOND for place in range(before)]
    newer = [NOW + (place + 1) * SECOND for place in range(behind)]
    return WaitingLine(since=[*older, NOW, *newer], measured=measured)


def a_pace(finished=10, minutes=10, busy_minutes=10):
    return Measured(finished=finished, minutes=minutes, busy_minutes=busy_minutes)


@pytest.mark.parametrize(
    ("dossier", "stages"),
    [
        (a_draft(), ()),
        (a_dossier(), (S.RECEPTION,)),
        (CHECKING, CHECKS),
        (finished(CHECKING, S.PHOTO, S.IDENTITY), (S.SIGNATURE, S.ADDRESS)),
        (finished(CHECKING, *CHECKS), (S.DIVERGENCE,)),
        (finished(finished(a_dossier(), S.RECEPTION, *CHECKS), S.DIVERGENCE), ()),
        (in_correction(), ()),
        (in_review(), (S.REVIEW,)),
        (CLAIMED, ()),
        (REFUSED, ()),
        (parked(a_dossier(), S.RECEPTION), ()),
    ],
    ids=[
        "draft",
        "sent",
        "checking",
        "half checked",
        "comparing",
        "awaits the candidate",
        "correction",
        "review",
        "claimed",
        "refused",
        "incident",
    ],
)
def test_a_dossier_waits_in_the_lines_of_those_whose_turn_it_is(dossier, stages):
    assert set(queued_stages(dossier, NOW)) == set(stages)


@pytest.mark.parametrize(("before", "behind"), [(0, 0), (3, 0), (0, 7), (40, 2)])
def test_position_counts_those_who_came_earlier(before, behind):
    forecast = forecast_of(in_review(), {S.REVIEW: a_line(before, behind)})

    assert forecast == Forecast(position=before + 1, wait=None)


def test_outside_a_line_there_is_no_forecast():
    assert forecast_of(a_draft(), {}) is None


@pytest.mark.parametrize(
    ("stage", "measured", "seconds"),
    [
        (S.PHOTO, a_pace(finished=30), 80),
        (S.PHOTO, a_pace(finished=5, minutes=15, busy_minutes=2), 96),
        (S.PHOTO, UNKNOWN, None),
        (S.PHOTO, Measured(finished=0, minutes=15, busy_minutes=15), None),
        (S.PHOTO, Measured(finished=0, minutes=0, busy_minutes=0), None),
        (S.REVIEW, a_pace(finished=100, minutes=10_000, busy_minutes=1_000), 24_000),
    ],
    ids=[
        "at full load",
        "idle minutes of a machine do not count",
        "nothing happened",
        "all day and nothing done",
        "nobody watched",
        "nights of people count",
    ],
)
def test_the_wait_follows_from_the_measured_pace(stage, measured, seconds):
    wait = expected_wait(stage, 4, measured)

    assert (wait.total_seconds() if wait is not None else None) == seconds


def test_of_checks_side_by_side_the_slowest_counts():
    lines = {
        S.PHOTO: a_line(before=9, measured=a_pace(finished=100)),
        S.IDENTITY: a_line(before=2, measured=a_pace(finished=5)),
    }

    assert forecast_of(CHECKING, lines) == Forecast(position=10, wait=6 * MINUTE)


def test_one_unknown_pace_makes_the_wait_unknown():
    lines = {S.PHOTO: a_line(measured=a_pace()), S.IDENTITY: a_line()}

    assert forecast_of(CHECKING, lines) == Forecast(position=1, wait=None)


async def test_a_status_does_not_wait_for_a_slow_forecast():
    release = asyncio.Event()

    class Slow(CountedThroughput):
        async def standing(self, stage):
            await release.wait()
            return await super().standing(stage)

    forecasts = Forecasts(Slow(a_line(before=2)), ManualClock())
    assert await forecasts.of(in_review()) is None

    release.set()
    assert await forecasts.of(in_review()) == Forecast(position=3, wait=None)


class CountedThroughput:
    """Lines and paces of a test, with how often they were read."""

    def __init__(self, line, away=False):
        self.line, self.away, self.asked = line, away, []

    async def standing(self, stage):
        self.asked.append(stage)
        if self.away:
            raise ServerUnavailable("store")
        return self.line.since

    async def measured(self, stage, start):
        return self.line.measured


async def test_one_reading_of_a_line_serves_many_until_it_is_old():
    clock, throughput = ManualClock(), CountedThroughput(a_line(before=2, measured=a_pace()))
    forecasts = Forecasts(throughput, clock)
    dossier = in_review()

    found = [await forecasts.of(dossier) for _ in range(50)]
    assert found == [Forecast(position=3, wait=3 * MINUTE)] * 50
    assert throughput.asked == [S.REVIEW]

    clock.time += PEOPLE_FRESH
    await forecasts.of(dossier)
    await asyncio.sleep(0)
    assert throughput.asked == [S.REVIEW] * 2


async def test_a_store_that_is_away_takes_the_forecast_and_nothing_else():
    clock, throughput = ManualClock(), CountedThroughput(a_line(), away=True)
    forecasts = Forecasts(throughput, clock)
    assert await forecasts.of(in_review()) is None

    throughput.away = False
    assert await forecasts.of(in_review()) == Forecast(position=1, wait=None)


def test_the_state_says_position_and_wait_in_seconds():
    shown = status_view(in_review(), NOW, forecast=Forecast(position=4, wait=90.2 * SECOND))
    unknown = status_view(in_review(), NOW)

    assert (shown["state"]["position"], shown["state"]["expected_wait_seconds"]) == (4, 91)
    assert (unknown["state"]["position"], unknown["state"]["expected_wait_seconds"]) == (None, None)


@pytest.mark.parametrize(
    ("position", "wait", "said"),
    [
        (1, 4 * SECOND, "Votre demande est la prochaine : moins d’une minute d’attente."),
        (2, None, "1 demande avant la vôtre."),
        (4, 80 * SECOND, "3 demandes avant la vôtre : environ 2 minutes d’attente."),
        (4, 90 * MINUTE, "3 demandes avant la vôtre : environ 90 minutes d’attente."),
        (4, 91 * MINUTE, "3 demandes avant la vôtre : environ 2 heures d’attente."),
        (4, 49 * 60 * MINUTE, "3 demandes avant la vôtre : environ 3 jours d’attente."),
        (
            12_346,
            None,
            "12\N{NARROW NO-BREAK SPACE}345 demandes avant la vôtre.",
        ),
    ],
)
def test_the_wait_is_told_in_words_and_rounded_up(position, wait, said):
    assert wait_said(Forecast(position=position, wait=wait)) == said


def test_the_page_tells_the_wait_to_those_who_have_nothing_else_to_do():
    forecast = Forecast(position=2, wait=None)

    assert answer_of(in_review(), NOW, forecast).wait == "1 demande avant la vôtre."
    assert answer_of(in_review(), NOW).wait == ""
    assert answer_of(a_dossier(), NOW, forecast).wait == ""  # its candidate has to validate
