"""What the keeper of contacts promises, and the outbox of webhooks."""

import asyncio
import datetime as dt
from dataclasses import replace

import pytest

from shared.adapters.contacts import MongoContacts
from shared.adapters.hook_outbox import KEPT, MongoHookOutbox
from shared.adapters.memory_contacts import MemoryContacts, MemoryHookOutbox
from shared.pipeline.contacts import Contact, Hook, Wants
from shared.pipeline.hooks import HookEvent
from tests.builders import NOW
from tests.contract.servers import a_database, a_name

HOOK = Hook(url="https://ecole.exemple/h", secret="whsec_eA==")
SCHOOL = Contact(account_id="ecole", email="ecole@exemple.fr", mobile="0612345678")
LEASE = dt.timedelta(minutes=1)


class ContactsContract:
    """The promises. The fixture `contacts` knows one school, and in MongoDB other accounts too."""

    async def test_a_school_is_found_with_its_addresses(self, contacts):
        assert await contacts.of("ecole") == SCHOOL

    async def test_others_are_not_found(self, contacts):
        assert await contacts.of("candidat") is None
        assert await contacts.of("nobody") is None

    async def test_a_preference_is_kept_and_the_rest_stays(self, contacts):
        await contacts.prefer("ecole", Wants.ACTS)

        assert await contacts.of("ecole") == replace(SCHOOL, wants=Wants.ACTS)

    async def test_a_hook_is_kept_whole_and_taken_away(self, contacts):
        whole = replace(HOOK, failing_since=NOW, disabled_at=NOW + LEASE)
        await contacts.put_hook("ecole", whole)
        assert (await contacts.of("ecole")).hook == whole
        await contacts.put_hook("ecole", None)
        assert (await contacts.of("ecole")).hook is None

    async def test_failures_count_from_the_first_until_a_success(self, contacts):
        await contacts.put_hook("ecole", HOOK)

        assert await contacts.hook_failed("ecole", NOW) == NOW
        assert await contacts.hook_failed("ecole", NOW + LEASE) == NOW
        assert (await contacts.of("ecole")).hook.failing_since == NOW
        await contacts.hook_worked("ecole")
        assert (await contacts.of("ecole")).hook == HOOK
        assert await contacts.hook_failed("ecole", NOW + LEASE) == NOW + LEASE

    async def test_a_hook_that_was_taken_away_meanwhile_does_not_come_back(self, contacts):
        await contacts.hook_failed("ecole", NOW)
        await contacts.hook_worked("ecole")

        assert (await contacts.of("ecole")).hook is None

    async def test_what_an_unknown_account_prefers_makes_no_account(self, contacts):
        await contacts.prefer("nobody", Wants.ACTS)
        await contacts.put_hook("nobody", HOOK)

        assert await contacts.of("nobody") is None


class TestMemoryContacts(ContactsContract):
    @pytest.fixture
    async def contacts(self):
        return MemoryContacts(SCHOOL)


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoContacts(ContactsContract):
    @pytest.fixture
    async def contacts(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            row = {"_id": "ecole", "role": "school", "secret_digest": "x"}
            fields = {"email": SCHOOL.email, "mobile": SCHOOL.mobile}
            await database["accounts"].insert_one({**row, **fields})
            await database["accounts"].insert_one({"_id": "candidat", "role": "candidate"})
            yield MongoContacts(database)


def an_event(key="", **changes):
    event = HookEvent(
        key=key or a_name(), account_id="ecole", body='{"é":1}', created_at=NOW, due_at=NOW
    )
    return replace(event, **changes)


class HookOutboxContract:
    """The promises. The fixture `outbox` comes with each world."""

    async def test_an_event_comes_back_as_it_was_laid_with_its_try_counted(self, outbox):
        event = an_event()
        await outbox.lay(event)

        assert await outbox.take(NOW, LEASE) == replace(event, tries=1, due_at=NOW + LEASE)

    async def test_an_event_laid_again_changes_nothing(self, outbox):
        await outbox.lay(an_event("k"))
        await outbox.lay(an_event("k", body="other"))
        taken = await outbox.take(NOW, LEASE)
        await outbox.lay(an_event("k"))

        assert taken.body == '{"é":1}'
        assert await outbox.take(NOW, LEASE) is None

    async def test_one_of_many_takers_gets_it(self, outbox):
        await outbox.lay(an_event())
        taken = await asyncio.gather(*(outbox.take(NOW, LEASE) for _ in range(10)))

        assert sum(event is not None for event in taken) == 1

    async def test_after_the_lease_of_a_taker_that_died_another_gets_it(self, outbox):
        await outbox.lay(an_event())
        await outbox.take(NOW, LEASE)

        assert (await outbox.take(NOW + LEASE, LEASE)).tries == 2

    async def test_the_most_overdue_goes_first_and_what_is_put_off_waits(self, outbox):
        late = an_event(due_at=NOW - LEASE)
        await outbox.lay(an_event())
        await outbox.lay(late)
        first = await outbox.take(NOW, LEASE)
        await outbox.put_off(first.key, NOW + 10 * LEASE)

        assert first.key == late.key
        assert (await outbox.take(NOW, LEASE)).key != late.key
        assert await outbox.take(NOW, LEASE) is None
        assert await outbox.take(NOW + 10 * LEASE, LEASE) is not None

    async def test_what_is_closed_never_goes_again(self, outbox):
        await outbox.lay(an_event("k"))
        await outbox.take(NOW, LEASE)
        await outbox.close("k", NOW)
        await outbox.lay(an_event("k"))

        assert await outbox.take(NOW + KEPT - LEASE, LEASE) is None


class TestMemoryHookOutbox(HookOutboxContract):
    @pytest.fixture
    async def outbox(self):
        return MemoryHookOutbox()


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoHookOutbox(HookOutboxContract):
    @pytest.fixture
    async def outbox(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            outbox = MongoHookOutbox(database)
            await outbox.prepare()
            yield outbox
