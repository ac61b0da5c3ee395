"""Agents on one pile while their service is killed: nothing claimed twice, nothing lost."""

from dataclasses import replace

import pytest

from services.bench.walks import CHECKS, Walk
from services.faults.desk_ledger import Answered, DeskLedger
from services.faults.desk_trial import Trial, run_trial
from shared.domain.dossier import Outcome
from shared.stages import StageName
from tests.builders import NOW
from tests.conftest import ROOT


def a_decided(outcome=Outcome.ACCEPTED):
    walk = Walk("G-1", "ecole", NOW)
    walk.submit()
    walk.finish((StageName.RECEPTION, *CHECKS))
    walk.compare()
    walk.decide(outcome)
    return walk.dossier


def test_two_agents_who_hold_one_dossier_at_once_are_found():
    ledger = DeskLedger()
    ledger.took("agent-1", "G-1", 1.0)
    ledger.took("agent-2", "G-1", 2.0)
    ledger.gives("agent-1", "G-1", 3.0)

    assert ledger.double_claims() == ["G-1"]


def test_one_agent_after_the_other_is_as_it_should_be():
    ledger = DeskLedger()
    ledger.took("agent-1", "G-1", 1.0)
    ledger.gives("agent-1", "G-1", 2.0)
    ledger.took("agent-2", "G-1", 2.5)
    ledger.took("agent-2", "G-1", 2.7)

    assert ledger.double_claims() == []


def test_a_lease_that_ran_out_may_be_taken_by_a_colleague():
    ledger = DeskLedger()
    ledger.took("agent-1", "G-1", 1.0)
    ledger.gives("agent-1", "G-1", 2.0)
    ledger.gives("agent-1", "G-1", 9.0)
    ledger.took("agent-2", "G-1", 3.0)

    assert ledger.double_claims() == []


def test_a_decision_that_the_store_does_not_know_is_lost():
    ledger = DeskLedger()
    ledger.decisions.append(Answered(dossier_id="G-1", agent="agent-1", outcome="accepted"))

    assert ledger.lost({"G-1": a_decided()}) == []
    assert ledger.lost({"G-1": a_decided(Outcome.REFUSED)}) == ["G-1"]
    assert ledger.lost({"G-1": replace(a_decided(), decision=None)}) == ["G-1"]
    assert ledger.lost({}) == ["G-1"]


@pytest.mark.servers
@pytest.mark.xdist_group("survival")
@pytest.mark.timeout(240)
async def test_agents_lose_nothing_when_their_service_is_killed():
    # at a fiftieth of the pace decisions are counted every 2 s
    trial = Trial(agents=8, dossiers=60, seconds=6, kills=1, folder=ROOT / "desk-trial", pace=0.02)

    result = await run_trial(trial)

    assert result.passed, result
    assert result.restarts == 1
    assert result.decided >= trial.agents
