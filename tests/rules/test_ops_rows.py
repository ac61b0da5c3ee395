"""The ops page: one row a stage, with what stands in it."""

import datetime as dt

import pytest

from services.watch.view import ops_rows
from shared.pipeline.ports import StageDepth
from shared.stages import TABLE, StageName, Turn
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


def row_of(stage, *depths):
    return next(row for row in ops_rows(depths, NOW, TABLE) if row.stage is stage)


def test_every_stage_has_a_row_in_flow_order_even_when_it_is_empty():
    rows = ops_rows((), NOW, TABLE)

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
