"""The stage rail: order, state, turn, time left and what follows."""

import datetime as dt
from dataclasses import replace

import pytest

from shared.domain.dossier import Dossier, Outcome, StageStatus
from shared.domain.events import (
    Claimed,
    Decided,
    PieceAdded,
    StageFailed,
    Submitted,
)
from shared.domain.piece import PieceKind
from shared.stages import TABLE, Ending, StageName, Turn
from shared.web.rail import THEN, rail_of
from shared.web.rail_node import NodeState, RailNode, share_left
from tests.builders import NOW, a_dossier, a_draft, a_piece, after
from tests.rules.dossier_paths import CHECKS, expired, finished, in_correction, in_review, parked

S = StageName


def node(dossier: Dossier, key: str, now: dt.datetime = NOW) -> RailNode:
    return next(node for node in rail_of(dossier, now) if node.key == key)


def keys(dossier: Dossier) -> list[str]:
    return [node.key for node in rail_of(dossier, NOW)]


def test_parallel_checks_stand_in_one_step():
    dossier = finished(a_dossier(), S.RECEPTION)

    order = "draft reception checks divergence user_validation review answer"
    assert keys(dossier) == order.split()
    assert [part.key for part in node(dossier, "checks").parts] == list(CHECKS)


def test_a_check_that_the_request_does_not_need_is_not_shown():
    dossier = a_dossier(PieceKind.PHOTO, PieceKind.IDENTITY)

    assert [part.key for part in node(dossier, "checks").parts] == ["photo", "identity"]


def test_the_group_runs_until_its_slowest_check():
    dossier = finished(a_dossier(), S.RECEPTION)
    dossier = finished(dossier, S.PHOTO)
    checks = node(dossier, "checks")

    assert checks.state is NodeState.RUNNING
    assert checks.deadline == NOW + TABLE[S.IDENTITY].deadline
    assert [part.state for part in checks.parts][:2] == [NodeState.DONE, NodeState.RUNNING]


def test_a_check_that_could_not_answer_goes_to_an_agent_and_the_flow_goes_on():
    dossier = finished(a_dossier(), S.RECEPTION)
    dossier = parked(finished(dossier, S.PHOTO, S.SIGNATURE, S.ADDRESS), S.IDENTITY)
    checks = node(dossier, "checks")
    identity = checks.parts[2]

    assert (identity.state, identity.word) == (NodeState.PERSON, "non évalué")
    assert identity.turn is Turn.CERT
    assert checks.state is NodeState.DONE
    assert node(dossier, "divergence").state is NodeState.RUNNING


def test_a_parked_reception_is_an_incident_of_ops_with_a_deadline():
    reception = node(parked(a_dossier(), S.RECEPTION), "reception")

    assert (reception.state, reception.turn) == (NodeState.TROUBLE, Turn.OPS)
    assert reception.deadline is not None
    assert "astreinte" in reception.then


@pytest.mark.parametrize(
    ("minutes", "state", "left"),
    [(0, NodeState.RUNNING, 1.0), (4, NodeState.RUNNING, 0.2), (6, NodeState.TROUBLE, 0.0)],
    ids=["just begun", "a fifth left", "late"],
)
def test_the_share_of_time_shrinks_and_lateness_is_trouble(minutes, state, left):
    reception = node(a_dossier(), "reception", NOW + dt.timedelta(minutes=minutes))

    assert reception.state is state
    assert reception.share_left == pytest.approx(left)


def test_the_share_of_time_stays_between_none_and_all():
    hour = dt.timedelta(hours=1)

    assert share_left(NOW, NOW + hour, NOW - hour) == 1.0
    assert share_left(NOW, NOW + hour, NOW + 2 * hour) == 0.0
    assert share_left(NOW, NOW, NOW) == 0.0


def test_a_try_that_waits_tells_when_it_comes():
    dossier = a_dossier()
    run = dossier.stage(S.RECEPTION)
    dossier = after(
        dossier,
        StageFailed(
            stage=S.RECEPTION, run=run.run, attempt=run.attempt, cause="Server", final=False
        ),
    )

    assert node(dossier, "reception").retry_at == NOW + TABLE[S.RECEPTION].first_wait


def test_the_readers_own_turn_is_the_current_step_even_while_checks_run():
    dossier = finished(a_dossier(), S.RECEPTION)
    current = [step for step in rail_of(dossier, NOW) if step.current]

    assert [step.key for step in current] == ["user_validation"]
    assert current[0].turn is Turn.CANDIDATE
    assert current[0].then == THEN[Ending.EXPIRED]


def test_a_claimed_review_shows_the_agents_lease():
    dossier = after(in_review(), Claimed(agent="agent-1"))
    review = node(dossier, "review")

    assert review.deadline == NOW + TABLE[S.REVIEW].lease
    assert review.word == "en cours"
    assert "revient dans la file" in review.then


def test_a_correction_appears_only_where_one_was_asked():
    assert "correction" not in keys(in_review())

    correction = node(in_correction(), "correction")
    assert (correction.state, correction.turn) == (NodeState.PERSON, Turn.SCHOOL)


def test_a_correction_that_was_sent_stands_before_the_checks_it_started():
    added = PieceAdded(piece=a_piece(PieceKind.PHOTO, blob_id="new"))
    dossier = after(in_correction(), added, Submitted(needs_validation=False))

    assert keys(dossier).index("correction") < keys(dossier).index("checks")
    assert node(dossier, "checks").state is NodeState.RUNNING
    assert node(dossier, "divergence").state is NodeState.WAITING


def test_an_expired_dossier_shows_where_it_stopped_and_how_it_ended():
    dossier = expired()

    assert dossier.outcome is Outcome.EXPIRED
    assert node(dossier, "user_validation").state is NodeState.STOPPED
    assert "review" not in keys(dossier)
    assert rail_of(dossier, NOW)[-1].label == "Demande expirée"


def test_the_end_waits_for_its_letter():
    claimed = after(in_review(), Claimed(agent="agent-1"))
    dossier = after(claimed, Decided(agent="agent-1", outcome=Outcome.ACCEPTED))
    answer = node(dossier, "answer")
    assert (answer.label, answer.state) == ("Demande acceptée", NodeState.RUNNING)

    sent = replace(dossier.stage(S.NOTIFICATION), status=StageStatus.DONE, deadline=None)
    dossier = replace(dossier, stages={**dossier.stages, S.NOTIFICATION: sent})
    assert node(dossier, "answer").state is NodeState.DONE


def test_a_letter_that_cannot_leave_is_told_before_the_end():
    dossier = parked(finished(a_dossier(), S.RECEPTION), S.NOTIFICATION)

    assert node(dossier, "answer").state is NodeState.TROUBLE


DOSSIERS = {
    "draft": a_draft(),
    "sent": a_dossier(),
    "checking": finished(a_dossier(), S.RECEPTION),
    "incident": parked(a_dossier(), S.RECEPTION),
    "correction": in_correction(),
    "review": in_review(),
}


@pytest.mark.parametrize("dossier", DOSSIERS.values(), ids=DOSSIERS.keys())
def test_every_open_step_has_a_turn_a_deadline_and_what_follows(dossier):
    opened = [step for step in rail_of(dossier, NOW) if step.open]

    assert opened
    for step in opened:
        assert step.turn not in (None, Turn.NOBODY)
        assert step.since is not None
        assert step.deadline is not None
        assert step.then
        assert step.share_left is not None


def test_every_ending_of_the_table_is_told():
    assert {row.ending for row in TABLE.values()} <= set(THEN)
