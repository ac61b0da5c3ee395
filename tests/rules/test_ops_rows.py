"""The ops page: one row a stage, with what stands in it."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from services.watch.charts import HEIGHT, WIDTH
from services.watch.view import ops_rows
from shared.pipeline.overview import Found, Overview, QueueNow
from shared.pipeline.ports import StageDepth
from shared.pipeline.samples import StageSample
from shared.stages import TABLE, StageName, Turn, retry_queue
from shared.web.rail_node import NodeState
from tests.builders import NOW

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

    assert (row.open, row.age, row.allowed) == (3, "3 minutes", "15 minutes")
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

    assert (row.open, row.parked, row.parked_age) == (3, 2, "40 minutes")
    assert row.age == "3 minutes"


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

    assert (row.rate, row.drain) == ("1,5/min", "4 minutes")


@pytest.mark.parametrize(
    ("depths", "rows", "rate"),
    [([a_depth()], [], ""), ([a_depth()], samples(0, 0), "0"), ([], samples(4, 4), "4,0/min")],
    ids=["nothing known", "nothing moves", "nothing waits"],
)
def test_no_time_to_drain_is_invented(depths, rows, rate):
    row = row_of(StageName.PHOTO, *depths, rows=rows)

    assert (row.rate, row.drain) == (rate, "")


def test_the_chart_breaks_where_watch_was_away_and_says_what_it_shows():
    rows = samples(1, 2, 0)
    older = [replace(row, at=row.at - dt.timedelta(hours=1)) for row in rows]
    chart = row_of(StageName.PHOTO, rows=[*older, *rows]).chart

    assert [len(line.split()) for line in chart.lines] == [3, 3]
    assert chart.bars.count("M") == 4
    assert chart.description == "6 à la dernière minute, 6 au plus ; jusqu’à 2 traités par minute"


def test_the_chart_stays_inside_its_frame():
    places = re.findall(
        r"([\d.]+),([\d.]+)", row_of(StageName.PHOTO, rows=samples(5)).chart.lines[0]
    )

    assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in places)


def test_a_stage_without_samples_has_no_chart():
    assert row_of(StageName.PHOTO, rows=samples(1, stage=StageName.ADDRESS)).chart is None
