"""The load: messages into the first queue, arrivals in the last one, both with their moment."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage

from services.bench.wordings import Wording
from shared.domain.change import OutboxEntry

#: Unconfirmed messages of the load itself.
IN_FLIGHT = 200
#: Seconds without an arrival after which a worker is taken for broken.
PATIENCE = 60.0

_KEY = re.compile(rb"[a-z]+-r\d+-\d+")


class Load:
    """Publishes keys and notes when each comes out at the other end."""

    def __init__(self, channel: AbstractChannel, source: str, wording: Wording) -> None:
        """Use `loading`."""
        self.sent: dict[str, float] = {}
        self.arrived: dict[str, float] = {}
        self._channel = channel
        self._source = source
        self._wording = wording

    async def receive(self, message: AbstractIncomingMessage) -> None:
        """Note an arrival."""
        found = _KEY.search(message.body)
        assert found is not None  # every worker passes the key on
        self.arrived.setdefault(found.group().decode(), time.perf_counter())

    async def fill(self, entries: Sequence[tuple[str, OutboxEntry]]) -> None:
        """Publish all as fast as the broker confirms."""
        room = asyncio.Semaphore(IN_FLIGHT)

        async def one(key: str, entry: OutboxEntry) -> None:
            async with room:
                await self._publish(key, entry)

        await asyncio.gather(*(one(key, entry) for key, entry in entries))

    async def pace(self, entries: Sequence[tuple[str, OutboxEntry]], rate: float) -> None:
        """Publish `rate` messages a second, whatever comes out."""
        began = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for number, (key, entry) in enumerate(entries):
                await asyncio.sleep(max(began + number / rate - time.perf_counter(), 0))
                tasks.create_task(self._publish(key, entry))

    async def wait_for(self, keys: Sequence[str]) -> None:
        """Return once all these have come out; raises TimeoutError when nothing comes."""
        seen, quiet_since = 0, time.perf_counter()
        while not all(key in self.arrived for key in keys):
            if len(self.arrived) > seen:
                seen, quiet_since = len(self.arrived), time.perf_counter()
            if time.perf_counter() - quiet_since > PATIENCE:
                raise TimeoutError
            await asyncio.sleep(0.05)

    def latencies(self, keys: Sequence[str]) -> list[float]:
        """Milliseconds from publish to arrival."""
        return [(self.arrived[key] - self.sent[key]) * 1000 for key in keys]

    def rate(self, keys: Sequence[str]) -> float:
        """Arrivals a second between the first and the last of these."""
        moments = [self.arrived[key] for key in keys]
        return (len(keys) - 1) / (max(moments) - min(moments))

    async def _publish(self, key: str, entry: OutboxEntry) -> None:
        message = self._wording(key, entry)
        self.sent[key] = time.perf_counter()
        await self._channel.default_exchange.publish(message, routing_key=self._source)


@asynccontextmanager
async def loading(url: str, source: str, sink: str, wording: Wording) -> AsyncIterator[Load]:
    """A load on empty queues, its sink listening without acks so that it costs little."""
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        for name in (source, sink):
            await (await channel.get_queue(name, ensure=False)).purge()
        load = Load(channel, source, wording)
        listening = await connection.channel()
        queue = await listening.get_queue(sink, ensure=False)
        await queue.consume(load.receive, no_ack=True)
        yield load
