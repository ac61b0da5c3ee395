"""Whatever happens to messages, consumers and clocks, no dossier is lost, doubled or stuck."""

import datetime as dt

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from shared.domain.clockwork import ticking_stages
from shared.domain.dossier import CorrectionItem, Outcome, Route, StageStatus
from shared.domain.events import (
    CandidateEmailCorrected,
    Claimed,
    CorrectionAsked,
    Decided,
    DemandeChanged,
    Discarded,
    MessageMissing,
    PieceAdded,
    PieceRemoved,
    Redriven,
    Released,
    Replayed,
    Submitted,
    Validated,
    ValidationResent,
)
from shared.domain.letters import ENDING_LETTERS
from shared.domain.piece import PieceKind
from shared.domain.review_events import Opened, Reserved, Unreserved
from shared.domain.states import state_of
from shared.stages import TABLE, StageName, Turn
from tests.builders import NOW, PIECES, a_change, a_demande, a_dossier, a_piece
from tests.flow.pipeline_model import MACHINES, PipelineModel

S = StageName
PLACES = st.integers(min_value=0, max_value=7)
KINDS = st.sampled_from((*PIECES, PieceKind.JDC))
AGENTS = st.sampled_from(("agent-1", "agent-2"))
ITEMS = st.one_of(
    st.builds(CorrectionItem, message=st.just("À refaire."), piece=KINDS),
    st.just(CorrectionItem(message="Date à corriger.", field="birth_date")),
)
OUTCOMES = st.sampled_from(("ok", "ok", "ok", "retryable", "permanent"))
WAITS = st.sampled_from([dt.timedelta(**span) for span in (
    {"seconds": 20}, {"minutes": 6}, {"minutes": 31}, {"hours": 2}, {"days": 2}, {"days": 9}
)])  # fmt: skip


class Dossiers(RuleBasedStateMachine):
    """One dossier under everything that can happen to it."""

    model: PipelineModel

    @initialize(
        kinds=st.sets(KINDS),
        activated=st.booleans(),
        needs_validation=st.booleans(),
        submitted=st.booleans(),
    )
    def open(self, kinds, activated, needs_validation, submitted):
        change = a_change(account_activated=activated)
        self.model = PipelineModel(dossier=change.dossier, now=NOW)
        self.model.post(change.entries)
        self.needs_validation = needs_validation
        self.letters_given_up = False
        for kind in sorted(kinds):
            self.model.apply(PieceAdded(piece=a_piece(kind)))
        if submitted:  # half of the walks, so that the later stages are reached often
            self.model.apply(Submitted(needs_validation=needs_validation))

    def is_open(self, name):
        return self.model.dossier.stage(name).status is StageStatus.OPEN

    def parked(self):
        runs = self.model.dossier.stages.items()
        return [name for name, run in runs if run.status is StageStatus.PARKED]

    # what happens to messages

    @precondition(lambda self: self.model.outbox)
    @rule(place=PLACES, forget=st.booleans())
    def relay(self, place, forget):
        self.model.relay(self.model.outbox[place % len(self.model.outbox)], forget=forget)

    @precondition(lambda self: self.model.queued)
    @rule(place=PLACES)
    def deliver(self, place):
        self.model.take(self.model.queued[place % len(self.model.queued)])

    @precondition(lambda self: self.model.queued)
    @rule(place=PLACES)
    def duplicate(self, place):
        self.model.queued.append(self.model.queued[place % len(self.model.queued)])

    @precondition(lambda self: self.model.in_hand)
    @rule(place=PLACES, outcome=OUTCOMES, route=st.sampled_from(Route))
    def finish(self, place, outcome, route):
        self.model.finish(self.model.in_hand[place % len(self.model.in_hand)], outcome, route)

    @precondition(lambda self: self.model.in_hand)
    @rule(place=PLACES)
    def crash(self, place):
        self.model.crash(self.model.in_hand[place % len(self.model.in_hand)])

    @rule()
    def wipe(self):
        self.model.wipe()

    @rule(outcome=OUTCOMES)
    def work_all(self, outcome):
        self.model.work_all(outcome)

    # what time and people do

    @rule(wait=WAITS)
    def sweep_later(self, wait):
        self.model.now += wait
        self.model.sweep()

    @rule()
    def validate(self):
        self.model.apply(Validated())

    @rule()
    def resend_validation(self):
        self.model.apply(ValidationResent(account="ecole"))

    @rule(number=st.integers(min_value=0, max_value=2))
    def correct_address(self, number):
        email = f"essai{number}@example.org"
        self.model.apply(CandidateEmailCorrected(account="ecole", email=email))

    @rule()
    def submit(self):
        self.model.apply(Submitted(needs_validation=self.needs_validation))

    @rule(kind=KINDS)
    def replace_piece(self, kind):
        self.model.apply(PieceAdded(piece=a_piece(kind)))

    @precondition(lambda self: self.is_open(S.DRAFT))
    @rule(kind=KINDS)
    def remove_piece(self, kind):
        self.model.apply(PieceRemoved(kind=kind))

    @precondition(lambda self: self.is_open(S.CORRECTION))
    @rule()
    def mend_all_and_resubmit(self):
        for item in self.model.dossier.items:
            mended = PieceAdded(piece=a_piece(item.piece)) if item.piece else None
            self.model.apply(mended or DemandeChanged(demande=a_demande()))
        self.submit()

    @precondition(lambda self: self.is_open(S.REVIEW))
    @rule(agent=AGENTS)
    def claim(self, agent):
        self.model.apply(Claimed(agent=agent))

    @precondition(lambda self: self.is_open(S.REVIEW))
    @rule(agent=AGENTS)
    def release(self, agent):
        self.model.apply(Released(agent=agent))

    @precondition(lambda self: self.is_open(S.REVIEW))
    @rule(agent=AGENTS, event=st.sampled_from((Reserved, Unreserved, Opened)))
    def reserve_or_not(self, agent, event):
        self.model.apply(event(agent=agent))

    @precondition(lambda self: self.is_open(S.REVIEW))
    @rule(agent=AGENTS, outcome=st.sampled_from((Outcome.ACCEPTED, Outcome.REFUSED)))
    def decide(self, agent, outcome):
        self.model.apply(Decided(agent=agent, outcome=outcome))

    @precondition(lambda self: self.is_open(S.REVIEW))
    @rule(agent=AGENTS, items=st.lists(ITEMS, max_size=2).map(tuple))
    def claim_and_ask_correction(self, agent, items):
        self.model.apply(Claimed(agent=agent))
        self.model.apply(CorrectionAsked(agent=agent, items=items))

    @precondition(lambda self: self.parked())
    @rule(place=PLACES)
    def replay(self, place):
        names = self.parked()
        self.model.apply(Replayed(stage=names[place % len(names)]))

    @precondition(lambda self: self.parked())
    @rule(place=PLACES)
    def discard(self, place):
        names = self.parked()
        name = names[place % len(names)]
        assert self.model.apply(Discarded(stage=name, account="ops-1"))
        assert self.model.dossier.stage(name).status is not StageStatus.PARKED
        self.letters_given_up |= name is S.NOTIFICATION

    @rule(name=st.sampled_from(sorted(MACHINES)))
    def redrive(self, name):
        change = self.model.apply(Redriven(stage=name, account="ops-1"))
        assert (change is not None) == self.is_open(name)

    # what watch does

    @rule(name=st.sampled_from(StageName))
    def miss_its_message(self, name):
        before = self.model.dossier.stage(name)
        change = self.model.apply(MessageMissing(stage=name))
        stands = before.status in (StageStatus.OPEN, StageStatus.PARKED)
        assert (change is not None) == (stands and name in MACHINES)
        assert self.model.dossier.stage(name) == before  # same run and try, no budget spent

    # what holds at every moment

    @invariant()
    def has_a_state_with_turn_and_deadline(self):
        dossier, now = self.model.dossier, self.model.now
        state = state_of(dossier, now)
        ended = dossier.outcome is not None
        assert (state.turn is Turn.NOBODY, state.deadline is None) == (ended, ended)
        assert bool(state.then) != ended

    @invariant()
    def somebody_has_it_until_it_ends(self):
        dossier = self.model.dossier
        ticking = set(ticking_stages(dossier))
        if dossier.outcome is not None:
            assert ticking <= {S.NOTIFICATION}
            return
        assert ticking - {S.NOTIFICATION}
        for name in ticking:
            assert TABLE[name].turn is not Turn.NOBODY
            assert dossier.stage(name).deadline is not None

    @invariant()
    def is_never_with_an_agent_and_under_correction(self):
        both = {self.model.dossier.stage(name).status for name in (S.REVIEW, S.CORRECTION)}
        assert both != {StageStatus.OPEN}

    @invariant()
    def an_open_stage_has_its_message_unless_one_was_lost(self):
        model = self.model
        if model.lost:
            return
        works = [work.entry for work in model.in_hand]
        alive = {(e.stage, e.run, e.attempt) for e in (*model.outbox, *model.queued, *works)}
        for name, run in model.dossier.stages.items():
            if TABLE[name].queue and run.status is StageStatus.OPEN:
                assert (name, run.run, run.attempt) in alive

    @invariant()
    def the_join_is_won_once_a_round(self):
        assert self.model.comparisons <= 1
        if self.model.dossier.stage(S.REVIEW).status is StageStatus.OPEN:
            assert self.model.comparisons == 1

    @invariant()
    def letters_are_numbered_and_tell_the_end_once(self):
        letters = self.model.dossier.letters
        assert [letter.seq for letter in letters] == list(range(1, len(letters) + 1))
        endings = [x for x in letters if x.kind in ENDING_LETTERS.values()]
        assert len(endings) == (self.model.dossier.outcome is not None)

    def teardown(self):
        if not hasattr(self, "model"):
            return
        for wiped in (False, True):
            for outcome in ("ok", "retryable", "permanent"):
                self.reaches_a_person_or_its_end(wiped, outcome)

    def reaches_a_person_or_its_end(self, wiped, outcome):
        """Whatever was lost and however handlers answer from now on."""
        twin = self.model.fork()
        if wiped:
            twin.wipe()
        assert twin.settles(outcome), (wiped, outcome)
        numbers = {letter.seq for letter in twin.dossier.letters}
        assert dict(twin.posted).items() <= dict.fromkeys(numbers, 1).items()
        told = twin.dossier.stage(S.NOTIFICATION).status is StageStatus.DONE
        if told and not self.letters_given_up:
            assert dict(twin.posted) == dict.fromkeys(numbers, 1)
            assert not twin.dossier.unsent_letters()


TestDossiers = Dossiers.TestCase
TestDossiers.settings = settings(max_examples=300, stateful_step_count=40, deadline=None)


def a_wiped_model() -> PipelineModel:
    model = PipelineModel(dossier=a_dossier(), now=NOW)
    model.wipe()
    return model


def test_without_the_sweep_a_wiped_queue_would_leave_the_dossier_stuck():
    assert not a_wiped_model().settles(sweeping=False)


def test_with_the_sweep_a_wiped_queue_leaves_no_dossier_stuck():
    assert a_wiped_model().settles()
