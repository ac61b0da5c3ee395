"""What the keeper of sessions promises."""

import datetime as dt

import pytest

from shared.adapters.memory_sessions import MemorySessions
from shared.adapters.sessions import MongoSessions
from shared.web.access import Account, Role, digest_of
from shared.web.sessions import IDLE
from tests.contract.servers import a_database

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
HOUR = dt.timedelta(hours=1)
SCHOOL = Account(account_id="school", role=Role.SCHOOL, agrement="E0906900010")
AGENT = Account(account_id="agent", role=Role.INSTRUCTOR)


class SessionsContract:
    """The promises. The fixture `sessions` comes with each."""

    async def test_a_session_opens_its_account(self, sessions):
        await sessions.open(SCHOOL, "token", NOW + HOUR)
        await sessions.open(AGENT, "other", NOW + HOUR)
        assert await sessions.by_token("token", NOW) == SCHOOL
        assert await sessions.by_token("other", NOW) == AGENT

    async def test_another_token_opens_nothing(self, sessions):
        await sessions.open(SCHOOL, "token", NOW + HOUR)
        assert await sessions.by_token("Token", NOW) is None
        assert await sessions.by_token("", NOW) is None

    async def test_a_session_that_is_over_opens_nothing(self, sessions):
        await sessions.open(SCHOOL, "token", NOW)
        assert await sessions.by_token("token", NOW) is None

    async def test_several_workstations_are_signed_in_at_once_and_leave_one_by_one(self, sessions):
        await sessions.open(SCHOOL, "desk", NOW + HOUR)
        await sessions.open(SCHOOL, "laptop", NOW + HOUR)
        await sessions.end("desk")
        await sessions.end("desk")
        assert await sessions.by_token("desk", NOW) is None
        assert await sessions.by_token("laptop", NOW) == SCHOOL

    async def test_a_session_that_nobody_uses_opens_nothing_after_an_hour(self, sessions):
        await sessions.open(SCHOOL, "token", NOW + 12 * HOUR)
        used = NOW
        for _ in range(3):
            assert await sessions.by_token("token", used) == SCHOOL
            used += IDLE - HOUR / 60
        assert await sessions.by_token("token", used + IDLE) is None

    async def test_a_look_that_is_no_use_keeps_no_session_alive(self, sessions):
        await sessions.open(SCHOOL, "token", NOW + 12 * HOUR)
        assert await sessions.by_token("token", NOW) == SCHOOL
        almost = NOW + IDLE - HOUR / 60
        assert await sessions.by_token("token", almost, touch=False) == SCHOOL
        assert await sessions.by_token("token", NOW + IDLE, touch=False) is None

    async def test_the_owner_sees_where_the_account_is_open(self, sessions):
        await sessions.open(SCHOOL, "desk", NOW + HOUR, "Firefox, Windows")
        await sessions.open(SCHOOL, "laptop", NOW + HOUR)
        await sessions.open(SCHOOL, "over", NOW)
        await sessions.open(AGENT, "agent", NOW + HOUR)
        await sessions.by_token("desk", NOW - HOUR / 2)
        await sessions.by_token("laptop", NOW - HOUR / 4)

        lines = await sessions.of_account("school", NOW)

        assert [line.handle for line in lines] == [digest_of("laptop"), digest_of("desk")]
        assert [line.device for line in lines] == ["", "Firefox, Windows"]
        assert lines[1].seen == NOW - HOUR / 2
        assert await sessions.by_token(lines[0].handle, NOW) is None

    async def test_a_session_is_ended_by_its_own_account_only(self, sessions):
        await sessions.open(SCHOOL, "desk", NOW + HOUR)
        await sessions.end_one("agent", digest_of("desk"))
        assert await sessions.by_token("desk", NOW) == SCHOOL
        await sessions.end_one("school", digest_of("desk"))
        assert await sessions.by_token("desk", NOW) is None

    async def test_all_sessions_end_at_once_but_for_the_one_that_asks(self, sessions):
        for token in ("desk", "laptop", "lost"):
            await sessions.open(SCHOOL, token, NOW + HOUR)
        await sessions.open(AGENT, "agent", NOW + HOUR)

        await sessions.end_all("school", "desk")
        assert await sessions.by_token("desk", NOW) == SCHOOL
        assert await sessions.by_token("laptop", NOW) is None

        await sessions.end_all("school")
        assert await sessions.by_token("desk", NOW) is None
        assert await sessions.by_token("agent", NOW) == AGENT


class TestMemorySessions(SessionsContract):
    @pytest.fixture
    def sessions(self):
        return MemorySessions()


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoSessions(SessionsContract):
    @pytest.fixture
    async def database(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            yield database

    @pytest.fixture
    async def sessions(self, database):
        sessions = MongoSessions(database)
        await sessions.prepare()
        return sessions

    async def test_the_store_never_sees_a_token(self, sessions, database):
        await sessions.open(SCHOOL, "token", NOW + HOUR)
        assert "token" not in str(await database["sessions"].find_one({}))
