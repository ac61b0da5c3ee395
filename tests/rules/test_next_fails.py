"""What becomes of an agent's decision and turn while the next dossier cannot be had."""

import pytest

from shared.domain.dossier import Outcome
from shared.errors import ServerUnavailable
from shared.stages import StageName
from tests.rules.console_desk import Room, browsing, flagged

ONE = "/console/dossiers/G-1"


@pytest.fixture
async def room():
    room = Room()
    await room.lay(*(flagged(f"G-{number}") for number in (1, 2, 3)))
    return room


async def test_a_decision_stands_where_the_next_dossier_cannot_be_found(room, monkeypatch):
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/prendre")
        with monkeypatch.context() as broken:
            broken.setattr("shared.adapters.memory_pile.MemoryPile.claimable", away)
            await agent.send(f"{ONE}/decider", decision="accepted")

    assert (agent.status, agent.url) == (200, f"{ONE}?fait=decide")
    assert agent.has("Votre décision est enregistrée.")
    claim = (await room.dossier()).stage(StageName.REVIEW).claim
    assert claim.prepared.outcome is Outcome.ACCEPTED


async def away(self, question, now, limit):
    raise ServerUnavailable("store")


async def test_one_that_a_newer_version_wrote_since_the_look_is_passed_over(room, monkeypatch):
    async def found_before(self, question, now, limit):
        return ["G-2", "G-3"]

    monkeypatch.setattr("shared.adapters.memory_pile.MemoryPile.claimable", found_before)
    room.line.store.documents["G-2"]["version"] = 2
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/prendre")
        await agent.send(f"{ONE}/decider", decision="accepted")

    assert (agent.status, agent.url) == (200, "/console/dossiers/G-3?apres=G-1")
