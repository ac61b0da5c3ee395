"""One dossier an agent is made ready; a decision opens it, once, and may be sent again."""

import asyncio
import json

import pytest

from shared.domain.desk import UNDO_TIME
from shared.domain.events import ClockTicked
from shared.domain.review_events import Released
from shared.stages import TABLE, StageName
from tests.rules.console_desk import browsing
from tests.rules.test_console_next import ONE, READY, claim_of, reading_one, room

__all__ = ["room"]

LEASE = TABLE[StageName.REVIEW].lease


async def test_an_agent_who_asks_again_and_again_has_one_dossier_reserved(room):
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/prendre")
        await asyncio.gather(*(agent.send(READY, dossier="") for _ in range(3)))
        await agent.send(READY, dossier="")
        await agent.send(READY, dossier="G-9")

    claims = [await claim_of(room, f"G-{number}") for number in (2, 3)]
    assert len([claim for claim in claims if claim]) == 1


async def test_a_page_keeps_only_what_is_reserved_for_its_agent(room):
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/prendre")
        await agent.send(READY, dossier="G-3")

    assert agent.answer_headers["Content-Location"] == "/console/dossiers/G-2"
    assert await claim_of(room, "G-3") is None


async def test_the_ready_one_is_in_hand_with_the_decision_for_half_an_hour(room):
    async with browsing(room) as agent:
        await reading_one(agent)
        await agent.send(f"{ONE}/decider", decision="accepted", pret="G-2")

    claim, review = await claim_of(room, "G-2"), (await room.dossier("G-2")).review
    assert claim.until == room.clock.now() + LEASE
    assert json.loads(agent.html)["until"] == claim.until.isoformat()
    assert review.claimed_at == room.clock.now()


async def test_what_another_window_has_open_is_not_taken_for_ready(room):
    async with browsing(room) as agent:
        await reading_one(agent)
        await agent.send("/console/dossiers/G-2/prendre")
        await agent.send(f"{ONE}/decider", decision="accepted", pret="G-2")
        assert agent.url == "/console/dossiers/G-3?apres=G-1"
        await agent.send(f"{ONE}/annuler", tenu="G-3")

    assert (await claim_of(room, "G-2")).agent == "agent-1"
    assert await claim_of(room, "G-3") is None


async def test_a_decision_that_was_lost_to_another_opens_nothing(room):
    async with browsing(room) as agent:
        await reading_one(agent)
        await room.line.register.apply("G-1", Released(agent="agent-1"))
        await agent.send(f"{ONE}/decider", decision="accepted", pret="G-2")

    assert agent.status == 409
    assert await claim_of(room, "G-2") is None


ACCEPTED, REFUSED = {"decision": "accepted"}, {"decision": "refused", "motif": "too_young"}
MEND = {
    "decision": "correction",
    "piece:photo": "oui",
    "texte:piece:photo": "Merci de refaire cette photo.",
}


@pytest.mark.parametrize(
    ("form", "other"),
    [(ACCEPTED, REFUSED), (REFUSED, ACCEPTED), (MEND, REFUSED)],
    ids=["accepted", "refused", "correction"],
)
async def test_a_decision_that_took_effect_can_be_sent_again(room, form, other):
    async with browsing(room) as agent:
        await reading_one(agent)
        await agent.send(f"{ONE}/decider", pret="G-2", **form)
        room.clock.time += UNDO_TIME
        await room.line.register.apply("G-1", ClockTicked(stage=StageName.REVIEW))
        assert (await room.dossier()).stage(StageName.REVIEW).claim is None
        await agent.send(f"{ONE}/decider", pret="G-2", **form)
        assert json.loads(agent.html)["address"] == "/console/dossiers/G-2"
        await agent.send(f"{ONE}/decider", pret="G-2", **other)

    assert agent.status == 409
    assert agent.has("Votre première décision sur ce dossier est déjà enregistrée.")
