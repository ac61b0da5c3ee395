"""The faults that lose a reply know a write when they see one: what the drivers really send."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from services.faults.damage import PUBLISH_MARKER, WRITE_MARKER
from services.faults.proxy import FaultProxy
from shared.adapters.broker import connect_broker
from shared.adapters.store import MongoDossiers
from shared.domain.events import Submitted
from shared.domain.transitions import advance
from shared.errors import ServerUnavailable
from shared.stages import TABLE, StageName
from tests.builders import NOW, a_change
from tests.contract.servers import a_database, a_name

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]


@pytest.fixture
async def proxy_to():
    """Puts a proxy in front of the server at an address; answers the proxy."""
    proxies = []

    async def start(url):
        proxy = FaultProxy(urlsplit(url).port)
        await proxy.start()
        proxies.append(proxy)
        return proxy

    yield start
    for proxy in proxies:
        await proxy.stop()


async def test_the_reply_to_a_stored_change_gets_lost_and_the_change_is_there(proxy_to, store_url):
    proxy = await proxy_to(store_url)
    way = f"mongodb://127.0.0.1:{proxy.port}/?directConnection=true"
    async with a_database(way) as database:
        dossiers, opened = MongoDossiers(database), a_change(a_name())
        await dossiers.add(opened)
        change = advance(opened.dossier, Submitted(needs_validation=False), NOW, TABLE)
        assert proxy.dropped == 0
        proxy.drop_reply_after(WRITE_MARKER)
        with suppress(ServerUnavailable):  # or the driver has asked again by itself
            await dossiers.save(change)
        assert proxy.dropped == 1
        stored = await dossiers.get(opened.dossier.dossier_id)
        assert stored.rev == change.dossier.rev


async def test_the_confirm_of_a_message_gets_lost_and_its_sender_learns_nothing(
    proxy_to, broker_url
):
    proxy = await proxy_to(broker_url)
    broker = await connect_broker(f"amqp://guest:guest@127.0.0.1:{proxy.port}/")
    row = replace(TABLE[StageName.PHOTO], queue=f"q.{a_name()}")
    try:
        await broker.declare({row.name: row})
        await broker.publish(row.queue, b"{}", "1")
        proxy.drop_reply_after(PUBLISH_MARKER)
        with pytest.raises(ServerUnavailable):
            await asyncio.wait_for(broker.publish(row.queue, b"{}", "2"), 10)
        assert proxy.dropped == 1
    finally:
        await broker.close()
