"""What the keepers of used links, sign-in links and addresses promise."""

import asyncio
import datetime as dt
from dataclasses import replace

import pytest

from shared.adapters.candidate_directory import MongoCandidateDirectory
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_candidates import (
    MemoryCandidateDirectory,
    MemorySignInLinks,
    MemoryUsedLinks,
)
from shared.adapters.sign_in_links import MongoSignInLinks
from shared.adapters.store import MongoDossiers
from shared.adapters.used_links import MongoUsedLinks
from shared.domain.events import CandidateEmailCorrected, Submitted
from shared.domain.transitions import advance
from shared.stages import TABLE
from tests.builders import NOW as FILED
from tests.builders import a_change, an_identity
from tests.contract.servers import a_database

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
MINUTE = dt.timedelta(minutes=1)
ADDRESS = "camille.specimen@example.org"


class UsedLinksContract:
    """The fixture `links` comes with each."""

    async def test_the_first_of_many_opens(self, links):
        won = await asyncio.gather(*(links.use("token", NOW + MINUTE) for _ in range(8)))
        assert sorted(won) == [False] * 7 + [True]

    async def test_a_used_link_is_known_and_another_is_not(self, links):
        assert not await links.is_used("token")
        await links.use("token", NOW + MINUTE)
        assert await links.is_used("token")
        assert not await links.is_used("Token")


class TestMemoryUsedLinks(UsedLinksContract):
    @pytest.fixture
    def links(self):
        return MemoryUsedLinks()


class SignInLinksContract:
    """The fixture `links` comes with each."""

    async def armed(self, links, token="token", address=ADDRESS):
        await links.ask(address, NOW)
        asked = await links.take(NOW, MINUTE)
        await links.arm(asked.ask_id, token, NOW + 15 * MINUTE)
        return asked

    async def test_wishes_are_taken_oldest_first_and_by_one_taker(self, links):
        await links.ask("b@example.org", NOW)
        await links.ask("a@example.org", NOW - MINUTE)
        taken = [await links.take(NOW, MINUTE) for _ in range(3)]
        assert [asked and asked.address for asked in taken] == [
            "a@example.org",
            "b@example.org",
            None,
        ]
        assert taken[0].asked_at == NOW - MINUTE

    async def test_a_wish_whose_taker_died_comes_back(self, links):
        await links.ask(ADDRESS, NOW)
        first = await links.take(NOW, MINUTE)
        assert await links.take(NOW + MINUTE / 2, MINUTE) is None
        assert await links.take(NOW + MINUTE, MINUTE) == first

    async def test_a_settled_or_dropped_wish_does_not_come_back(self, links):
        asked = await self.armed(links)
        await links.settle(asked.ask_id, NOW)
        await links.ask("b@example.org", NOW)
        await links.drop((await links.take(NOW, MINUTE)).ask_id)
        assert await links.take(NOW + 60 * MINUTE, MINUTE) is None

    async def test_a_token_opens_once(self, links):
        await self.armed(links)
        assert await links.use("token", NOW) == ADDRESS
        assert await links.use("token", NOW) is None
        assert await links.use("other", NOW) is None

    async def test_one_of_many_at_once_opens(self, links):
        await self.armed(links)
        found = await asyncio.gather(*(links.use("token", NOW) for _ in range(8)))
        assert sorted(found, key=str) == [None] * 7 + [ADDRESS]

    async def test_a_token_that_is_over_opens_nothing(self, links):
        await self.armed(links)
        assert await links.use("token", NOW + 15 * MINUTE) is None

    async def test_a_token_armed_again_replaces_the_one_before(self, links):
        asked = await self.armed(links)
        await links.arm(asked.ask_id, "second", NOW + 15 * MINUTE)
        assert await links.use("token", NOW) is None
        assert await links.use("second", NOW) == ADDRESS

    async def test_mails_are_counted_by_address_and_time(self, links):
        for moment in (NOW - 2 * MINUTE, NOW):
            asked = await self.armed(links, token=str(moment))
            await links.settle(asked.ask_id, moment)
        await links.ask(ADDRESS, NOW)
        assert await links.sent_since(ADDRESS, NOW - MINUTE) == 1
        assert await links.sent_since(ADDRESS, NOW - 3 * MINUTE) == 2
        assert await links.sent_since("b@example.org", NOW - 3 * MINUTE) == 0


class TestMemorySignInLinks(SignInLinksContract):
    @pytest.fixture
    def links(self):
        return MemorySignInLinks()


async def file(store, dossier_id, at=FILED, **identity):
    change = a_change(dossier_id, candidate=an_identity(**identity))
    change = replace(change, dossier=replace(change.dossier, created_at=at))
    await store.add(change)
    return change.dossier


class DirectoryContract:
    """The fixtures `store`, `directory` and `add_account` come with each."""

    async def test_the_dossiers_of_an_address_newest_first(self, store, directory):
        await file(store, "G-OLD", FILED - dt.timedelta(days=1), email="Camille@Example.org")
        await file(store, "G-NEW", email="camille@example.org ")
        await file(store, "G-OTHER", email="zoe@example.org")
        found = await directory.dossiers_of("camille@example.org", 10)
        assert [dossier.dossier_id for dossier in found] == ["G-NEW", "G-OLD"]
        assert len(await directory.dossiers_of("camille@example.org", 1)) == 1
        assert list(await directory.dossiers_of("nobody@example.org", 10)) == []

    async def test_a_parent_finds_the_dossier_of_their_child(self, store, directory):
        parent = an_identity(email="parent@example.org")
        await store.add(a_change("G-MINOR", representative=parent))
        found = await directory.dossiers_of("parent@example.org", 10)
        assert [dossier.dossier_id for dossier in found] == ["G-MINOR"]

    async def test_a_corrected_address_finds_it_and_the_wrong_one_no_more(self, store, directory):
        dossier = await file(store, "G-FIX", email="faute@example.org")
        right = CandidateEmailCorrected(account="ecole", email="juste@example.org")
        for event in (Submitted(needs_validation=True), right):
            change = advance(dossier, event, FILED, TABLE)
            assert await store.save(change)
            dossier = change.dossier
        assert len(await directory.dossiers_of("juste@example.org", 10)) == 1
        assert list(await directory.dossiers_of("faute@example.org", 10)) == []

    async def test_the_account_of_a_candidate_is_found_by_its_address(self, directory, add_account):
        await add_account("candidate-1", "seul@example.org")
        assert await directory.account_of("seul@example.org") == "candidate-1"
        assert await directory.account_of("autre@example.org") is None


class TestMemoryDirectory(DirectoryContract):
    @pytest.fixture
    def store(self):
        return MemoryStore()

    @pytest.fixture
    def directory(self, store):
        return MemoryCandidateDirectory(store=store)

    @pytest.fixture
    def add_account(self, directory):
        async def add(account_id, email):
            directory.accounts[email] = account_id

        return add


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class Servers:
    """A fresh database each."""

    @pytest.fixture
    async def database(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            yield database


class TestMongoUsedLinks(Servers, UsedLinksContract):
    @pytest.fixture
    async def links(self, database):
        links = MongoUsedLinks(database)
        await links.prepare()
        return links

    async def test_the_store_never_sees_a_token(self, links, database):
        await links.use("token", NOW)
        assert "token" not in str(await database["used_links"].find_one({}))


class TestMongoSignInLinks(Servers, SignInLinksContract):
    @pytest.fixture
    async def links(self, database):
        links = MongoSignInLinks(database)
        await links.prepare()
        return links

    async def test_the_store_never_sees_a_token(self, links, database):
        await self.armed(links, token="very-secret")
        assert "very-secret" not in str(await database["sign_in_links"].find_one({}))


class TestMongoDirectory(Servers, DirectoryContract):
    @pytest.fixture
    async def store(self, database):
        store = MongoDossiers(database)
        await store.prepare()
        return store

    @pytest.fixture
    def directory(self, database, store):
        return MongoCandidateDirectory(database)

    @pytest.fixture
    def add_account(self, database):
        async def add(account_id, email):
            row = {"_id": account_id, "role": "candidate", "email": email}
            await database["accounts"].insert_one(row)

        return add
