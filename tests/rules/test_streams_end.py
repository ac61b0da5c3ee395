"""An open stream of events ends within seconds of the right to read it."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from services.intake.following import Follower, follow_dossier
from shared.adapters.memory import MemoryStore
from shared.domain.change import Change
from shared.web.access import FILERS
from shared.web.frame import signed_in
from shared.web.sessions import IDLE
from tests.builders import NOW, a_dossier
from tests.rules.entrance_face import OTHER, SCHOOL, Entrance

UNTIL = NOW.replace(year=NOW.year + 1)
DOSSIER = replace(a_dossier(), owner=SCHOOL.account_id)


class Followed:
    """A face with one stream, and the school that opened it by key or by session."""

    def __init__(self):
        self.entrance, self.store = Entrance(), MemoryStore()

    async def open(self):
        await self.store.add(Change(dossier=DOSSIER))
        await self.entrance.accounts.put(SCHOOL, "key")
        await self.entrance.accounts.put(OTHER, "other-key")
        await self.entrance.sessions.open(SCHOOL, "token", UNTIL)
        await self.entrance.sessions.open(OTHER, "other-token", UNTIL)
        app = self.entrance.app()
        app.router.add_get("/events", self.follow)
        return app

    async def follow(self, request):
        async def view(dossier):
            return {}

        account = await signed_in(request, *FILERS)
        follower = Follower(account=account, seen=0, view=view, pause=0.02, look_again=0.1)
        return await follow_dossier(request, DOSSIER, follower, self.store)

    async def key_changed(self):
        await self.entrance.accounts.put(SCHOOL, "another-key")

    async def account_closed(self):
        await self.entrance.accounts.set_disabled(SCHOOL.account_id, disabled=True)

    async def session_ended(self):
        await self.entrance.sessions.end_all(SCHOOL.account_id)

    async def others_ended(self):
        await self.entrance.sessions.end_all(OTHER.account_id)
        await self.entrance.accounts.set_disabled(OTHER.account_id, disabled=True)


BY_KEY = {"Authorization": "Bearer key"}
BY_SESSION = {"Cookie": "guichet_session=token"}


@asynccontextmanager
async def following_as(headers):
    followed = Followed()
    async with (
        TestClient(TestServer(await followed.open())) as client,
        client.get("/events", headers=headers) as stream,
    ):
        assert stream.status == 200
        assert (await stream.content.readline()).startswith(b"id:")
        yield followed, stream


async def ends(stream, seconds=2.0):
    """True where nothing more comes and the stream is over."""
    try:
        async with asyncio.timeout(seconds):
            while await stream.content.readline():
                pass
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize(
    ("headers", "happens"),
    [
        (BY_KEY, Followed.key_changed),
        (BY_KEY, Followed.account_closed),
        (BY_SESSION, Followed.session_ended),
    ],
    ids=lambda part: getattr(part, "__name__", ""),
)
async def test_a_stream_ends_with_what_opened_it(headers, happens):
    async with following_as(headers) as (followed, stream):
        await happens(followed)
        assert await ends(stream)


async def test_an_open_stream_is_no_use_of_a_session_and_ends_with_an_idle_one():
    async with following_as(BY_SESSION) as (followed, stream):
        clock = followed.entrance.clock
        clock.time += IDLE / 2
        assert not await ends(stream, 0.5)
        clock.time += IDLE / 2
        assert await ends(stream)


@pytest.mark.parametrize("headers", [BY_KEY, BY_SESSION], ids=["key", "session"])
async def test_what_happens_to_others_ends_no_stream(headers):
    async with following_as(headers) as (followed, stream):
        await followed.others_ended()
        assert not await ends(stream, 0.5)
