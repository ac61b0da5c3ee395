"""Titles on their way, in memory and on the real store; the office, played and remembered."""

import asyncio
import datetime as dt
from dataclasses import replace
from typing import get_args

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from services.standalone.title_office import PlayedTitleOffice, course_of
from shared.adapters.driver import DriverName
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_titles import MemoryTitleOffice, MemoryTitles
from shared.adapters.store import MongoDossiers
from shared.adapters.title_office import HttpTitleOffice
from shared.adapters.titles import MongoTitles
from shared.domain.change import Change
from shared.domain.title import TitleState
from shared.domain.title_events import TitleTicked
from shared.errors import ServerUnavailable
from shared.pipeline.titles import TitleNews, TitleOrder
from tests.builders import NOW, after
from tests.contract.servers import a_database
from tests.rules.title_paths import accepted, handed_over, reported

T = TitleState
DAY = dt.timedelta(days=1)

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]


@pytest.fixture(params=["memory", *get_args(DriverName)])
async def kept(request, store_url):
    """The store and the titles read from it."""
    if request.param == "memory":
        store = MemoryStore()
        yield store, MemoryTitles(store)
        return
    async with a_database(store_url, request.param) as database:
        store = MongoDossiers(database)
        await store.prepare()
        yield store, MongoTitles(database)


async def put(store, *dossiers):
    for dossier in dossiers:
        await store.add(Change(dossier=dossier))


async def test_only_titles_with_something_due_are_found(kept):
    store, titles = kept
    lying = reported(accepted(dossier_id="G-2"), T.DISPATCHED, T.AT_POST_OFFICE)
    over = reported(accepted(dossier_id="G-3"), T.DISPATCHED, T.DELIVERED)
    await put(store, accepted(dossier_id="G-1"), lying, over)

    assert await titles.due(NOW + 2 * DAY, 10) == []
    assert await titles.due(NOW + 3 * DAY, 10) == ["G-1"]
    assert await titles.due(NOW + 400 * DAY, 10) == ["G-1", "G-2"]
    assert await titles.due(NOW + 400 * DAY, 1) == ["G-1"]


async def test_orders_wait_until_the_office_took_them(kept):
    store, titles = kept
    await put(store, accepted(dossier_id="G-1"), handed_over(accepted(dossier_id="G-2")))
    assert await titles.to_order(10) == [TitleOrder(dossier_id="G-1", order=1)]


async def test_titles_are_counted_by_state_in_the_order_of_the_table(kept):
    store, titles = kept
    late = after(accepted(dossier_id="G-2"), TitleTicked(), now=NOW + 3 * DAY)
    sent = reported(accepted(dossier_id="G-3"), T.DISPATCHED, at=NOW + DAY)
    over = reported(accepted(dossier_id="G-4"), T.DELIVERED)
    await put(store, sent, accepted(dossier_id="G-1"), late, over)

    ordered, dispatched = await titles.depths()

    assert (ordered.state, ordered.count, ordered.late) == (T.ORDERED, 2, 1)
    assert (ordered.oldest_since, ordered.next_deadline) == (NOW, NOW + 3 * DAY)
    assert (dispatched.state, dispatched.count, dispatched.late) == (T.DISPATCHED, 1, 0)
    assert dispatched.next_deadline == NOW + 16 * DAY


async def test_a_title_that_moves_on_moves_in_the_store(kept):
    store, titles = kept
    ordered = accepted(dossier_id="G-1")
    await put(store, ordered)
    moved = replace(reported(ordered, T.DISPATCHED), history=())
    assert await store.save(Change(dossier=moved, before=ordered))

    assert await titles.to_order(10) == []
    assert [depth.state for depth in await titles.depths()] == [T.DISPATCHED]
    assert (await store.get("G-1")).title == moved.title


async def test_the_position_in_the_feed_is_remembered(kept):
    _, titles = kept
    assert await titles.position() == ""
    await titles.read_up_to("7")
    await titles.read_up_to("9")
    assert await titles.position() == "9"


#: A title that arrives at once, and runs its course in an instant.
ORDER = TitleOrder(dossier_id="G-AT-HOME", order=2)
COURSE = course_of(ORDER.dossier_id, ORDER.order)


@pytest.fixture(params=["memory", "played"])
async def office(request, tmp_path):
    """An office that has said all about ORDER as soon as it took it."""
    if request.param == "memory":
        remembered = MemoryTitleOffice()
        remembered.said = [
            TitleNews(dossier_id=ORDER.dossier_id, order=2, state=state, at=NOW) for state in COURSE
        ]
        yield remembered
        return
    app = web.Application()
    app.router.add_routes(PlayedTitleOffice(tmp_path, pace=0.0001).routes())
    async with TestServer(app) as server:
        yield HttpTitleOffice(str(server.make_url("/title-office")))


async def all_said(office):
    """The whole feed once the course is run; fails after five seconds."""
    async with asyncio.timeout(5):
        while len((page := await office.news("")).news) < len(COURSE):  # noqa: ASYNC110 - the office runs by the clock
            await asyncio.sleep(0.01)
    return page


async def test_an_order_taken_twice_is_one_and_its_news_come_in_order(office):
    await office.order(ORDER)
    await office.order(ORDER)

    page = await all_said(office)

    assert tuple(line.state for line in page.news) == COURSE
    assert (await office.news(page.position)).news == ()
    assert {line.dossier_id for line in page.news} == {ORDER.dossier_id}


async def test_an_office_that_does_not_answer_is_away():
    office = HttpTitleOffice("http://127.0.0.1:9")  # nobody listens on the discard port
    with pytest.raises(ServerUnavailable):
        await office.news("")
    with pytest.raises(ServerUnavailable):
        await office.order(ORDER)


async def test_an_office_that_answers_something_else_is_away():
    async def nonsense(_):
        return web.json_response({"news": [{"state": "lost"}], "position": "1"})

    app = web.Application()
    app.router.add_get("/news", nonsense)
    async with TestServer(app) as server:
        with pytest.raises(ServerUnavailable):
            await HttpTitleOffice(str(server.make_url("/"))).news("")
