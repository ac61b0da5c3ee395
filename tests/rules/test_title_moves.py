"""A title is never stuck: each state has an owner, a deadline and what follows it."""

import datetime as dt
from dataclasses import replace

import pytest

from shared.domain.demande import DemandeKind
from shared.domain.letter import LetterKind
from shared.domain.title import TitleState
from shared.domain.title_events import (
    RedispatchAsked,
    TitleHandedOver,
    TitleReported,
    TitleTicked,
)
from shared.domain.title_moves import due_of
from shared.domain.title_table import (
    TITLE_ENDS,
    TITLE_TABLE,
    TITLED,
    StuckTitle,
    TitleEnding,
    label_of,
    validate_titles,
)
from shared.domain.transitions import advance
from shared.stages import TABLE
from tests.builders import NOW, after
from tests.rules.title_paths import accepted, handed_over, reported

T = TitleState
DAY = dt.timedelta(days=1)
TICK = TitleTicked()
LYING = reported(accepted(), T.DISPATCHED, T.AT_POST_OFFICE)
RETURNED = reported(LYING, T.RETURNED)


def refused(dossier, event, now=NOW):
    return advance(dossier, event, now, TABLE) is None


def last_letter(dossier):
    return dossier.letters[-1]


def test_every_state_has_a_row_or_is_an_end():
    validate_titles(TITLE_TABLE)
    assert {*TITLE_TABLE, *TITLE_ENDS} == {*T}


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({k: v for k, v in TITLE_TABLE.items() if k is not T.RETURNED}, id="no-row"),
        pytest.param(
            {**TITLE_TABLE, T.ORDERED: replace(TITLE_TABLE[T.ORDERED], deadline=0 * DAY)},
            id="no-deadline",
        ),
        pytest.param(
            {**TITLE_TABLE, T.ORDERED: replace(TITLE_TABLE[T.ORDERED], next=frozenset())},
            id="no-way-out",
        ),
    ],
)
def test_a_table_that_could_lose_a_title_is_refused(broken):
    with pytest.raises(StuckTitle):
        validate_titles(broken)


@pytest.mark.parametrize("kind", DemandeKind)
def test_acceptance_orders_a_title_where_the_procedure_gives_one(kind):
    title = accepted(kind).title
    assert (title.state if title else None) == (T.ORDERED if kind in TITLED else None)


@pytest.mark.parametrize("state", TITLE_TABLE)
def test_every_state_of_the_table_sets_its_clock_and_does_what_its_row_says(state):
    row = TITLE_TABLE[state]
    title = replace(accepted().title, state=state, deadline=NOW + row.deadline, warned=True)
    dossier = replace(accepted(), title=title)

    assert refused(dossier, TICK, NOW + row.deadline - DAY)
    later = after(dossier, TICK, now=NOW + row.deadline).title

    expected = {
        TitleEnding.INQUIRE: state,
        TitleEnding.RETURN: T.RETURNED,
        TitleEnding.DESTROY: T.DESTROYED,
    }[row.ending]
    assert later.state is expected
    assert later.late == (1 if row.ending is TitleEnding.INQUIRE else 0)
    assert (later.deadline is None) == (expected in TITLE_ENDS)


@pytest.mark.parametrize("state", TITLE_TABLE)
def test_every_state_is_entered_by_news_and_tells_by_its_letter(state):
    row = TITLE_TABLE[state]
    for following in row.next:
        dossier = replace(accepted(), title=replace(accepted().title, state=state))
        change = advance(dossier, TitleReported(state=following, order=1, at=NOW), NOW, TABLE)
        told = TITLE_TABLE[following].letter if following in TITLE_TABLE else TITLE_ENDS[following]
        written = change.dossier.letters[len(dossier.letters) :]
        assert [letter.kind for letter in written] == ([told] if told else [])
        assert label_of(following)


def test_the_post_office_keeps_it_fifteen_days_from_the_first_passage():
    passed = NOW - 3 * DAY
    on_its_way = reported(accepted(), T.DISPATCHED)

    event = TitleReported(state=T.AT_POST_OFFICE, order=1, at=passed)
    dossier = after(on_its_way, event)

    assert dossier.title.deadline == passed + 15 * DAY
    letter = last_letter(dossier)
    assert (letter.kind, letter.until) == (
        LetterKind.TITLE_AT_POST_OFFICE,
        passed + 15 * DAY,
    )


def test_a_title_that_nobody_fetched_may_be_sent_again_for_six_months():
    dossier = after(LYING, TICK, now=NOW + 15 * DAY)

    assert dossier.title.state is T.RETURNED
    assert last_letter(dossier).kind is LetterKind.TITLE_RETURNED
    asked = after(dossier, RedispatchAsked(), now=dossier.title.deadline - DAY)
    assert (asked.title.state, asked.title.order) == (T.REDISPATCH_ASKED, 2)
    assert not asked.title.handed_over
    assert refused(dossier, RedispatchAsked(), dossier.title.deadline)


def test_a_new_dispatch_can_be_asked_of_a_returned_title_only():
    for dossier in (accepted(), LYING, reported(LYING, T.DELIVERED)):
        assert refused(dossier, RedispatchAsked())


def test_the_holder_is_warned_once_before_destruction_and_told_after():
    deadline = RETURNED.title.deadline
    assert due_of(RETURNED.title) == deadline - 30 * DAY
    warned = after(RETURNED, TICK, now=deadline - 30 * DAY)
    assert (last_letter(warned).kind, last_letter(warned).until) == (
        LetterKind.TITLE_DESTRUCTION_NEAR,
        deadline,
    )
    assert refused(warned, TICK, deadline - DAY)

    gone = after(warned, TICK, now=deadline)

    assert (gone.title.state, gone.title.deadline) == (T.DESTROYED, None)
    assert last_letter(gone).kind is LetterKind.TITLE_DESTROYED
    assert due_of(gone.title) is None


def test_news_of_an_order_that_is_over_change_nothing():
    asked = after(RETURNED, RedispatchAsked())

    assert refused(asked, TitleReported(state=T.DISPATCHED, order=1, at=NOW))
    assert reported(asked, T.DISPATCHED, order=2).title.state is T.DISPATCHED


@pytest.mark.parametrize("state", T)
def test_the_same_news_twice_change_nothing_the_second_time(state):
    dossier = accepted()
    event = TitleReported(state=state, order=1, at=NOW)
    change = advance(dossier, event, NOW, TABLE)
    if change is not None:
        assert refused(change.dossier, event)


def test_news_of_an_ordered_title_lead_to_each_state_that_follows():
    changing = {
        state for state in T if not refused(accepted(), TitleReported(state=state, order=1, at=NOW))
    }

    followers = {T.IN_PRODUCTION, T.DISPATCHED, T.AT_POST_OFFICE, T.RETURNED, T.DELIVERED}
    assert changing == followers


def test_an_order_that_the_office_never_answered_goes_to_it_again():
    dossier = handed_over(accepted())
    assert refused(dossier, TitleHandedOver(order=1))

    late = after(dossier, TICK, now=NOW + 3 * DAY).title

    assert (late.handed_over, late.order, late.late) == (False, 1, 1)


def test_news_from_a_clock_ahead_of_ours_count_from_now():
    dossier = reported(accepted(), T.IN_PRODUCTION)
    ahead = TitleReported(state=T.DISPATCHED, order=1, at=NOW + DAY)
    assert after(dossier, ahead).title.since == NOW
