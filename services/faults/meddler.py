"""Duplicates and disorder: takes messages out of the queues and lays them back, some twice."""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress

from shared.adapters.broker import RabbitBroker, connect_broker
from shared.pipeline.ports import Consumer, Delivery

#: Messages of one queue taken at once, and the seconds that they are kept from everybody.
HANDFUL = 8
HOLD = 0.2
#: Seconds between two handfuls.
PAUSE = 0.4
#: Seconds after which a handful is given up: the broker is away.
PATIENCE = 8.0
#: Share of the taken messages that are laid back twice. About a quarter of all messages is ever
#: taken, so this makes more than one in ten of all deliveries a duplicate.
TWICE = 0.6
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
        broker = await connect_broker(self._url)
        try:
            async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as handfuls:
                for queue in self._queues:
                    handfuls.create_task(self._take_and_return(broker, queue))
        finally:
            await broker.close()

    async def _take_and_return(self, broker: RabbitBroker, queue: str) -> None:
        hand = _Hand()
        consumer: Consumer = await broker.consume(queue, HANDFUL, hand.hold)
        try:
            await asyncio.sleep(HOLD)
            for delivery in self._laid_back(hand.held):
                await broker.publish(queue, delivery.body, COPY_ID)
                hand.safe.add(id(delivery))
        finally:
            hand.over.set()
            await consumer.stop()

    def _laid_back(self, held: Sequence[Delivery]) -> list[Delivery]:
        """All of them, some twice, in no order."""
        twice = [delivery for delivery in held if self._chance.random() < TWICE]
        self.duplicates += len(twice)
        self.reordered += len(held)
        laid = [*held, *twice]
        self._chance.shuffle(laid)
        return laid


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
