"""The next dossier, made ready while an agent reads: reserved, drawn, shown at the decision."""

import asyncio
import datetime as dt
import json

import pytest

from shared.adapters.audit_trail import MemoryAuditTrail
from shared.domain.leases import RESERVATION
from shared.domain.review import is_reservation
from shared.domain.review_events import Reserved
from shared.pipeline.witness import Witness
from shared.stages import StageName
from shared.web.witnessed import RECORD
from tests.rules.console_desk import Room, browsing, flagged

ONE = "/console/dossiers/G-1"
READY, DROP = "/console/pret", "/console/pret/rendre"


@pytest.fixture
async def room():
    room = Room()
    await room.lay(*(flagged(f"G-{number}") for number in (1, 2, 3)))
    return room


async def claim_of(room, dossier_id):
    return (await room.dossier(dossier_id)).stage(StageName.REVIEW).claim


async def reading_one(agent):
    """The first dossier in hand and the second made ready."""
    await agent.send(f"{ONE}/prendre")
    await agent.send(READY, dossier="")


async def test_the_next_screen_comes_reserved_and_says_whose_it_is(room):
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/prendre")
        await agent.send(f"{READY}?kind=registration", dossier="")

        address = agent.answer_headers["Content-Location"]
        assert address == "/console/dossiers/G-2?kind=registration"
        assert agent.has("Dossier G-2")
        assert agent.has("En cours d’instruction")
        assert 'data-holder="mine"' in agent.html
        await agent.get("/console")

    assert agent.has("réservé pour vous")
    dossier = await room.dossier("G-2")
    assert is_reservation(await claim_of(room, "G-2"), dossier.review)


async def test_asking_again_keeps_the_same_one(room):
    async with browsing(room) as agent:
        await reading_one(agent)
        room.clock.time += dt.timedelta(minutes=1)
        await agent.send(READY, dossier="G-2")

    assert agent.answer_headers["Content-Location"] == "/console/dossiers/G-2"
    assert (await claim_of(room, "G-2")).until == room.clock.now() + RESERVATION
    assert await claim_of(room, "G-3") is None


async def test_two_agents_are_never_given_the_same_one(room):
    async with browsing(room, "agent-1", "agent-2") as (one, other):
        await reading_one(one)
        await other.send(READY, dossier="G-2")
        assert other.answer_headers["Content-Location"] == "/console/dossiers/G-3"
        await other.send(READY, dossier="G-2")
        assert other.answer_headers["Content-Location"] == "/console/dossiers/G-3"

    assert (await claim_of(room, "G-2")).agent == "agent-1"


async def test_windows_that_ask_at_once_get_one_each(room):
    await room.lay(*(flagged(f"G-{number}") for number in (4, 5, 6)))
    register = room.line.register
    events = [Reserved(agent=f"agent-{number}") for number in range(20)]
    ids = [f"G-{number}" for number in range(1, 7)]

    async def first_free(event):
        for dossier_id in ids:
            if await register.apply(dossier_id, event) is not None:
                return dossier_id

    got = await asyncio.gather(*(first_free(event) for event in events))
    assert sorted(one for one in got if one) == ids


async def test_a_decision_shows_the_ready_one_and_takes_no_other(room):
    async with browsing(room) as agent:
        await reading_one(agent)
        await agent.send(f"{ONE}/decider", decision="accepted", pret="G-2")

        told = json.loads(agent.html)
        assert told["address"] == "/console/dossiers/G-2?apres=G-1"
        assert "Décision pour G-1" in told["undo"]
        assert 'name="tenu" value="G-2"' in told["undo"]
        assert await claim_of(room, "G-3") is None
        # taken back: the one that was ready goes back to the pile
        await agent.send(f"{ONE}/annuler", tenu="G-2")

    assert agent.has("La décision est annulée.")
    assert await claim_of(room, "G-2") is None


async def test_what_is_not_ready_any_more_is_replaced_by_the_oldest_free_one(room):
    async with browsing(room, "agent-1", "agent-2") as (one, other):
        await reading_one(one)
        room.clock.time += RESERVATION
        await other.send("/console/dossiers/G-2/prendre")
        await one.send(f"{ONE}/decider", decision="accepted", pret="G-2")

    assert one.url == "/console/dossiers/G-3?apres=G-1"
    assert (await claim_of(room, "G-2")).agent == "agent-2"


@pytest.mark.parametrize("named", ["G-1", "G-9", "../x", ""])
async def test_a_page_cannot_name_what_its_agent_does_not_hold(room, named):
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/prendre")
        await agent.send(f"{ONE}/decider", decision="accepted", pret=named)

    assert agent.url == "/console/dossiers/G-2?apres=G-1"


async def test_passing_shows_the_ready_one_too(room):
    async with browsing(room) as agent:
        await reading_one(agent)
        await agent.send(f"{ONE}/passer", pret="G-2")

    told = json.loads(agent.html)
    assert (told["address"], told["undo"].strip()) == ("/console/dossiers/G-2", "")


async def test_a_reservation_goes_back_and_an_opened_dossier_does_not(room):
    async with browsing(room) as agent:
        await reading_one(agent)
        await agent.send(DROP, dossier="G-2")
        assert await claim_of(room, "G-2") is None
        await agent.send(DROP, dossier="G-1")
        await agent.send(DROP, dossier="G-9")

    assert agent.status == 204
    assert (await claim_of(room, "G-1")).agent == "agent-1"


async def test_a_decision_whose_answer_was_lost_can_be_sent_again(room):
    async with browsing(room) as agent:
        await reading_one(agent)
        await agent.send(f"{ONE}/decider", decision="accepted", pret="G-2")
        await agent.send(f"{ONE}/decider", decision="accepted", pret="G-2")
        assert json.loads(agent.html)["address"] == "/console/dossiers/G-2?apres=G-1"
        form = {"decision": "refused", "motif": "too_young", "pret": "G-2"}
        await agent.send(f"{ONE}/decider", **form)

    assert agent.status == 409
    assert agent.has("Votre première décision sur ce dossier est déjà enregistrée.")
    assert (await claim_of(room, "G-1")).prepared.outcome == "accepted"


async def test_the_audit_tells_a_screen_made_ready_from_one_that_was_opened(room):
    trail = MemoryAuditTrail()
    app, witness = room.app, Witness(trail, room.clock)
    room.app = lambda: _watched(app(), witness)
    room.line.register.watched_by(witness)
    async with browsing(room) as agent:
        await reading_one(agent)

        made = [("agent-1", "reserved"), ("agent-1", "dossier_prepared")]
        assert await told_of(trail, "G-2") == made
        await agent.send(f"{ONE}/decider", decision="accepted", pret="G-2")

    assert (await told_of(trail, "G-2"))[2:] == [("agent-1", "opened")]
    seen = [entry.event for entry in (await room.dossier("G-2")).history]
    assert "piece_viewed" not in seen


async def told_of(trail, dossier_id):
    return [(one.actor, str(one.action)) for one in await trail.entries(dossier_id)]


def _watched(app, witness):
    app[RECORD] = witness.record
    return app


@pytest.mark.parametrize("path", [READY, DROP])
async def test_another_site_cannot_reserve_or_give_back(room, path):
    async with browsing(room) as agent:
        agent.headers["Sec-Fetch-Site"] = "cross-site"
        await agent.send(path, dossier="G-2")

    # their cookie counts for nothing there
    assert agent.url == "/connexion"
    assert await claim_of(room, "G-1") is None
