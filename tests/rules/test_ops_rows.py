"""The ops page: one row a stage, with what stands in it."""

import datetime as dt

import pytest

from services.watch.charts import HEIGHT, POINTS, WIDTH, charts_of
from services.watch.view import ops_rows
from services.watch.words import brief
from shared.pipeline.overview import Found, Overview, QueueNow
from shared.pipeline.ports import StageDepth
from shared.pipeline.samples import StageSample
from shared.stages import TABLE, StageName, Turn, retry_queue
from shared.web.rail_node import NodeState
from tests.builders import NOW

S = StageName
MINUTE = dt.timedelta(minutes=1)


def a_depth(stage=StageName.PHOTO, status="open", count=3, age=3 * MINUTE, left=12 * MINUTE):
    return StageDepth(
        stage=stage,
        status=status,
        count=count,
        oldest_since=NOW - age,
        next_deadline=NOW + left,
    )


def an_overview(*depths, **known):
    """All stages of the table, with what the store and the broker answered."""
    found = Found(depths=depths, **known)
    return Overview(now=NOW, stages=tuple(found.stage(row) for row in TABLE.values()))


def row_of(stage, *depths, **known):
    return next(row for row in ops_rows(an_overview(*depths, **known)) if row.stage is stage)


def test_every_stage_has_a_row_in_flow_order_even_when_it_is_empty():
    rows = ops_rows(an_overview())

    assert [row.stage for row in rows] == list(TABLE)
    assert {row.state for row in rows} == {NodeState.WAITING}
    assert all((row.open, row.parked, row.share_used) == (0, 0, None) for row in rows)


def test_a_row_says_how_many_how_old_and_against_what():
    row = row_of(StageName.PHOTO, a_depth())

    assert (row.open, row.age, row.allowed) == (3, "3 min", "15 minutes")
    assert row.share_used == pytest.approx(0.2)
    assert row.deadline == NOW + 12 * MINUTE


@pytest.mark.parametrize(
    ("depths", "state", "word"),
    [
        ([a_depth()], NodeState.RUNNING, "en cours"),
        ([a_depth(StageName.REVIEW)], NodeState.PERSON, "en attente"),
        ([a_depth(left=-MINUTE)], NodeState.TROUBLE, "en retard"),
        ([a_depth(status="parked")], NodeState.TROUBLE, "mis de côté"),
        ([a_depth(left=-MINUTE), a_depth(status="parked")], NodeState.TROUBLE, "en retard"),
    ],
    ids=["machine", "person", "late", "parked", "late and parked"],
)
def test_only_lateness_and_parking_are_trouble(depths, state, word):
    row = row_of(depths[0].stage, *depths)

    assert (row.state, row.word) == (state, word)


def test_parked_ones_are_counted_apart_from_open_ones():
    row = row_of(StageName.PHOTO, a_depth(), a_depth(status="parked", count=2, age=40 * MINUTE))

    assert (row.open, row.parked) == (3, 2)
    assert row.age == "3 min"


def test_a_late_stage_has_used_all_its_time():
    assert row_of(StageName.PHOTO, a_depth(left=-MINUTE)).share_used == 1.0


def test_whose_turn_and_which_queue_come_from_the_table():
    person, machine = row_of(StageName.USER_VALIDATION), row_of(StageName.DIVERGENCE)

    assert (person.turn, person.queue) == (Turn.CANDIDATE, None)
    assert (machine.turn, machine.queue) == (Turn.SYSTEM, "q.divergence")


def test_the_longer_time_of_an_activated_account_is_told():
    assert row_of(StageName.USER_VALIDATION).allowed == "7 à 183 jours"


def samples(*finished, stage=StageName.PHOTO, opened=6):
    return [
        StageSample(
            stage=stage,
            at=NOW - (len(finished) - place) * MINUTE,
            open=opened,
            parked=0,
            oldest_seconds=0,
            finished=count,
        )
        for place, count in enumerate(finished)
    ]


def test_figures_of_the_broker_are_added_up_over_the_retry_queues():
    queues = {
        "q.photo": QueueNow(ready=4, unacked=2, consumers=1),
        **{
            retry_queue(TABLE[StageName.PHOTO], wait): QueueNow(ready=1, consumers=0)
            for wait in TABLE[StageName.PHOTO].waits
        },
    }
    row = row_of(StageName.PHOTO, a_depth(), queues=queues)

    assert (row.in_flight, row.retrying, row.consumers) == (2, 3, 1)


def test_what_the_broker_did_not_say_is_unknown_and_not_zero():
    row = row_of(StageName.PHOTO, a_depth())

    assert (row.in_flight, row.retrying, row.consumers) == (None, None, None)
    assert row.state is NodeState.RUNNING


def test_a_queue_without_consumer_is_trouble_even_when_nothing_waits():
    row = row_of(StageName.PHOTO, queues={"q.photo": QueueNow(ready=0, consumers=0)})

    assert (row.state, row.word) == (NodeState.TROUBLE, "sans service")


def test_rate_and_time_to_drain_come_from_the_last_hour():
    row = row_of(StageName.PHOTO, a_depth(count=6), rows=samples(9, *[0] * 30, *[3] * 30))

    assert (row.rate, row.drain) == ("1,5/min", "4 min")


def test_no_time_to_drain_is_told_of_people():
    person = S.REVIEW
    row = row_of(person, a_depth(person), rows=samples(3, 3, stage=person))

    assert (row.rate, row.drain) == ("3,0/min", "")


@pytest.mark.parametrize(
    ("depths", "rows", "rate"),
    [([a_depth()], [], ""), ([a_depth()], samples(0, 0), "0"), ([], samples(4, 4), "4,0/min")],
    ids=["nothing known", "nothing moves", "nothing waits"],
)
def test_no_time_to_drain_is_invented(depths, rows, rate):
    row = row_of(StageName.PHOTO, *depths, rows=rows)

    assert (row.rate, row.drain) == (rate, "")


def finishing(minutes, *, finished=2, wait=10.0, stage=StageName.PHOTO, **more):
    """One sample a minute, so many minutes before now."""
    return [
        StageSample(
            stage=stage,
            at=NOW - before * MINUTE,
            open=more.get("opened", 0),
            parked=0,
            oldest_seconds=more.get("oldest", 0.0),
            finished=finished,
            wait_median=wait if finished else None,
            wait_p90=3 * wait if finished else None,
        )
        for before in minutes
    ]


def places(lines):
    return [
        tuple(float(number) for number in point.split(","))
        for line in lines
        for point in line.split()
    ]


def test_three_hours_are_sixty_points_however_many_minutes_were_watched():
    charts = row_of(StageName.PHOTO, rows=finishing(range(180, 0, -1))).charts

    assert POINTS == 60
    assert all(len(places(line)) <= POINTS for line in (charts.rate.line, charts.wait.line))
    assert len(places(charts.rate.line)) >= POINTS - 1


def test_the_charts_stay_inside_their_frames():
    charts = row_of(StageName.PHOTO, rows=finishing(range(180, 0, -1))).charts

    for line in (charts.rate.line, charts.wait.line, charts.wait.upper):
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places(line))


def test_a_chart_breaks_where_watch_was_away_and_says_what_it_shows():
    rows = [*finishing(range(90, 60, -1), finished=6), *finishing(range(30, 0, -1))]
    charts = row_of(StageName.PHOTO, rows=rows).charts

    assert len(charts.rate.line) == len(charts.wait.line) == 2
    assert charts.rate.description == "2,0/min à présent, 6,0/min au plus"
    assert charts.wait.description == (
        "la moitié en 10 s, 9 sur 10 en 30 s à présent, 30 s au plus"
    )


def test_a_stage_that_stands_still_shows_the_age_of_its_oldest():
    rows = [
        *finishing(range(30, 20, -1)),
        *finishing(range(20, 0, -1), finished=0, opened=3, oldest=600.0),
    ]
    wait = row_of(StageName.PHOTO, rows=rows).charts.wait

    assert len(places(wait.upper)) > len(places(wait.line))
    assert places(wait.upper)[-1][1] < places(wait.upper)[0][1]
    assert "10 min à présent" in wait.description


def test_the_usual_wait_weighs_each_minute_by_its_dossiers():
    rows = [*finishing([3], wait=60.0, finished=1), *finishing([2, 1], wait=2.0, finished=5)]

    assert row_of(StageName.PHOTO, rows=rows).wait == "2 s"
    assert row_of(StageName.PHOTO, rows=finishing([1], finished=0)).wait == ""


def test_a_drawing_does_not_move_from_one_look_to_the_next():
    rows = finishing(range(60, 0, -1))

    assert charts_of(rows, NOW) == charts_of(rows, NOW + dt.timedelta(seconds=50))


def test_a_stage_without_samples_has_no_chart():
    charts = row_of(StageName.PHOTO, rows=finishing([1], stage=StageName.ADDRESS)).charts

    assert (charts.rate, charts.wait) == (None, None)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "< 1 s"), (1, "1 s"), (59, "59 s"), (60, "1 min"), (5400, "2 h"), (200_000, "2 j")],
)
def test_a_delay_fits_a_narrow_column(seconds, text):
    assert brief(seconds) == text
