"""What the keeper of accounts promises: one key an account, one agrément number a school."""

import pytest

from shared.adapters.accounts import MongoAccounts
from shared.errors import AgrementTaken
from shared.web.access import Account, Role
from tests.contract.servers import a_database

SCHOOL = Account(account_id="school", role=Role.SCHOOL, agrement="E0906900010")
NEIGHBOUR = Account(account_id="neighbour", role=Role.SCHOOL, agrement="E0906900020")

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]


@pytest.fixture
async def database(store_url):
    async with a_database(store_url) as database:
        yield database


@pytest.fixture
async def accounts(database):
    accounts = MongoAccounts(database)
    await accounts.prepare()
    return accounts


async def test_an_account_comes_back_with_its_number(accounts):
    await accounts.put(SCHOOL, "key")
    await accounts.put(NEIGHBOUR, "other key")

    assert await accounts.by_secret("key") == SCHOOL
    assert await accounts.by_secret("other key") == NEIGHBOUR
    assert await accounts.by_secret("no key") is None


async def test_a_second_school_with_the_same_number_is_refused_and_not_made(accounts):
    await accounts.put(SCHOOL, "key")

    with pytest.raises(AgrementTaken, match="thief"):
        await accounts.put(
            Account(account_id="thief", role=Role.SCHOOL, agrement=SCHOOL.agrement), "other key"
        )

    assert await accounts.by_secret("other key") is None
    assert await accounts.by_secret("key") == SCHOOL


async def test_an_account_cannot_change_to_the_number_of_another(accounts):
    await accounts.put(SCHOOL, "key")
    await accounts.put(NEIGHBOUR, "other key")

    with pytest.raises(AgrementTaken):
        await accounts.put(
            Account(account_id="neighbour", role=Role.SCHOOL, agrement=SCHOOL.agrement), "new key"
        )

    assert await accounts.by_secret("other key") == NEIGHBOUR


async def test_a_new_key_keeps_the_number(accounts):
    await accounts.put(SCHOOL, "key")

    await accounts.put(Account(account_id="school", role=Role.SCHOOL), "new key")

    assert await accounts.by_secret("new key") == SCHOOL
    assert await accounts.by_secret("key") is None


async def test_any_number_of_accounts_may_have_none(accounts):
    for name in ("one", "two", "three"):
        await accounts.put(Account(account_id=name, role=Role.SCHOOL), f"key {name}")

    assert (await accounts.by_secret("key two")).agrement is None


async def test_an_account_of_the_version_before_still_opens_and_can_be_given_its_number(database):
    accounts = MongoAccounts(database)
    await accounts.put(Account(account_id="school", role=Role.SCHOOL), "key")  # before its index
    await accounts.prepare()

    assert await accounts.by_secret("key") == Account(account_id="school", role=Role.SCHOOL)
    await accounts.put(SCHOOL, "key")
    assert await accounts.by_secret("key") == SCHOOL
