"""Agents who reach for the pile in the same seconds share one look at it."""

import asyncio
import datetime as dt
from dataclasses import replace

import pytest

from shared.adapters.memory import MemoryStore
from shared.adapters.memory_pile import MemoryPile
from shared.domain.change import Change
from shared.domain.pile import PileQuestion
from shared.domain.review import ReviewFile
from shared.pipeline.shared_pile import LIFE, SharedPile
from tests.builders import NOW
from tests.rules.agents_desk import AGENT, OTHER, AgentsDesk, in_review

SECOND = dt.timedelta(seconds=1)


class CountedPile(MemoryPile):
    """Says how often somebody looked."""

    looks = 0

    async def rows(self, question, limit):
        self.looks += 1
        return await super().rows(question, limit)


@pytest.fixture
async def pile():
    store = MemoryStore()
    for number in range(3):
        await store.add(Change(dossier=in_review(f"G-{number}", since=NOW + number * SECOND)))
    passed = replace(in_review("G-LEFT", since=NOW - SECOND), review=ReviewFile(passed=("a",)))
    await store.add(Change(dossier=passed))
    return CountedPile(store)


async def first(shared, agent, now=NOW):
    return (await shared.claimable(PileQuestion(agent=agent), now, 9))[0]


async def test_each_agent_of_one_look_is_offered_another_dossier_oldest_first(pile):
    shared = SharedPile(pile=pile)

    offered = [await first(shared, agent) for agent in ("a", "b", "c")]

    assert offered == ["G-0", "G-LEFT", "G-1"]
    assert pile.looks == 1


async def test_agents_who_come_at_once_wait_for_one_look(pile):
    shared = SharedPile(pile=pile)

    offered = await asyncio.gather(*(first(shared, agent) for agent in ("a", "b", "c")))

    assert len(set(offered)) == 3
    assert pile.looks == 1


async def test_a_look_grows_old(pile):
    shared = SharedPile(pile=pile)
    await first(shared, "b")

    assert await first(shared, "b", NOW + LIFE) == "G-LEFT"
    assert pile.looks == 2


async def test_who_finds_the_look_empty_gets_what_is_free_now(pile):
    shared = SharedPile(pile=pile)
    offered = [await first(shared, "b") for _ in range(5)]

    assert sorted(offered[:4]) == ["G-0", "G-1", "G-2", "G-LEFT"]
    assert offered[4] == "G-LEFT"


async def test_a_look_that_others_emptied_meanwhile_hides_nothing():
    desk = AgentsDesk()
    shared = SharedPile(pile=MemoryPile(desk.store))
    desk.pile = shared
    async with desk.open() as callers:
        await desk.put(in_review("G-0"))
        # another process saw G-0 too; then G-0 is taken and G-1 comes
        await shared.claimable(PileQuestion(agent="x"), NOW, 9)
        assert (await callers.api(AGENT, "POST", "/v1/review/next"))[1]["dossier_id"] == "G-0"
        await desk.put(in_review("G-1"))
        assert (await callers.api(OTHER, "POST", "/v1/review/next"))[1]["dossier_id"] == "G-1"
