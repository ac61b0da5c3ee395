"""What time alone does: reminders, expiry, leases, escalation, re-drives and their budget."""

import datetime as dt

import pytest

from shared.domain.clockwork import next_due, ticking_stages
from shared.domain.dossier import CorrectionItem, LetterKind, Outcome, StageStatus
from shared.domain.events import Claimed, ClockTicked, CorrectionAsked, StageFailed, StageFinished
from shared.domain.piece import PieceKind
from shared.domain.transitions import advance
from shared.stages import PARKED_DEADLINE, TABLE, Ending, StageName, queue_stages
from tests.builders import NOW, PIECES, a_divergence, a_dossier, a_draft, a_result, after

S = StageName
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
CHECKS = (S.PHOTO, S.SIGNATURE, S.IDENTITY, S.ADDRESS)
CHECKED_PIECES = tuple(row.piece for row in TABLE.values() if row.piece)


def tick(dossier, stage, now):
    return advance(dossier, ClockTicked(stage=stage), now, TABLE)


def ticked(dossier, stage, now):
    return after(dossier, ClockTicked(stage=stage), now=now)


def done(stage, result=None):
    return StageFinished(stage=stage, run=1, attempt=1, result=result or a_result())


def in_review():
    dossier = after(a_dossier(needs_validation=False), done(S.RECEPTION), *map(done, CHECKS))
    return after(dossier, done(S.DIVERGENCE, a_divergence()))


def in_correction():
    item = CorrectionItem(message="La photo est floue.", piece=PieceKind.PHOTO)
    asked = CorrectionAsked(agent="agent-1", items=(item,))
    return after(in_review(), Claimed(agent="agent-1"), asked)


def kinds(dossier):
    return [letter.kind for letter in dossier.letters]


REMINDERS = [
    (S.DRAFT, lambda: a_draft(*PIECES), [7], LetterKind.DRAFT_REMINDER),
    (S.USER_VALIDATION, a_dossier, [1, 3, 6], LetterKind.VALIDATION_REMINDER),
    (S.CORRECTION, in_correction, [7, 30, 54], LetterKind.CORRECTION_REMINDER),
]


@pytest.mark.parametrize(("stage", "make", "days", "kind"), REMINDERS)
def test_people_are_reminded_on_their_days_and_once_each(stage, make, days, kind):
    dossier = make()
    for number, day in enumerate(days, start=1):
        assert tick(dossier, stage, NOW + day * DAY - SECOND) is None
        dossier = ticked(dossier, stage, NOW + day * DAY)
        assert tick(dossier, stage, NOW + day * DAY) is None
        assert kinds(dossier).count(kind) == number
    assert dossier.stage(stage).reminders == len(days)
    assert next_due(TABLE[stage], dossier.stage(stage)) == dossier.stage(stage).deadline


ENDINGS = [
    (S.DRAFT, lambda: a_draft(*PIECES), 30, Outcome.CLOSED, LetterKind.CLOSED),
    (
        S.USER_VALIDATION,
        lambda: a_dossier(account_activated=False),
        7,
        Outcome.EXPIRED,
        LetterKind.EXPIRED,
    ),
    (S.USER_VALIDATION, a_dossier, 183, Outcome.EXPIRED, LetterKind.EXPIRED),
    (S.CORRECTION, in_correction, 61, Outcome.CLOSED, LetterKind.CLOSED),
]


@pytest.mark.parametrize(
    ("stage", "make", "days", "outcome", "letter"),
    ENDINGS,
    ids=["draft", "account-not-activated", "request-not-validated", "correction"],
)
def test_a_persons_deadline_ends_the_request_and_is_told(stage, make, days, outcome, letter):
    dossier = make()
    assert dossier.stage(stage).deadline == NOW + days * DAY
    ended = ticked(dossier, stage, NOW + days * DAY)
    assert (ended.outcome, kinds(ended)[-1]) == (outcome, letter)
    assert ended.stage(stage).status is StageStatus.CANCELLED
    assert set(ticking_stages(ended)) == {S.NOTIFICATION}


def test_a_sweep_that_comes_late_ends_the_request_without_old_reminders():
    ended = ticked(a_dossier(), S.USER_VALIDATION, NOW + 200 * DAY)
    assert ended.outcome is Outcome.EXPIRED
    assert LetterKind.VALIDATION_REMINDER not in kinds(ended)


def test_what_ended_is_fenced_from_its_running_checks():
    dossier = after(a_dossier(), done(S.RECEPTION))
    ended = ticked(dossier, S.USER_VALIDATION, NOW + 184 * DAY)
    assert advance(ended, done(S.PHOTO), NOW, TABLE) is None


def test_an_incident_stops_ringing_once_its_dossier_has_ended():
    lost = StageFailed(stage=S.RECEPTION, run=1, attempt=1, cause="MissingBlob", final=True)
    ended = ticked(after(a_dossier(), lost), S.USER_VALIDATION, NOW + 184 * DAY)
    assert tick(ended, S.RECEPTION, NOW + 185 * DAY) is None


def test_a_lease_that_runs_out_gives_the_dossier_back_to_the_pile():
    claimed = after(in_review(), Claimed(agent="agent-1"))
    until = claimed.stage(S.REVIEW).claim.until
    assert tick(claimed, S.REVIEW, until - SECOND) is None
    free = ticked(claimed, S.REVIEW, until)
    assert (free.stage(S.REVIEW).claim, free.stage(S.REVIEW).status) == (None, "open")


def test_a_review_past_its_threshold_is_escalated_and_goes_on():
    dossier = in_review()
    for times in (1, 2, 3):
        late = dossier.stage(S.REVIEW).deadline
        dossier = ticked(dossier, S.REVIEW, late)
        review = dossier.stage(S.REVIEW)
        assert (review.escalations, review.status) == (times, StageStatus.OPEN)
        assert review.deadline == late + TABLE[S.REVIEW].deadline
    assert dossier.outcome is None


def test_an_incident_that_nobody_takes_calls_again_every_hour():
    lost = StageFailed(stage=S.RECEPTION, run=1, attempt=1, cause="MissingBlob", final=True)
    dossier = after(a_dossier(), lost)
    for times in (1, 2):
        dossier = ticked(dossier, S.RECEPTION, NOW + times * PARKED_DEADLINE)
        assert dossier.stage(S.RECEPTION).escalations == times
        assert dossier.stage(S.RECEPTION).status is StageStatus.PARKED


def a_dossier_at(stage):
    if stage is S.RECEPTION:
        return a_dossier(needs_validation=False)
    if stage is S.DIVERGENCE:
        return after(a_dossier(), done(S.RECEPTION), *map(done, CHECKS))
    return after(a_dossier(*CHECKED_PIECES), done(S.RECEPTION))


#: Those that end in the open; the code of a photo ends in a correction.
PARKED_ROWS = [row for row in queue_stages(TABLE) if row.ending is not Ending.CORRECTION]


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in PARKED_ROWS])
def test_an_overdue_machine_is_driven_again_then_parked(row):
    dossier = a_dossier_at(row.name)
    run = dossier.stage(row.name).run
    for times in range(1, row.redrives + 1):
        late = dossier.stage(row.name).deadline
        assert tick(dossier, row.name, late - SECOND) is None
        change = tick(dossier, row.name, late)
        dossier = change.dossier
        assert [(e.queue, e.run, e.attempt) for e in change.entries] == [(row.queue, run, 1)]
        assert dossier.stage(row.name).redrives == times
        assert dossier.stage(row.name).deadline == late + row.deadline
    change = tick(dossier, row.name, dossier.stage(row.name).deadline)
    parked = change.dossier.stage(row.name)
    assert (parked.status, parked.cause) == (StageStatus.PARKED, "DeadlinePassed")
    assert f"{row.queue}.park" in [entry.queue for entry in change.entries]


def test_a_redriven_stage_keeps_the_try_it_is_at():
    failed = StageFailed(stage=S.RECEPTION, run=1, attempt=1, cause="CheckCrashed", final=False)
    dossier = after(a_dossier(), failed)
    change = tick(dossier, S.RECEPTION, dossier.stage(S.RECEPTION).deadline)
    assert [(e.run, e.attempt) for e in change.entries] == [(1, 2)]


@pytest.mark.parametrize("stage", [S.PHOTO, S.REVIEW, S.DRAFT], ids=str)
def test_a_stage_whose_clock_does_not_run_is_not_moved(stage):
    assert tick(a_dossier(), stage, NOW + 400 * DAY) is None
