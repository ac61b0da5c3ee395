"""Duplicates and disorder: takes messages out of the queues and lays them back, some twice."""

import asyncio
import random
from collections.abc import Sequence
from contextlib import suppress

from shared.adapters.broker import RabbitBroker, connect_broker
from shared.pipeline.ports import Delivery

#: Messages taken at once, and the seconds that they are kept from everybody.
HANDFUL = 8
HOLD = 0.25
#: Seconds between two handfuls.
PAUSE = 0.3
#: Seconds after which a handful is given up: the broker is away.
PATIENCE = 8.0
#: Share of the taken messages that are laid back twice. Only part of all messages is ever taken,
#: so this is what makes about one in ten of all deliveries a duplicate.
TWICE = 0.5
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
        #: Messages laid back in another order, or later.
        self.reordered = 0

    def stop(self) -> None:
        """Let `run` return once it has laid back what it holds."""
        self._over.set()

    async def run(self) -> None:
        """Meddle until stopped. What it holds when the broker dies comes back by itself."""
        while not self._over.is_set():
            # Any failure: the campaign takes the broker away on purpose, in every way it can.
            with suppress(Exception):
                await self._meddle(self._chance.choice(self._queues))
            await asyncio.sleep(PAUSE)

    async def _meddle(self, queue: str) -> None:
        broker = await connect_broker(self._url)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._take_and_return(broker, queue)
        finally:
            await broker.close()

    async def _take_and_return(self, broker: RabbitBroker, queue: str) -> None:
        held: list[Delivery] = []
        safe: set[int] = set()
        over = asyncio.Event()

        async def hold(delivery: Delivery) -> None:
            if not over.is_set():
                held.append(delivery)
                await over.wait()
            await (delivery.ack() if id(delivery) in safe else delivery.requeue())

        consumer = await broker.consume(queue, HANDFUL, hold)
        try:
            await asyncio.sleep(HOLD)
            for delivery in self._laid_back(held):
                await broker.publish(queue, delivery.body, COPY_ID)
                safe.add(id(delivery))
        finally:
            over.set()
            await consumer.stop()

    def _laid_back(self, held: Sequence[Delivery]) -> list[Delivery]:
        """All of them, some twice, in no order."""
        twice = [delivery for delivery in held if self._chance.random() < TWICE]
        self.duplicates += len(twice)
        self.reordered += len(held)
        laid = [*held, *twice]
        self._chance.shuffle(laid)
        return laid
