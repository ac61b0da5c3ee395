"""The dossier in front of an agent waits for no count of the pile."""

import asyncio

import pytest

from services.instruction.console_waiting import LONGEST
from shared.errors import ServerUnavailable
from tests.rules.console_desk import Room, browsing, flagged

ONE = "/console/dossiers/G-1"


@pytest.fixture
async def room():
    room = Room()
    await room.lay(flagged("G-1"), flagged("G-2"))
    return room


async def slow(self, question, now):
    await asyncio.sleep(60 * LONGEST)


async def failing(self, question, now):
    raise ServerUnavailable("store")


async def test_the_screen_says_how_many_wait(room):
    async with browsing(room) as agent:
        await agent.get(ONE)
    assert 'class="left"' in agent.html


@pytest.mark.parametrize("count", [slow, failing])
async def test_without_a_count_the_screen_comes_without_it(room, count, monkeypatch):
    monkeypatch.setattr("shared.adapters.memory_pile.MemoryPile.waiting", count)
    async with asyncio.timeout(30 * LONGEST), browsing(room) as agent:
        await agent.get(ONE)
    assert agent.status == 200
    assert agent.has("Dossier G-1")
    assert 'class="left"' not in agent.html
