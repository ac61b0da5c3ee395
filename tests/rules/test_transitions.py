"""The road of a dossier through the machines: starts, joins, retries, parking, replay."""

import datetime as dt
from dataclasses import replace
from typing import get_args

import pytest

from shared.domain.dossier import Delivery, LetterKind, Outcome, Route, StageStatus
from shared.domain.events import (
    Claimed,
    ClockTicked,
    Decided,
    Event,
    Replayed,
    StageFailed,
    StageFinished,
    Validated,
)
from shared.domain.piece import PieceKind
from shared.domain.transitions import MOVES, advance
from shared.stages import PARKED_DEADLINE, TABLE, StageName
from tests.builders import NOW, a_change, a_divergence, a_dossier, a_result, after

S = StageName
CHECKS = (S.PHOTO, S.SIGNATURE, S.IDENTITY, S.ADDRESS)
SECOND = dt.timedelta(seconds=1)


def done(stage, result=None, run=1, attempt=1):
    return StageFinished(stage=stage, run=run, attempt=attempt, result=result or a_result())


def failed(stage, attempt=1, *, final=False, run=1):
    return StageFailed(stage=stage, run=run, attempt=attempt, cause="CheckCrashed", final=final)


def received(**changes):
    return after(a_dossier(**changes), done(S.RECEPTION))


def compared(route=Route.CLEAN, **changes):
    return after(received(**changes), *map(done, CHECKS), done(S.DIVERGENCE, a_divergence(route)))


def in_review():
    return compared(needs_validation=False)


def statuses(dossier, *names):
    return [dossier.stage(name).status for name in names]


def queues(change):
    return [entry.queue for entry in change.entries]


def step(dossier, event, now=NOW):
    return advance(dossier, event, now, TABLE)


def test_sending_starts_reception_and_the_candidates_validation_together():
    dossier = a_dossier()
    assert statuses(dossier, S.DRAFT, S.RECEPTION, S.USER_VALIDATION) == ["done", "open", "open"]


def test_reception_starts_every_check_at_once():
    change = step(a_dossier(), done(S.RECEPTION))
    assert queues(change) == ["q.photo", "q.signature", "q.identity", "q.address"]


@pytest.mark.parametrize("last", CHECKS)
def test_only_the_last_check_starts_the_comparison(last):
    dossier = received()
    for name in CHECKS:
        if name is not last:
            change = step(dossier, done(name))
            assert queues(change) == []
            dossier = change.dossier
    assert queues(step(dossier, done(last))) == ["q.divergence"]


def test_a_minor_without_signature_has_no_signature_stage():
    minor = a_dossier(PieceKind.PHOTO, PieceKind.IDENTITY, PieceKind.ADDRESS)
    dossier = after(minor, done(S.RECEPTION))
    assert dossier.stage(S.SIGNATURE).status is StageStatus.NOT_REQUIRED
    dossier = after(dossier, done(S.PHOTO), done(S.IDENTITY), done(S.ADDRESS))
    assert dossier.stage(S.DIVERGENCE).status is StageStatus.OPEN


def test_a_dossier_without_any_piece_to_check_is_compared_all_the_same():
    dossier = after(a_dossier(PieceKind.MEDICAL), done(S.RECEPTION))
    assert statuses(dossier, *CHECKS) == ["not_required"] * 4
    assert dossier.stage(S.DIVERGENCE).status is StageStatus.OPEN


def test_review_waits_for_the_candidate():
    dossier = compared()
    assert dossier.stage(S.REVIEW).status is StageStatus.WAITING
    assert after(dossier, Validated()).stage(S.REVIEW).status is StageStatus.OPEN


def test_the_candidate_may_validate_before_the_checks_end():
    dossier = after(a_dossier(), Validated(), done(S.RECEPTION), *map(done, CHECKS))
    assert dossier.stage(S.REVIEW).status is StageStatus.WAITING
    dossier = after(dossier, done(S.DIVERGENCE, a_divergence()))
    assert dossier.stage(S.REVIEW).status is StageStatus.OPEN


def test_a_candidate_who_files_alone_goes_to_review_without_validation():
    assert in_review().stage(S.REVIEW).status is StageStatus.OPEN


def test_the_machine_sends_a_dossier_back_but_never_ends_it():
    dossier = compared(Route.CORRECTION)
    assert statuses(dossier, S.CORRECTION, S.REVIEW) == ["open", "waiting"]
    assert dossier.outcome is None
    assert dossier.letters[-1].kind is LetterKind.CORRECTION_REQUEST


def test_validation_during_a_correction_does_not_open_the_review():
    dossier = after(compared(Route.CORRECTION), Validated())
    assert statuses(dossier, S.CORRECTION, S.REVIEW) == ["open", "waiting"]


@pytest.mark.parametrize(
    "event",
    [
        pytest.param(done(S.PHOTO, run=0), id="older-run"),
        pytest.param(done(S.PHOTO, run=2), id="run-to-come"),
        pytest.param(done(S.PHOTO, attempt=2), id="another-try"),
        pytest.param(done(S.RECEPTION), id="already-done"),
        pytest.param(done(S.DIVERGENCE), id="not-begun"),
        pytest.param(failed(S.PHOTO, run=2), id="failure-of-another-run"),
        pytest.param(failed(S.PHOTO, attempt=2), id="failure-of-another-try"),
        pytest.param(failed(S.RECEPTION, final=True), id="failure-after-done"),
        pytest.param(Replayed(stage=S.PHOTO), id="replay-of-what-runs"),
        pytest.param(Replayed(stage=S.DIVERGENCE), id="replay-of-what-has-not-begun"),
    ],
)
def test_a_message_of_another_run_or_try_changes_nothing(event):
    assert step(received(), event) is None


@pytest.mark.parametrize(
    ("stage", "waits"),
    [
        (S.PHOTO, [5, 15, 45]),
        (S.SIGNATURE, [5, 15, 45]),
        (S.IDENTITY, [5, 15, 45]),
        (S.ADDRESS, [5, 15, 45]),
        (S.RECEPTION, [2, 4, 8, 16, 32]),
        (S.DIVERGENCE, [2, 4, 8, 16]),
        (S.NOTIFICATION, [30, 60, 120, 240, 480, 960, 1920]),
    ],
)
def test_each_retry_waits_as_the_table_says(stage, waits):
    dossier = {
        S.RECEPTION: a_dossier(),
        S.DIVERGENCE: after(received(), *map(done, CHECKS)),
    }.get(stage, received())
    run = dossier.stage(stage).run
    for attempt, seconds in enumerate(waits, start=1):
        change = step(dossier, failed(stage, attempt, run=run))
        dossier = change.dossier
        assert queues(change) == [f"q.{stage}.retry.{seconds * 1000}"]
        assert change.entries[0].attempt == attempt + 1
        assert dossier.stage(stage).retry_at == NOW + seconds * SECOND
    assert len(waits) == TABLE[stage].tries - 1


def test_a_retry_never_outlives_the_deadline_of_its_stage():
    dossier = received()
    late = dossier.stage(S.PHOTO).deadline - SECOND
    run = step(dossier, failed(S.PHOTO), late).dossier.stage(S.PHOTO)
    assert run.deadline == run.retry_at + TABLE[S.PHOTO].time_limit


def test_a_check_that_cannot_be_made_is_shown_as_not_evaluated_and_the_dossier_goes_on():
    change = step(received(), failed(S.PHOTO, final=True))
    run = change.dossier.stage(S.PHOTO)
    assert (run.status, run.cause, run.deadline) == (StageStatus.PARKED, "CheckCrashed", None)
    assert run.result.findings[0].verdict == "not_evaluated"
    assert queues(change) == ["q.photo.park"]
    dossier = after(change.dossier, *map(done, CHECKS[1:]))
    assert dossier.stage(S.DIVERGENCE).status is StageStatus.OPEN


def test_a_comparison_that_cannot_be_made_goes_to_an_agent():
    dossier = after(received(needs_validation=False), *map(done, CHECKS))
    dossier = after(dossier, failed(S.DIVERGENCE, final=True))
    assert (dossier.route, dossier.stage(S.REVIEW).status) == (Route.REVIEW, StageStatus.OPEN)


def test_a_reception_that_cannot_be_made_is_an_incident_with_a_clock():
    dossier = after(a_dossier(), failed(S.RECEPTION, final=True))
    run = dossier.stage(S.RECEPTION)
    assert (run.status, run.deadline) == (StageStatus.PARKED, NOW + PARKED_DEADLINE)
    assert statuses(dossier, *CHECKS) == ["waiting"] * 4


def test_replay_of_a_check_runs_it_again_and_what_follows_but_nothing_beside_it():
    dossier = after(received(needs_validation=False), failed(S.PHOTO, final=True))
    dossier = after(dossier, *map(done, CHECKS[1:]), done(S.DIVERGENCE, a_divergence()))
    change = step(dossier, Replayed(stage=S.PHOTO))
    assert queues(change) == ["q.photo"]
    assert statuses(change.dossier, S.DIVERGENCE, S.REVIEW) == ["waiting", "waiting"]
    assert statuses(change.dossier, *CHECKS[1:]) == ["done"] * 3
    dossier = after(change.dossier, done(S.PHOTO, run=2))
    assert (dossier.stage(S.DIVERGENCE).status, dossier.stage(S.DIVERGENCE).run) == ("open", 2)


def test_replay_of_a_reception_starts_the_checks():
    dossier = after(a_dossier(), failed(S.RECEPTION, final=True), Replayed(stage=S.RECEPTION))
    assert dossier.stage(S.RECEPTION).run == 2
    assert statuses(after(dossier, done(S.RECEPTION, run=2)), *CHECKS) == ["open"] * 4


def test_replay_of_letters_touches_nothing_else():
    dossier = after(in_review(), Claimed(agent="a"), Decided(agent="a", outcome=Outcome.REFUSED))
    run = dossier.stage(S.NOTIFICATION).run
    parked = after(dossier, failed(S.NOTIFICATION, final=True, run=run))
    replayed = after(parked, Replayed(stage=S.NOTIFICATION))
    assert replayed.stage(S.NOTIFICATION).status is StageStatus.OPEN
    assert replayed.outcome is Outcome.REFUSED


def test_replay_waits_while_an_agent_holds_the_dossier():
    dossier = after(received(needs_validation=False), failed(S.PHOTO, final=True))
    dossier = after(dossier, *map(done, CHECKS[1:]), done(S.DIVERGENCE, a_divergence()))
    assert step(after(dossier, Claimed(agent="a")), Replayed(stage=S.PHOTO)) is None


def test_what_ended_is_not_replayed():
    dossier = after(a_dossier(), failed(S.RECEPTION, final=True))
    ended = after(dossier, ClockTicked(stage=S.USER_VALIDATION), now=NOW + dt.timedelta(days=184))
    assert ended.outcome is Outcome.EXPIRED
    assert step(ended, Replayed(stage=S.RECEPTION)) is None


def test_a_check_of_what_was_decided_is_not_replayed():
    dossier = after(received(needs_validation=False), failed(S.PHOTO, final=True))
    dossier = after(dossier, *map(done, CHECKS[1:]), done(S.DIVERGENCE, a_divergence()))
    decided = after(dossier, Claimed(agent="a"), Decided(agent="a", outcome=Outcome.ACCEPTED))
    assert step(decided, Replayed(stage=S.PHOTO)) is None


def test_letters_that_left_are_marked_and_the_others_are_not():
    dossier = a_dossier()
    seq = dossier.letters[0].seq
    run = dossier.stage(S.NOTIFICATION).run
    assert dossier.letters[0].kind is LetterKind.VALIDATION_REQUEST
    sent = after(dossier, done(S.NOTIFICATION, Delivery(sent=(seq,)), run=run))
    assert sent.letters[0].sent_at == NOW
    other = after(dossier, done(S.NOTIFICATION, Delivery(sent=(seq + 1,)), run=run))
    assert other.letters[0].sent_at is None


def test_a_new_letter_fences_the_senders_of_earlier_ones():
    dossier = a_dossier()
    first = dossier.stage(S.NOTIFICATION).run
    later = NOW + dt.timedelta(days=1, minutes=1)
    reminded = after(dossier, ClockTicked(stage=S.USER_VALIDATION), now=later)
    assert reminded.stage(S.NOTIFICATION).run == first + 1
    assert step(reminded, done(S.NOTIFICATION, Delivery(sent=(1,)), run=first)) is None
    assert len(reminded.unsent_letters()) == 2


def test_a_result_survives_a_new_run_until_the_new_one_is_there():
    dossier = after(received(), done(S.PHOTO, a_result(message="Ancien.")))
    parked = replace(dossier.stage(S.PHOTO), status=StageStatus.PARKED)
    dossier = replace(dossier, stages={**dossier.stages, S.PHOTO: parked})
    again = after(dossier, Replayed(stage=S.PHOTO))
    assert again.stage(S.PHOTO).result.findings[0].message == "Ancien."


def test_every_change_grows_the_revision_by_one_and_tells_its_moment():
    change = step(a_dossier(), done(S.RECEPTION), NOW + SECOND)
    assert change.dossier.rev == a_dossier().rev + 1
    assert change.dossier.updated_at == NOW + SECOND
    assert {line.rev for line in change.events} == {change.dossier.rev}
    assert change.dossier.history[-len(change.events) :] == change.events


def test_a_new_dossier_is_a_draft_with_a_clock():
    change = a_change()
    draft = change.dossier.stage(S.DRAFT)
    assert (draft.status, draft.deadline) == (StageStatus.OPEN, NOW + TABLE[S.DRAFT].deadline)
    assert (change.dossier.rev, change.entries) == (1, ())


def test_every_kind_of_event_has_its_move():
    assert set(MOVES) == set(get_args(Event))
