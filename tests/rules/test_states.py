"""What people read: a state for every dossier, with the attested labels, a turn and a deadline."""

import datetime as dt

import pytest

from shared.domain.dossier import CorrectionItem, Outcome, Route, StageStatus
from shared.domain.events import (
    Claimed,
    ClockTicked,
    CorrectionAsked,
    Decided,
    StageFailed,
    StageFinished,
    Validated,
)
from shared.domain.piece import PieceKind
from shared.domain.states import STAGE_LABELS, STATUS_LABELS, StateCode, state_of
from shared.stages import StageName, Turn
from tests.builders import NOW, PIECES, a_divergence, a_dossier, a_draft, a_result, after
from tests.rules.photo_codes import NOT_YET, by_code

S = StageName
DAY = dt.timedelta(days=1)
AGENT = "agent-1"


def done(stage, result=None):
    return StageFinished(stage=stage, run=1, attempt=1, result=result or a_result())


def checked(**changes):
    stages = (S.RECEPTION, S.PHOTO, S.SIGNATURE, S.IDENTITY, S.ADDRESS)
    return after(a_dossier(**changes), *map(done, stages))


def in_review():
    return after(checked(needs_validation=False), done(S.DIVERGENCE, a_divergence()))


def decided(outcome):
    return after(in_review(), Claimed(agent=AGENT), Decided(agent=AGENT, outcome=outcome))


PHOTO = CorrectionItem(message="La photo est floue.", piece=PieceKind.PHOTO)
PARKED = StageFailed(stage=S.RECEPTION, run=1, attempt=1, cause="MissingBlob", final=True)

CASES = [
    ("draft", a_draft(*PIECES), StateCode.DRAFT, "Demande en préparation", Turn.SCHOOL),
    ("sent", a_dossier(), StateCode.RECEIVED, "Demande reçue", Turn.SYSTEM),
    (
        "images",
        after(a_dossier(), done(S.RECEPTION)),
        StateCode.CHECKING_IMAGES,
        "Vérification des images",
        Turn.SYSTEM,
    ),
    (
        "reading",
        after(a_dossier(), *map(done, (S.RECEPTION, S.PHOTO, S.SIGNATURE))),
        StateCode.READING,
        "Lecture des justificatifs",
        Turn.SYSTEM,
    ),
    (
        "code-not-there-yet",
        after(by_code(), done(S.RECEPTION), NOT_YET),
        StateCode.AWAITING_PHOTO,
        "Code photo pas encore disponible",
        Turn.SYSTEM,
    ),
    (
        "code-asked-for-the-first-time",
        after(by_code(), done(S.RECEPTION)),
        StateCode.CHECKING_IMAGES,
        "Vérification des images",
        Turn.SYSTEM,
    ),
    ("comparing", checked(), StateCode.COMPARING, "Contrôle d’identité", Turn.SYSTEM),
    (
        "candidate",
        after(checked(), done(S.DIVERGENCE, a_divergence())),
        StateCode.AWAITING_CANDIDATE,
        "Attente validation usager",
        Turn.CANDIDATE,
    ),
    (
        "pile",
        after(checked(), done(S.DIVERGENCE, a_divergence()), Validated()),
        StateCode.TO_REVIEW,
        "En attente d’instruction",
        Turn.CERT,
    ),
    (
        "agent",
        after(in_review(), Claimed(agent=AGENT)),
        StateCode.IN_REVIEW,
        "En cours d’instruction",
        Turn.CERT,
    ),
    (
        "correction",
        after(in_review(), Claimed(agent=AGENT), CorrectionAsked(agent=AGENT, items=(PHOTO,))),
        StateCode.CORRECTION,
        "Correction demandée",
        Turn.SCHOOL,
    ),
    (
        "machine-asks-correction",
        after(checked(), done(S.DIVERGENCE, a_divergence(Route.CORRECTION, items=(PHOTO,)))),
        StateCode.CORRECTION,
        "Correction demandée",
        Turn.SCHOOL,
    ),
    (
        "incident",
        after(a_dossier(), PARKED),
        StateCode.INCIDENT,
        "Incident technique, votre dossier n’est pas perdu",
        Turn.OPS,
    ),
    ("accepted", decided(Outcome.ACCEPTED), StateCode.ACCEPTED, "Acceptée", Turn.NOBODY),
    ("refused", decided(Outcome.REFUSED), StateCode.REFUSED, "Refusée", Turn.NOBODY),
    ("closed", decided(Outcome.CLOSED), StateCode.CLOSED, "Classée sans suite", Turn.NOBODY),
    (
        "expired",
        after(a_dossier(), ClockTicked(stage=S.USER_VALIDATION), now=NOW + 184 * DAY),
        StateCode.EXPIRED,
        "Expirée",
        Turn.NOBODY,
    ),
]


@pytest.mark.parametrize(
    ("dossier", "code", "label", "turn"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_each_moment_shows_its_state_label_and_turn(dossier, code, label, turn):
    state = state_of(dossier, NOW)
    assert (state.code, state.label, state.turn) == (code, label, turn)


@pytest.mark.parametrize("dossier", [case[1] for case in CASES], ids=[c[0] for c in CASES])
def test_a_state_has_a_deadline_and_what_follows_unless_it_is_the_end(dossier):
    state = state_of(dossier, NOW)
    assert (state.deadline is None) == (dossier.outcome is not None)
    assert bool(state.then) == (dossier.outcome is None)
    assert state.deadline is None or state.deadline > state.since


def test_every_state_is_reached_by_one_of_the_cases():
    assert {case[2] for case in CASES} == set(StateCode)


def test_a_claim_that_ran_out_shows_the_dossier_back_in_the_pile():
    claimed = after(in_review(), Claimed(agent=AGENT))
    later = NOW + dt.timedelta(minutes=31)
    assert state_of(claimed, later).code is StateCode.TO_REVIEW


def test_the_deadline_under_an_agent_is_the_end_of_the_lease():
    claimed = after(in_review(), Claimed(agent=AGENT))
    assert state_of(claimed, NOW).deadline == NOW + dt.timedelta(minutes=30)


def test_a_parked_check_is_not_shown_as_an_incident():
    parked = StageFailed(stage=S.PHOTO, run=1, attempt=1, cause="CheckTimedOut", final=True)
    state = state_of(after(a_dossier(), done(S.RECEPTION), parked), NOW)
    assert state.code is StateCode.CHECKING_IMAGES


def test_every_stage_and_status_has_a_name_for_people():
    assert set(STAGE_LABELS) == set(StageName)
    assert set(STATUS_LABELS) == set(StageStatus)
