"""`guichet accounts` makes, lists and closes accounts; what closes, closes at once."""

import datetime as dt
import io

import pytest
from rich.console import Console

from services.ops.accounts import add_account, list_accounts, set_disabled, set_password
from shared.adapters.accounts import MongoAccounts
from shared.adapters.passwords import Argon2Passwords
from shared.adapters.sessions import MongoSessions
from shared.settings import Settings
from shared.web.access import Account, Role
from shared.web.passwords import right_password
from tests.contract.servers import a_database

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]

SCHOOL = Account(
    account_id="ecole-1", role=Role.SCHOOL, agrement="E0906900010", email="Ecole@example.org"
)


@pytest.fixture
async def database(store_url, driver):
    async with a_database(store_url, driver) as database:
        yield database


@pytest.fixture
def settings(store_url, driver, database):
    return Settings(
        mongodb_url=store_url,
        mongodb_database=database.name,
        store_driver=driver,
        secret_key="s" * 32,
    )


class Told:
    """What a command said."""

    def __init__(self):
        self.file = io.StringIO()
        self.console = Console(file=self.file, width=160)

    @property
    def lines(self):
        return self.file.getvalue().splitlines()


async def test_a_new_account_comes_in_with_the_key_that_is_shown_once(settings, database):
    told = Told()
    assert await add_account(settings, told.console, SCHOOL) == 0
    account = await MongoAccounts(database).by_secret(told.lines[-1])
    assert (account.account_id, account.email) == ("ecole-1", "ecole@example.org")


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"account_id": "ecole-1"}, "exists already"),
        ({"agrement": "E0906900010"}, "agrément"),
        ({"email": "ECOLE@example.org"}, "e-mail"),
        ({"role": Role.CANDIDATE, "email": "ECOLE@example.org"}, "e-mail"),
        ({"email": "nowhere"}, "no e-mail"),
        ({"account_id": "with space"}, "A name has"),
        ({"account_id": "camille@example.org"}, "A name has"),
    ],
    ids=["name", "number", "address", "personal account", "no address", "space", "an address"],
)
async def test_what_is_taken_or_cannot_be_used_makes_no_account(
    settings, database, capsys, claims, said
):
    await add_account(settings, Told().console, SCHOOL)
    other = Account(**({"account_id": "other", "role": Role.SCHOOL} | claims))
    assert await add_account(settings, Told().console, other) == 1
    assert said in capsys.readouterr().err
    assert len(await MongoAccounts(database).everyone()) == 1


async def test_a_closed_account_has_no_key_password_or_session_left(settings, database):
    told = Told()
    await add_account(settings, told.console, SCHOOL)
    key = told.lines[-1]
    await set_password(settings, told.console, "ecole-1", "quatre mots sans rapport")
    accounts, sessions = MongoAccounts(database), MongoSessions(database)
    now = dt.datetime.now(dt.UTC)
    await sessions.open(SCHOOL, "desk", now + dt.timedelta(hours=1))
    await sessions.open(SCHOOL, "laptop", now + dt.timedelta(hours=1))

    assert await set_disabled(settings, told.console, "ecole-1", disabled=True) == 0

    assert await accounts.by_secret(key) is None
    assert await accounts.credentials("ecole-1") is None
    assert await sessions.by_token("desk", now) is None
    assert await sessions.by_token("laptop", now) is None
    assert await set_disabled(settings, told.console, "ecole-1", disabled=False) == 0
    assert (await accounts.by_secret(key)).account_id == "ecole-1"
    assert await set_disabled(settings, told.console, "nobody", disabled=True) == 1


async def test_a_new_password_opens_the_account_and_ends_its_sessions(settings, database):
    told = Told()
    await add_account(settings, told.console, SCHOOL)
    now = dt.datetime.now(dt.UTC)
    await MongoSessions(database).open(SCHOOL, "desk", now + dt.timedelta(hours=1))

    assert await set_password(settings, told.console, "ecole-1", None) == 0

    directory, shown = MongoAccounts(database), told.lines[-1]
    opened = await right_password(directory, Argon2Passwords(), "ecole@example.org", shown)
    assert opened.account_id == "ecole-1"
    assert await MongoSessions(database).by_token("desk", now) is None


async def test_a_password_that_cannot_be_taken_is_said_why(settings, capsys):
    await add_account(settings, Told().console, SCHOOL)
    assert await set_password(settings, Told().console, "ecole-1", "court") == 1
    assert "trop court" in capsys.readouterr().err
    assert await set_password(settings, Told().console, "nobody", None) == 1


async def test_the_list_shows_sessions_and_who_is_closed_and_no_secret(settings, database):
    told = Told()
    await add_account(settings, told.console, SCHOOL)
    key = told.lines[-1]
    agent = Account(account_id="agent-1", role=Role.INSTRUCTOR, centre="69,01")
    await add_account(settings, told.console, agent)
    await set_disabled(settings, told.console, "agent-1", disabled=True)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    await MongoSessions(database).open(SCHOOL, "desk", later)

    listed = Told()
    assert await list_accounts(settings, listed.console) == 0

    assert listed.lines[1].split() == ["agent-1", "instructor", "69,01", "0", "disabled"]
    assert listed.lines[2].split() == [
        "ecole-1",
        "school",
        "ecole@example.org",
        SCHOOL.agrement,
        "1",
    ]
    assert key not in listed.file.getvalue()
