"""A short fault campaign on real servers: kills, cuts, duplicates, and nothing lost or doubled."""

import pytest

from services.faults.campaign import Plan, run_campaign
from tests.conftest import ROOT

pytestmark = [
    pytest.mark.servers,
    pytest.mark.xdist_group("campaign"),
    pytest.mark.timeout(420),
]

#: Twelve kinds of fault in twenty seconds. The seed leaves out those that put a letter in doubt,
#: which then waits more than a minute for its claim to end; `make faults` does them all.
PLAN = Plan(dossiers=40, seed=44, faults=12, folder=ROOT / "campaign")


async def test_a_short_campaign_loses_nothing_and_doubles_nothing():
    outcome = await run_campaign(PLAN)
    verdict = outcome.verdict

    assert verdict.lost == verdict.double_effects == verdict.stuck == ()
    assert verdict.misparked == verdict.gaps == verdict.left == verdict.refusals == ()
    assert len(verdict.parked) == verdict.poison_injected == 2
    assert outcome.acknowledged == 5 * PLAN.dossiers
    assert sum(outcome.faults.values()) >= PLAN.faults
    assert verdict.passed
