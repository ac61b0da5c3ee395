"""What ops may do to a stage that stopped, and what that leaves behind."""

import datetime as dt

import pytest

from shared.domain.clockwork import standing_stages, ticking_stages
from shared.domain.dossier import LetterKind, Outcome, StageStatus
from shared.domain.events import Claimed, Decided, Discarded, Redriven, Replayed, StageFinished
from shared.domain.repair import (
    Hindrance,
    given_up,
    hindrance_to_discard,
    hindrance_to_redrive,
    hindrance_to_replay,
)
from shared.domain.transitions import advance
from shared.stages import TABLE, StageName
from tests.builders import NOW, a_dossier, a_result, after
from tests.rules.dossier_paths import finished, in_review, parked

S = StageName
LATER = NOW + dt.timedelta(hours=2)
RECEIVED = finished(a_dossier(), S.RECEPTION)
PHOTO_PARKED = parked(RECEIVED, S.PHOTO)
INCIDENT = parked(a_dossier(), S.RECEPTION)
UNDELIVERABLE = parked(a_dossier(), S.NOTIFICATION)
CLAIMED = after(in_review(), Claimed(agent="agent-1"))
_WAITING = parked(finished(a_dossier(needs_validation=False), S.RECEPTION), S.PHOTO)
for _name in (S.SIGNATURE, S.IDENTITY, S.ADDRESS, S.DIVERGENCE):
    _WAITING = finished(_WAITING, _name)
CLAIMED_UNEVALUATED = after(_WAITING, Claimed(agent="agent-1"))
ENDED = after(CLAIMED, Decided(agent="agent-1", outcome=Outcome.ACCEPTED))
ENDED_UNDELIVERABLE = parked(ENDED, S.NOTIFICATION)
EVERY = (
    *(RECEIVED, PHOTO_PARKED, INCIDENT, UNDELIVERABLE, CLAIMED, CLAIMED_UNEVALUATED),
    *(ENDED, ENDED_UNDELIVERABLE),
)


def act(dossier, event):
    return advance(dossier, event, LATER, TABLE)


def test_a_discarded_check_stays_unevaluated_and_is_no_longer_parked():
    change = act(PHOTO_PARKED, Discarded(stage=S.PHOTO, account="ops-1"))

    run = change.dossier.stage(S.PHOTO)
    assert (run.status, run.deadline, run.since) == (StageStatus.DONE, None, LATER)
    assert run.result == PHOTO_PARKED.stage(S.PHOTO).result
    assert change.entries == ()
    assert S.PHOTO not in standing_stages(change.dossier)


def test_a_reception_that_is_given_up_closes_the_dossier_with_a_letter():
    change = act(INCIDENT, Discarded(stage=S.RECEPTION, account="ops-1"))

    dossier = change.dossier
    assert (dossier.outcome, dossier.stage(S.RECEPTION).status) == (
        Outcome.CLOSED,
        StageStatus.CANCELLED,
    )
    assert dossier.unsent_letters()[-1].kind is LetterKind.CLOSED
    assert [entry.queue for entry in change.entries] == ["q.notification"]
    assert ticking_stages(dossier) == (S.NOTIFICATION,)
    assert given_up(dossier)


def test_only_a_reception_that_was_given_up_is_told_as_our_fault():
    for dossier in EVERY:
        assert not given_up(dossier)


def test_a_discarded_letter_stays_unsent_and_nobody_is_reminded_of_it():
    change = act(UNDELIVERABLE, Discarded(stage=S.NOTIFICATION, account="ops-1"))

    assert len(change.dossier.unsent_letters()) == 1
    assert S.NOTIFICATION not in ticking_stages(change.dossier)


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Replayed(stage=S.PHOTO, account="ops-1"), ("replayed", S.PHOTO, "ops-1")),
        (Discarded(stage=S.PHOTO, account="ops-1"), ("discarded", S.PHOTO, "ops-1")),
    ],
    ids=["replay", "discard"],
)
def test_the_timeline_names_who_did_it(event, line):
    first = act(PHOTO_PARKED, event).events[0]

    assert (first.event, first.stage, first.detail) == line


def test_a_redrive_sends_the_same_run_and_try_again_with_the_whole_time_ahead():
    change = act(RECEIVED, Redriven(stage=S.PHOTO, account="ops-1"))

    (entry,) = change.entries
    before, run = RECEIVED.stage(S.PHOTO), change.dossier.stage(S.PHOTO)
    assert (entry.queue, entry.run, entry.attempt) == ("q.photo", before.run, before.attempt)
    assert run.deadline == LATER + TABLE[S.PHOTO].deadline
    assert (run.redrives, run.since) == (before.redrives, before.since)
    assert (change.events[0].event, change.events[0].detail) == ("redriven", "ops-1")


def test_of_two_messages_after_a_redrive_only_one_has_effect():
    dossier = act(RECEIVED, Redriven(stage=S.PHOTO, account="ops-1")).dossier
    finish = StageFinished(stage=S.PHOTO, run=1, attempt=1, result=a_result())
    once = act(dossier, finish).dossier

    assert act(once, finish) is None


@pytest.mark.parametrize(
    ("may", "dossier", "stage", "expected"),
    [
        (hindrance_to_replay, PHOTO_PARKED, S.PHOTO, None),
        (hindrance_to_replay, INCIDENT, S.RECEPTION, None),
        (hindrance_to_replay, RECEIVED, S.PHOTO, Hindrance.NOT_PARKED),
        (hindrance_to_replay, UNDELIVERABLE, S.NOTIFICATION, None),
        (hindrance_to_replay, CLAIMED_UNEVALUATED, S.PHOTO, Hindrance.CLAIMED),
        (hindrance_to_replay, ENDED_UNDELIVERABLE, S.NOTIFICATION, None),
        (hindrance_to_discard, PHOTO_PARKED, S.PHOTO, None),
        (hindrance_to_discard, UNDELIVERABLE, S.NOTIFICATION, None),
        (hindrance_to_discard, INCIDENT, S.RECEPTION, None),
        (hindrance_to_discard, RECEIVED, S.PHOTO, Hindrance.NOT_PARKED),
        (hindrance_to_redrive, RECEIVED, S.PHOTO, None),
        (hindrance_to_redrive, PHOTO_PARKED, S.PHOTO, Hindrance.NOT_IN_A_QUEUE),
        (hindrance_to_redrive, RECEIVED, S.USER_VALIDATION, Hindrance.NOT_IN_A_QUEUE),
        (hindrance_to_redrive, RECEIVED, S.DIVERGENCE, Hindrance.NOT_IN_A_QUEUE),
    ],
)
def test_what_hinders_ops_is_told(may, dossier, stage, expected):
    assert may(dossier, stage) is expected


@pytest.mark.parametrize(
    ("event", "hindrance"),
    [(Replayed, hindrance_to_replay), (Discarded, hindrance_to_discard)],
    ids=["replay", "discard"],
)
@pytest.mark.parametrize("stage", list(StageName))
def test_an_act_applies_exactly_where_nothing_hinders_it(event, hindrance, stage):
    for dossier in EVERY:
        change = act(dossier, event(stage=stage, account="ops-1"))
        assert (change is None) == (hindrance(dossier, stage) is not None)


@pytest.mark.parametrize("stage", list(StageName))
def test_a_redrive_applies_exactly_where_nothing_hinders_it(stage):
    for dossier in EVERY:
        change = act(dossier, Redriven(stage=stage, account="ops-1"))
        assert (change is None) == (hindrance_to_redrive(dossier, stage) is not None)
