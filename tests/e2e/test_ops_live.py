"""The ops page kept up to date: a stream of what changed, one look for all, an end at the drain."""

import asyncio
import json
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from services.watch.board import Board
from services.watch.live import MOST_READERS, LivePage
from services.watch.rule_rows import RuleWatch
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_desk import MemoryParkedStages, MemorySamples
from shared.adapters.memory_watch import MemoryIncidents, MemoryProbes, MemoryReadings
from shared.adapters.rule_quality import MemoryRuleQuality
from shared.domain.change import Change
from shared.pipeline.depth_reading import SharedDepths
from shared.pipeline.overview import Lookout
from shared.settings import Settings
from shared.stages import TABLE, StageName
from shared.web.access import Account, Role
from shared.web.frame import add_pages, make_app
from tests.builders import a_change, a_dossier
from tests.flow.line import ManualClock
from tests.rules.dossier_paths import finished, parked

SET_ASIDE = parked(finished(a_dossier(), StageName.RECEPTION), StageName.PHOTO)
HEADERS = {"Authorization": "Bearer key"}


class OneAccount:
    """Everybody with a key is of ops, until their account is closed."""

    def __init__(self):
        self.closed = False

    async def by_secret(self, secret):
        return None if self.closed else Account(account_id="ops-1", role=Role.OPS)


class CountedStore(MemoryStore):
    """A store that counts how often it was asked for the depths."""

    asked = 0

    async def depths(self):
        self.asked += 1
        return await super().depths()


async def no_queues():
    return {}


class Served:
    """The ops page over a store in memory."""

    def __init__(self):
        self.clock, self.store, self.accounts = ManualClock(), CountedStore(), OneAccount()
        self.incidents = MemoryIncidents()
        depths = SharedDepths(self.store, MemoryReadings(), self.clock)
        lookout = Lookout(
            views=depths,
            samples=MemorySamples(self.store),
            incidents=self.incidents,
            probes=MemoryProbes(),
            ask_broker=no_queues,
            clock=self.clock,
            table=TABLE,
        )
        rules = RuleWatch(quality=MemoryRuleQuality(), threshold=0.3, advice_only=frozenset())
        self.board = Board(lookout, MemoryParkedStages(self.store), self.store, depths, rules)

    @asynccontextmanager
    async def running(self):
        settings = Settings(secret_key="x" * 32)
        app = make_app(settings, self.accounts, ())
        add_pages(app, "services.watch")
        app.router.add_routes(LivePage(self.board, pause=0.05, look_again=0.1).routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"{site.name}/events"
        async with aiohttp.ClientSession(headers=HEADERS) as session:
            try:
                yield session, runner
            finally:
                await runner.cleanup()


@pytest.fixture
def served():
    return Served()


async def event_of(response):
    """Id, name and data of the next event, and after how long a browser should come back."""
    fields = {}
    async with asyncio.timeout(5):
        while True:
            line = (await response.content.readline()).decode().rstrip("\r\n")
            if line and not line.startswith(":"):
                name, _, value = line.partition(": ")
                fields[name] = value
            elif "data" in fields:
                return fields | {"data": json.loads(fields["data"])}


async def silent(response):
    """True when no event comes within a few looks."""
    try:
        async with asyncio.timeout(0.4):
            return not await response.content.readline()
    except TimeoutError:
        return True


async def test_a_reader_gets_the_whole_page_and_then_only_what_changed(served):
    async with served.running() as (session, _), session.get(served.url) as response:
        first = await event_of(response)
        assert set(first["data"]["parts"]) == {
            *("answer", "figures", "stages", "incidents", "parked", "rules", "read_at")
        }
        assert (first["event"], first["retry"]) == ("parts", "5000")
        assert 'id="etapes"' in first["data"]["parts"]["stages"]

        await served.incidents.report("canary_late", "q.photo", 1, served.clock.now())
        await served.clock.sleep(5)
        second = await event_of(response)

        assert {"answer", "incidents"} <= set(second["data"]["parts"])
        assert "parked" not in second["data"]["parts"]
        assert "Sonde en retard" in second["data"]["parts"]["incidents"]
        assert second["id"] != first["id"]


async def test_a_reader_whose_account_is_closed_hears_no_more(served):
    async with served.running() as (session, _):
        async with session.get(served.url) as response:
            await event_of(response)
            served.accounts.closed = True
            async with asyncio.timeout(2):
                assert await response.content.read() == b""
        async with session.get(served.url) as response:
            assert response.status == 401


async def test_who_comes_back_with_the_last_event_hears_only_of_what_is_new(served):
    async with served.running() as (session, _):
        async with session.get(served.url) as response:
            last = (await event_of(response))["id"]
        async with session.get(served.url, headers={"Last-Event-ID": last}) as response:
            assert await silent(response)
        async with session.get(served.url, headers={"Last-Event-ID": "older"}) as response:
            assert (await event_of(response))["id"] == last


async def test_one_look_serves_all_readers_and_nobody_is_no_look(served):
    async with served.running() as (session, _), AsyncExitStack() as stack:
        assert served.store.asked == 0
        for _ in range(5):
            response = await stack.enter_async_context(session.get(served.url))
            await event_of(response)
        await asyncio.sleep(0.3)
        assert served.store.asked == 1
        await served.store.add(a_change())
        await served.clock.sleep(5)
        await asyncio.sleep(0.3)
        assert served.store.asked == 2


async def test_what_somebody_did_is_seen_at_the_next_look_however_fresh_the_last_is(served):
    first = await served.board.seen()
    await served.store.add(Change(dossier=SET_ASIDE))
    assert await served.board.seen() is first

    await served.board.forget()
    seen = await served.board.seen()

    assert [(item.dossier_id, item.stage) for item in seen.parked] == [("G-TEST", StageName.PHOTO)]
    assert [stage.row.name for stage in seen.overview.stages if stage.parked] == [StageName.PHOTO]


async def test_one_reader_too_many_is_asked_to_come_back(served):
    async with served.running() as (session, _), AsyncExitStack() as stack:
        for _ in range(MOST_READERS):
            await stack.enter_async_context(session.get(served.url))
        async with session.get(served.url) as refused:
            assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
        await stack.aclose()
        async with asyncio.timeout(5):
            while True:  # a place is free once the server has noticed
                async with session.get(served.url) as response:
                    if response.status == 200:
                        break
                await asyncio.sleep(0.05)


async def test_a_drain_ends_the_stream(served):
    async with served.running() as (session, runner), session.get(served.url) as response:
        await event_of(response)
        async with asyncio.timeout(3):
            await runner.cleanup()
            assert await response.content.read() in (b"", b"\r\n")


async def test_a_stranger_hears_nothing(served):
    async with served.running() as (session, _):
        headers = {"Authorization": ""}
        async with session.get(served.url, headers=headers) as refused:
            assert refused.status == 401
