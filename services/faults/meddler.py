"""Duplicates and disorder: takes messages out of the queues and lays them back, some twice."""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress

from shared.adapters.broker import RabbitBroker, connect_broker
from shared.errors import InvalidMessage
from shared.pipeline.messages import decode
from shared.pipeline.ports import Delivery

#: Messages of one queue taken at once, and the seconds that they are kept from everybody.
HANDFUL = 8
HOLD = 0.25
#: Seconds until a consumer that was told to stop takes no more.
STOPPING = 0.05
#: Seconds between two handfuls.
PAUSE = 0.1
#: Seconds after which a handful is given up: the broker is away.
PATIENCE = 8.0
#: Share of the taken messages that are laid back twice, when they are first seen: while nobody
#: else consumes, the same ones are taken again and again. It makes one message in ten or more
#: a duplicate.
TWICE = 0.7
#: Message id of everything laid back; consumers look at the body only.
COPY_ID = "laid-back"


class Meddler:
    """Talks to the broker directly, past the proxy."""

    def __init__(self, url: str, queues: Sequence[str], chance: random.Random) -> None:
        """Meddle with these queues."""
        self._url = url
        self._queues = queues
        self._chance = chance
        self._over = asyncio.Event()
        self._seen: set[bytes] = set()
        #: Copies that were added.
        self.duplicates = 0
        #: Messages laid back later, and in another order.
        self.reordered = 0

    def stop(self) -> None:
        """Let `run` return once it has laid back what it holds."""
        self._over.set()

    async def run(self) -> None:
        """Meddle until stopped. What it holds when the broker dies comes back by itself."""
        while not self._over.is_set():
            # Any failure: the campaign takes the broker away on purpose, in every way it can.
            with suppress(Exception):
                await self._meddle()
            await asyncio.sleep(PAUSE)

    async def _meddle(self) -> None:
        """One handful after the other, over one connection, until stopped or cut."""
        broker = await connect_broker(self._url)
        try:
            while not self._over.is_set():
                async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as handfuls:
                    for queue in self._queues:
                        handfuls.create_task(self._take_and_return(broker, queue))
                await asyncio.sleep(PAUSE)
        finally:
            await broker.close()

    async def _take_and_return(self, broker: RabbitBroker, queue: str) -> None:
        hand = _Hand()
        consumer = await broker.consume(queue, HANDFUL, hand.hold)
        stopping = None
        try:
            await asyncio.sleep(HOLD)
            # Laid back once nobody here takes any: two copies then meet in the hands of others.
            stopping = asyncio.create_task(consumer.stop())
            await asyncio.sleep(STOPPING)
            await asyncio.gather(
                *(self._lay_back(broker, queue, delivery, hand) for delivery in hand.held)
            )
        finally:
            hand.over.set()
            await (stopping or consumer.stop())

    async def _lay_back(
        self, broker: RabbitBroker, queue: str, delivery: Delivery, hand: "_Hand"
    ) -> None:
        """Once or twice; only then may the one in hand go."""
        task = _is_task(delivery.body)
        twice = task and delivery.body not in self._seen and self._chance.random() < TWICE
        self._seen.add(delivery.body)
        copies = 2 if twice else 1
        await asyncio.gather(
            *(broker.publish(queue, delivery.body, COPY_ID) for _ in range(copies))
        )
        hand.safe.add(id(delivery))
        self.duplicates += twice
        self.reordered += task


class _Hand:
    """Messages taken from a queue: acknowledged only once their copy is safe in it again."""

    def __init__(self) -> None:
        self.held: list[Delivery] = []
        self.safe: set[int] = set()
        self.over = asyncio.Event()

    async def hold(self, delivery: Delivery) -> None:
        if not self.over.is_set():
            self.held.append(delivery)
            await self.over.wait()
        await (delivery.ack() if id(delivery) in self.safe else delivery.requeue())


def _is_task(body: bytes) -> bool:
    """True for work on a dossier; watch sends messages of its own through the queues."""
    try:
        return decode(body).kind == "task"
    except InvalidMessage:
        return False
