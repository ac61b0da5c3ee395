"""What the keeper of accounts promises: a key, a number, an address, a person open one account."""

from dataclasses import replace

import pytest

from shared.adapters.accounts import MongoAccounts
from shared.adapters.memory_accounts import MemoryAccounts
from shared.errors import AgrementTaken, EmailTaken
from shared.web.access import Account, Role
from tests.contract.servers import a_database

SCHOOL = Account(
    account_id="school", role=Role.SCHOOL, agrement="E0906900010", email="ecole@example.org"
)
NEIGHBOUR = Account(account_id="neighbour", role=Role.SCHOOL, agrement="E0906900020")
AGENT = Account(account_id="agent", role=Role.INSTRUCTOR, centre="69,01", label="Agent 12")


class AccountsContract:
    """The promises. The fixture `accounts` comes with each."""

    async def test_an_account_comes_back_whole(self, accounts):
        await accounts.put(SCHOOL, "key")
        await accounts.put(AGENT, "other key")

        assert await accounts.by_secret("key") == SCHOOL
        assert await accounts.by_secret("other key") == AGENT
        assert await accounts.by_secret("no key") is None
        assert await accounts.by_id("agent") == AGENT
        assert await accounts.by_id("nobody") is None
        assert await accounts.everyone() == [AGENT, SCHOOL]

    async def test_a_second_school_with_the_same_number_is_refused_and_not_made(self, accounts):
        await accounts.put(SCHOOL, "key")

        with pytest.raises(AgrementTaken, match="thief"):
            await accounts.put(
                Account(account_id="thief", role=Role.SCHOOL, agrement=SCHOOL.agrement), "other key"
            )

        assert await accounts.by_secret("other key") is None
        assert await accounts.by_secret("key") == SCHOOL

    async def test_an_account_cannot_change_to_the_number_of_another(self, accounts):
        await accounts.put(SCHOOL, "key")
        await accounts.put(NEIGHBOUR, "other key")

        with pytest.raises(AgrementTaken):
            await accounts.put(replace(NEIGHBOUR, agrement=SCHOOL.agrement), "new key")

        assert await accounts.by_secret("other key") == NEIGHBOUR

    @pytest.mark.parametrize(
        ("holder", "claimer"),
        [(Role.CANDIDATE, Role.SCHOOL), (Role.SCHOOL, Role.CANDIDATE)],
        ids=["a personal account holds it", "a school holds it"],
    )
    async def test_an_address_belongs_to_one_account_whatever_its_case(
        self, accounts, holder, claimer
    ):
        first = Account(account_id="first", role=holder, email="camille@example.org")
        await accounts.put(first, "key")

        with pytest.raises(EmailTaken, match=r"second$"):
            await accounts.put(
                Account(account_id="second", role=claimer, email=" Camille@Example.ORG"), "new key"
            )

        assert await accounts.by_secret("new key") is None
        assert await accounts.by_email("CAMILLE@example.org ") == first

    async def test_a_new_key_keeps_the_rest(self, accounts):
        await accounts.put(SCHOOL, "key")

        await accounts.put(Account(account_id="school", role=Role.SCHOOL), "new key")

        assert await accounts.by_secret("new key") == SCHOOL
        assert await accounts.by_secret("key") is None

    async def test_any_number_of_accounts_may_have_none(self, accounts):
        for name in ("one", "two", "three"):
            await accounts.put(Account(account_id=name, role=Role.SCHOOL), f"key {name}")

        found = await accounts.by_secret("key two")
        assert (found.agrement, found.email) == (None, None)

    async def test_a_password_is_found_by_name_and_by_address(self, accounts):
        await accounts.put(SCHOOL, "key")
        assert await accounts.credentials("school") is None
        assert await accounts.set_password("school", "a hash")

        by_name = await accounts.credentials("school")
        assert (by_name.account, by_name.password_hash) == (SCHOOL, "a hash")
        assert await accounts.credentials("ECOLE@example.org") == by_name
        assert await accounts.credentials("other@example.org") is None

    async def test_a_hash_is_renewed_only_where_it_has_not_changed_meanwhile(self, accounts):
        await accounts.put(SCHOOL, "key")
        await accounts.set_password("school", "first")

        assert not await accounts.set_password("school", "renewed", "another")
        assert await accounts.set_password("school", "renewed", "first")
        assert (await accounts.credentials("school")).password_hash == "renewed"
        assert not await accounts.set_password("nobody", "hash")

    async def test_a_disabled_account_opens_to_nothing(self, accounts):
        await accounts.put(SCHOOL, "key")
        await accounts.set_password("school", "hash")
        await accounts.bind("school", "issuer person")

        assert await accounts.set_disabled("school", disabled=True)

        assert await accounts.by_secret("key") is None
        assert await accounts.by_email("ecole@example.org") is None
        assert await accounts.by_subject("issuer person") is None
        assert await accounts.credentials("school") is None
        assert (await accounts.by_id("school")).disabled
        assert not await accounts.set_disabled("nobody", disabled=True)

    async def test_a_disabled_account_still_holds_what_is_its_own_and_comes_back(self, accounts):
        await accounts.put(SCHOOL, "key")
        await accounts.set_disabled("school", disabled=True)

        with pytest.raises(EmailTaken):
            await accounts.put(Account(account_id="x", role=Role.OPS, email=SCHOOL.email), "k")
        await accounts.put(Account(account_id="school", role=Role.SCHOOL), "new key")
        assert await accounts.by_secret("new key") is None

        await accounts.set_disabled("school", disabled=False)
        assert await accounts.by_secret("new key") == SCHOOL

    async def test_a_person_is_bound_to_one_account_once(self, accounts):
        await accounts.put(SCHOOL, "key")
        await accounts.put(AGENT, "other key")

        assert await accounts.bind("school", "issuer person")
        assert not await accounts.bind("school", "issuer second")
        assert not await accounts.bind("agent", "issuer person")
        assert not await accounts.bind("nobody", "issuer third")
        assert await accounts.by_subject("issuer person") == SCHOOL
        assert await accounts.by_subject("issuer second") is None


class TestMemoryAccounts(AccountsContract):
    @pytest.fixture
    def accounts(self):
        return MemoryAccounts()


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoAccounts(AccountsContract):
    @pytest.fixture
    async def database(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            yield database

    @pytest.fixture
    async def accounts(self, database):
        accounts = MongoAccounts(database)
        await accounts.prepare()
        return accounts

    async def test_an_account_of_the_version_before_still_opens_and_gets_its_number(self, database):
        accounts = MongoAccounts(database)
        before = Account(account_id="school", role=Role.SCHOOL)
        await accounts.put(before, "key")  # before its index
        await accounts.prepare()

        assert await accounts.by_secret("key") == before
        await accounts.put(SCHOOL, "key")
        assert await accounts.by_secret("key") == SCHOOL

    async def test_the_store_never_sees_a_key(self, accounts, database):
        await accounts.put(SCHOOL, "a secret key")
        assert "a secret key" not in str(await database["accounts"].find_one({}))
