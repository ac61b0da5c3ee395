"""On a live broker: a consumer that hears nothing any more, and a line that stops and moves on."""

import asyncio
import datetime as dt
from contextlib import asynccontextmanager
from dataclasses import replace

import aio_pika
import pytest

from services.watch.canary import HELD, LATE, Canaries
from shared.adapters.broker import connect_broker
from shared.adapters.clock import SystemClock
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_watch import MemoryIncidents, MemoryProbes
from shared.adapters.queue_figures import purge_queue, queue_figures
from shared.adapters.topology import queues_of
from shared.domain.change import Change, OutboxEntry
from shared.errors import CheckCrashed
from shared.pipeline.hearing import DeafConsumer
from shared.pipeline.line import LIMIT
from shared.pipeline.register import Register
from shared.pipeline.relay import Relay
from shared.pipeline.worker import consuming
from shared.stages import StageName
from tests.builders import a_dossier, a_result
from tests.flow.line import FAST, stands
from tests.ops.counting import value
from tests.rules.dossier_paths import finished

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]

S = StageName
ROW = FAST[S.PHOTO]
QUEUE = str(ROW.queue)
#: A minute of patience passes in a second and a half.
SPEED = 40


class QuickClock(SystemClock):
    """Time that runs SPEED times as fast, for everybody who asks this clock."""

    def __init__(self):
        self._began = super().now()

    def now(self) -> dt.datetime:
        return self._began + (super().now() - self._began) * SPEED

    async def sleep(self, seconds):
        await super().sleep(seconds / SPEED)


class Worker:
    """A consumer of photos on a real broker, over a store in memory."""

    def __init__(self, broker):
        self.broker, self.store, self.clock = broker, MemoryStore(), QuickClock()
        self.relay = Relay(broker, self.store, self.clock)
        self.register = Register(self.store, self.relay, self.clock, FAST)
        self.probes, self.incidents = MemoryProbes(), MemoryIncidents()
        self.canaries = Canaries(
            broker=broker,
            probes=self.probes,
            incidents=self.incidents,
            clock=self.clock,
            table={S.PHOTO: ROW},
        )
        self.broken = False
        self.calls = 0

    async def check(self, dossier):
        self.calls += 1
        if self.broken:
            raise CheckCrashed()
        return a_result()

    @asynccontextmanager
    async def running(self):
        """Relay and consumer at work."""
        pump = asyncio.create_task(self.relay.run())
        try:
            handlers = {S.PHOTO: self.check}
            async with consuming(self.broker, self.register, handlers, 4, self.probes):
                yield
        finally:
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)

    async def probed(self):
        """Send a probe, and another where it is late, until one was met."""
        async with asyncio.timeout(20):
            await self.canaries.fly()
            while (await self.probes.last())[QUEUE].seen_at is None:
                await asyncio.sleep(0.05)
                if (await self.probes.last())[QUEUE].seen_at is None:
                    await self.canaries.fly()

    async def file(self, count):
        """So many dossiers whose photo waits to be checked."""
        now = self.clock.now()
        received = finished(a_dossier(needs_validation=False), S.RECEPTION, now=now)
        run = received.stage(S.PHOTO).run
        entry = OutboxEntry(
            entry_id="1-0", queue=QUEUE, stage=S.PHOTO, run=run, attempt=1, created_at=now
        )
        keys = [f"G-{number}" for number in range(count)]
        for key in keys:
            await self.store.add(Change(dossier=replace(received, dossier_id=key)))
        await self.relay.send([(key, entry) for key in keys])
        return keys


@pytest.fixture
async def worker(broker_url):
    broker = await connect_broker(broker_url)
    await broker.declare(FAST)
    names = [spec.name for spec in queues_of(FAST) if spec.name.startswith(QUEUE)]
    for name in names:
        await purge_queue(broker_url, name)
    yield Worker(broker)
    await broker.close()
    for name in names:
        await purge_queue(broker_url, name)


async def _lose_subscription(url):
    """The queue goes and comes back, as when a node loses it: the broker forgets who listened."""
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        await channel.queue_delete(QUEUE)
        for spec in queues_of(FAST):
            await channel.declare_queue(spec.name, durable=True, arguments=dict(spec.arguments))


async def test_a_deaf_consumer_ends_itself_and_its_successor_hears(worker, broker_url):
    with pytest.raises(ExceptionGroup) as ended:
        async with worker.running():
            await worker.probed()
            async with asyncio.timeout(20):
                while (await queue_figures(broker_url, [QUEUE]))[QUEUE].consumers:
                    await _lose_subscription(broker_url)
            async with asyncio.timeout(30):
                while True:
                    await worker.canaries.fly()
                    await asyncio.sleep(0.05)

    assert ended.value.subgroup(DeafConsumer) is not None
    async with asyncio.timeout(10):  # the consumer may have seen it before watch did
        while not (named := await worker.incidents.open_ones()):
            await worker.canaries.fly()
            await asyncio.sleep(0.05)
    assert [one.kind for one in named] == [LATE]
    async with worker.running():
        await worker.probed()
        await worker.canaries.fly()  # reads what became of the last one
        assert await worker.incidents.open_ones() == []


async def test_a_line_that_fails_alike_stops_and_moves_when_one_message_passes(worker, broker_url):
    worker.broken = True
    await worker.canaries.fly()
    keys = await worker.file(12)  # four tries each: more failures than a line takes
    async with worker.running():
        async with asyncio.timeout(20):
            while value("guichet_line_stopped", queue=QUEUE) != 1:  # noqa: ASYNC110 - the worker
                await asyncio.sleep(0.05)
        assert worker.calls == LIMIT
        parked = await _standing(worker, keys, "parked")
        assert parked < len(keys)
        await worker.canaries.fly()
        assert HELD in [one.kind for one in await worker.incidents.open_ones()]

        worker.broken = False
        async with asyncio.timeout(20):
            while await _standing(worker, keys, "done") + parked < len(keys):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert value("guichet_line_stopped", queue=QUEUE) == 0
        await worker.canaries.fly()
        assert HELD not in [one.kind for one in await worker.incidents.open_ones()]


async def _standing(worker, keys, status):
    dossiers = [await worker.store.get(key) for key in keys]
    return sum(stands(S.PHOTO, status)(dossier) for dossier in dossiers)
