"""An agent's decision: prepared, undone, enacted, read twice where it must be."""

import datetime as dt
from dataclasses import replace

import pytest

from shared.domain.clockwork import next_due
from shared.domain.dossier import CorrectionItem, LetterKind, Outcome, Route, StageRun, StageStatus
from shared.domain.events import ClockTicked
from shared.domain.piece import PieceKind
from shared.domain.review import Prepared, SecondCause
from shared.domain.review_events import (
    Claimed,
    CleanApproved,
    Commented,
    Decided,
    DecisionPrepared,
    DecisionUndone,
    OpinionAsked,
    OpinionGiven,
    Passed,
    ReadingFixed,
    Released,
)
from shared.domain.transitions import advance
from shared.stages import TABLE, StageName
from tests.builders import NOW, a_dossier, after

S = StageName
SECOND = dt.timedelta(seconds=1)
REFUSED = Prepared(outcome=Outcome.REFUSED, reason="Le titre est périmé.", reason_code="expired")
ACCEPTED = Prepared(outcome=Outcome.ACCEPTED)


def in_review(route=Route.REVIEW):
    """A dossier that waits for an agent."""
    run = StageRun(status=StageStatus.OPEN, run=1, since=NOW, deadline=NOW + dt.timedelta(days=5))
    dossier = a_dossier(needs_validation=False)
    return replace(dossier, route=route, stages={S.REVIEW: run})


def claimed(agent="agent-1", **more):
    return after(in_review(**more), Claimed(agent=agent))


def prepared(decision=REFUSED, agent="agent-1"):
    return after(claimed(agent), DecisionPrepared(agent=agent, prepared=decision))


def applies(dossier, event, now=NOW):
    return advance(dossier, event, now, TABLE) is not None


def ticked(dossier, now):
    return after(dossier, ClockTicked(stage=S.REVIEW), now=now)


def test_a_prepared_decision_has_no_effect_for_ten_seconds():
    dossier = prepared()
    assert dossier.outcome is None
    assert dossier.letters == in_review().letters
    assert next_due(TABLE[S.REVIEW], dossier.stage(S.REVIEW)) == NOW + 10 * SECOND
    assert not applies(dossier, ClockTicked(stage=S.REVIEW), NOW + 9 * SECOND)


def test_it_takes_effect_by_the_sweep_even_if_nobody_is_there():
    dossier = ticked(prepared(), NOW + 10 * SECOND)
    assert dossier.outcome is Outcome.REFUSED
    assert dossier.decision.reason == "Le titre est périmé."
    assert dossier.decision.reason_code == "expired"
    assert dossier.decision.agent == "agent-1"
    assert dossier.letters[-1].kind is LetterKind.REFUSED


def test_taken_back_in_time_the_agent_holds_the_dossier_as_before():
    dossier = after(prepared(), DecisionUndone(agent="agent-1"), now=NOW + 9 * SECOND)
    claim = dossier.stage(S.REVIEW).claim
    assert (claim.agent, claim.prepared) == ("agent-1", None)
    assert claim.until == NOW + 9 * SECOND + TABLE[S.REVIEW].lease


def test_after_ten_seconds_nothing_can_be_taken_back():
    assert not applies(prepared(), DecisionUndone(agent="agent-1"), NOW + 10 * SECOND)


def test_nobody_else_takes_it_back():
    assert not applies(prepared(), DecisionUndone(agent="agent-2"))


@pytest.mark.parametrize("agent", ["agent-1", "agent-2"])
def test_what_waits_for_its_effect_cannot_be_claimed_even_when_the_sweep_is_late(agent):
    assert not applies(prepared(), Claimed(agent=agent), NOW + 60 * SECOND)


@pytest.mark.parametrize(
    "event",
    [
        Released(agent="agent-1"),
        Passed(agent="agent-1"),
        Decided(agent="agent-1", outcome=Outcome.ACCEPTED),
        DecisionPrepared(agent="agent-1", prepared=ACCEPTED),
    ],
)
def test_one_decision_at_a_time(event):
    assert not applies(prepared(), event)


def test_a_prepared_correction_sends_the_dossier_back():
    item = CorrectionItem(message="Refaites la photo.", piece=PieceKind.PHOTO)
    waiting = prepared(Prepared(outcome=None, items=(item,)))
    dossier = ticked(waiting, NOW + 10 * SECOND)
    assert dossier.stage(S.CORRECTION).status is StageStatus.OPEN
    assert dossier.items == (item,)


def test_a_correction_that_names_nothing_cannot_be_prepared():
    event = DecisionPrepared(agent="agent-1", prepared=Prepared(outcome=None))
    assert not applies(claimed(), event)


class TestSecondReading:
    SUSPECTED = replace(REFUSED, suspicion=True)

    def waiting(self):
        return ticked(prepared(self.SUSPECTED), NOW + 10 * SECOND)

    def test_a_suspicion_does_not_end_the_dossier(self):
        dossier = self.waiting()
        assert dossier.outcome is None
        assert dossier.review.second.cause is SecondCause.SUSPICION
        assert dossier.review.second.first.outcome is Outcome.REFUSED
        assert dossier.stage(S.REVIEW).claim is None

    def test_the_first_reader_is_not_the_second_one_too(self):
        later = NOW + 60 * SECOND
        assert not applies(self.waiting(), Claimed(agent="agent-1"), later)
        assert applies(self.waiting(), Claimed(agent="agent-2"), later)

    @pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.ACCEPTED])
    def test_what_the_second_reader_decides_counts(self, outcome):
        taken = after(self.waiting(), Claimed(agent="agent-2"))
        event = Decided(agent="agent-2", outcome=outcome, suspicion=outcome is Outcome.REFUSED)
        dossier = after(taken, event)
        assert (dossier.outcome, dossier.decision.agent) == (outcome, "agent-2")
        assert dossier.review.second.first.agent == "agent-1"

    def test_a_suspicion_decided_without_undo_is_read_twice_too(self):
        event = Decided(agent="agent-1", outcome=Outcome.REFUSED, suspicion=True)
        dossier = after(claimed(), event)
        assert dossier.outcome is None
        assert dossier.review.second is not None

    def test_what_comes_back_from_a_correction_has_not_been_read(self):
        taken = after(self.waiting(), Claimed(agent="agent-2"))
        items = (CorrectionItem(message="Refaites la photo.", piece=PieceKind.PHOTO),)
        event = DecisionPrepared(agent="agent-2", prepared=Prepared(outcome=None, items=items))
        dossier = ticked(after(taken, event), NOW + 10 * SECOND)
        assert dossier.review.second is None


class TestCleanPile:
    def test_an_approval_takes_effect_after_its_ten_seconds(self):
        dossier = after(in_review(Route.CLEAN), CleanApproved(agent="agent-1", sampled=False))
        assert dossier.outcome is None
        assert ticked(dossier, NOW + 10 * SECOND).outcome is Outcome.ACCEPTED

    def test_a_sampled_one_goes_to_another_agent_as_any_other_would(self):
        approved = after(in_review(Route.CLEAN), CleanApproved(agent="agent-1", sampled=True))
        dossier = ticked(approved, NOW + 10 * SECOND)
        assert dossier.outcome is None
        assert dossier.review.second.cause is SecondCause.SAMPLE
        again = after(dossier, CleanApproved(agent="agent-2", sampled=True), now=NOW + 60 * SECOND)
        assert ticked(again, NOW + 70 * SECOND).outcome is Outcome.ACCEPTED

    def test_a_suspicion_on_a_sampled_one_waits_for_another_voice(self):
        approved = after(in_review(Route.CLEAN), CleanApproved(agent="agent-1", sampled=True))
        sampled = ticked(approved, NOW + 10 * SECOND)
        taken = after(sampled, Claimed(agent="agent-2"), now=NOW + 60 * SECOND)
        event = Decided(agent="agent-2", outcome=Outcome.REFUSED, suspicion=True)
        dossier = after(taken, event, now=NOW + 60 * SECOND)
        assert dossier.outcome is None
        assert dossier.review.second.cause is SecondCause.SUSPICION
        assert not applies(dossier, CleanApproved(agent="agent-3", sampled=False))

    def test_what_stands_out_is_never_approved_unopened(self):
        assert not applies(in_review(), CleanApproved(agent="agent-1", sampled=False))

    def test_nor_what_another_agent_holds(self):
        dossier = claimed("agent-2", route=Route.CLEAN)
        assert not applies(dossier, CleanApproved(agent="agent-1", sampled=False))


def test_a_passed_dossier_is_free_and_remembers_who_left_it():
    dossier = after(claimed(), Passed(agent="agent-1"))
    assert dossier.stage(S.REVIEW).claim is None
    assert dossier.review.passed == ("agent-1",)


def test_time_on_a_dossier_runs_from_the_claim_and_not_from_its_renewals():
    renewed = after(claimed(), Claimed(agent="agent-1"), now=NOW + 60 * SECOND)
    assert renewed.review.claimed_at == NOW
    taken_later = NOW + TABLE[S.REVIEW].lease + 60 * SECOND
    other = after(claimed(), Claimed(agent="agent-2"), now=taken_later)
    assert other.review.claimed_at == taken_later


def test_notes_of_agents_add_up():
    dossier = after(
        in_review(), Commented(agent="agent-1", text="Un."), Commented(agent="agent-2", text="Deux")
    )
    assert [note.text for note in dossier.review.comments] == ["Un.", "Deux"]


def test_a_question_to_another_service_is_answered_once():
    asked = OpinionAsked(agent="agent-1", service="Préfecture", question="Connu ?")
    dossier = after(
        claimed(), asked, OpinionGiven(agent="agent-2", number=0, answer="Inconnu chez nous.")
    )
    assert dossier.review.enquiries[0].answer == "Inconnu chez nous."
    assert not applies(dossier, OpinionGiven(agent="agent-2", number=0, answer="Si."))
    assert not applies(dossier, OpinionGiven(agent="agent-2", number=1, answer="Si."))


def test_the_last_word_on_a_misread_field_counts():
    first = ReadingFixed(agent="agent-1", field="identity.sex", read="M", corrected="F")
    last = replace(first, corrected="X")
    dossier = after(claimed(), first, last)
    assert [(fix.read, fix.corrected) for fix in dossier.review.fixes] == [("M", "X")]
    assert not applies(in_review(), first)
