"""What the ledger of outside effects promises: one sender, and never again once it is done."""

import asyncio
import datetime as dt

import pytest

from shared.adapters.effects import MongoEffects
from shared.adapters.memory_files import MemoryEffects
from tests.builders import NOW
from tests.contract.servers import a_database, a_name

LEASE = dt.timedelta(minutes=1)
LATER = NOW + LEASE
CALLERS = 20


class EffectsContract:
    """The promises. The fixture `effects` comes with each world."""

    async def test_one_caller_of_many_at_once_may_do_it(self, effects):
        key = a_name()
        grants = await asyncio.gather(*(effects.claim(key, NOW, LEASE) for _ in range(CALLERS)))
        assert sum(grants) == 1

    async def test_after_a_lease_one_caller_of_many_may_do_it(self, effects):
        key = a_name()
        assert await effects.claim(key, NOW, LEASE)
        assert not await effects.claim(key, LATER - dt.timedelta(seconds=1), LEASE)
        grants = await asyncio.gather(*(effects.claim(key, LATER, LEASE) for _ in range(CALLERS)))
        assert sum(grants) == 1

    async def test_what_is_done_is_never_granted_again(self, effects):
        key = a_name()
        await effects.claim(key, NOW, LEASE)
        await effects.done(key, NOW)
        assert not await effects.claim(key, NOW + 1000 * LEASE, LEASE)
        assert await effects.is_done(key)

    async def test_what_is_claimed_is_not_yet_done(self, effects):
        key = a_name()
        assert not await effects.is_done(key)
        await effects.claim(key, NOW, LEASE)
        assert not await effects.is_done(key)

    async def test_what_is_released_is_granted_at_once(self, effects):
        key = a_name()
        await effects.claim(key, NOW, LEASE)
        await effects.release(key)
        assert await effects.claim(key, NOW, LEASE)

    async def test_releasing_does_not_undo_what_is_done(self, effects):
        key = a_name()
        await effects.claim(key, NOW, LEASE)
        await effects.done(key, NOW)
        await effects.release(key)
        assert not await effects.claim(key, LATER, LEASE)

    async def test_an_effect_is_remembered_though_another_sender_released_it(self, effects):
        key = a_name()
        await effects.claim(key, NOW, LEASE)
        await effects.release(key)
        await effects.done(key, NOW)
        assert await effects.is_done(key)
        assert not await effects.claim(key, LATER, LEASE)

    async def test_keys_do_not_touch_each_other(self, effects):
        first, second = a_name(), a_name()
        assert await effects.claim(first, NOW, LEASE)
        assert await effects.claim(second, NOW, LEASE)


class TestMemoryEffects(EffectsContract):
    @pytest.fixture
    async def effects(self):
        return MemoryEffects()


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoEffects(EffectsContract):
    @pytest.fixture
    async def effects(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            yield MongoEffects(database)
