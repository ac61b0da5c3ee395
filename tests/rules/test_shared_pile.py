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
    """Says how often somebody looked, and may take its time."""

    looks = counts = 0
    cost = 0.0

    async def rows(self, question, limit):
        self.looks += 1
        await asyncio.sleep(self.cost)
        return await super().rows(question, limit)

    async def waiting(self, question, now):
        self.counts += 1
        await asyncio.sleep(self.cost)
        return await super().waiting(question, now)


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


async def test_a_look_that_took_long_is_kept_long(pile):
    shared, pile.cost = SharedPile(pile=pile), 0.3
    await first(shared, "b")

    assert await first(shared, "b", NOW + LIFE) == "G-0"
    assert pile.looks == 1


async def test_all_who_find_the_look_empty_share_the_next_one(pile):
    shared = SharedPile(pile=pile)
    for _ in range(4):
        await first(shared, "b")
    pile.cost = 0.01
    looked = pile.looks
    found = await asyncio.gather(*(first(shared, "b") for _ in range(3)))

    assert sorted(found) == ["G-0", "G-1", "G-LEFT"]
    assert pile.looks == looked + 1


async def test_who_left_all_of_a_look_to_others_is_offered_what_lies_behind(pile):
    assert await first(SharedPile(pile=pile, size=1), "a") == "G-0"


async def test_the_rest_of_the_pile_is_counted_once_for_all_agents(pile):
    shared, pile.cost = SharedPile(pile=pile), 0.05
    asked = [PileQuestion(agent=agent) for agent in ("a", "b", "c")]
    counted = await asyncio.gather(*(shared.waiting(question, NOW) for question in asked))

    assert {one.count for one in counted} == {4}
    assert pile.counts == 1
    # a twentieth of the time at most
    await shared.waiting(asked[0], NOW + SECOND / 2)
    assert pile.counts == 1
    await shared.waiting(asked[0], NOW + 30 * SECOND)
    assert pile.counts == 2


async def test_a_slow_count_keeps_no_other_question_waiting(pile):
    shared, pile.cost = SharedPile(pile=pile), 0.3
    slow = asyncio.create_task(shared.waiting(PileQuestion(), NOW))
    await asyncio.sleep(0.05)  # it counts
    pile.cost = 0.0
    other = await asyncio.wait_for(shared.waiting(PileQuestion(reason="none"), NOW), 0.1)
    assert other.count == 0
    assert not slow.done()
    await slow


async def test_a_count_that_somebody_gave_up_on_serves_those_who_come_later(pile):
    shared, pile.cost = SharedPile(pile=pile), 0.1
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(shared.waiting(PileQuestion(), NOW), 0.02)
    assert (await shared.waiting(PileQuestion(), NOW)).count == 4
    assert pile.counts == 1


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
