"""The broker port in memory: queues with redelivery, retries that wait, dead letters."""

import asyncio
from collections import defaultdict, deque
from contextlib import suppress
from dataclasses import dataclass, field

from shared.adapters.topology import QueueSpec, queues_of
from shared.errors import ServerUnavailable
from shared.pipeline.ports import OnDelivery
from shared.stages import StageTable


@dataclass(slots=True, kw_only=True)
class _Held:
    """A message in a queue, with how often it was given back."""

    body: bytes
    returned: int = 0


@dataclass(slots=True, kw_only=True)
class _MemoryDelivery:
    broker: "MemoryBroker"
    queue: str
    held: _Held
    answered: bool = False

    @property
    def body(self) -> bytes:
        return self.held.body

    async def ack(self) -> None:
        self.answered = True

    async def reject(self) -> None:
        self.answered = True
        self.broker.dead_letter(self.queue, self.held)

    async def requeue(self) -> None:
        self.answered = True
        self.broker.give_back(self.queue, self.held)


@dataclass(slots=True, kw_only=True)
class _Subscription:
    queue: str
    prefetch: int
    on_delivery: OnDelivery
    in_hand: set[asyncio.Task[None]] = field(default_factory=set)
    stopped: bool = False

    async def stop(self) -> None:
        self.stopped = True
        await asyncio.gather(*self.in_hand, return_exceptions=True)


class MemoryBroker:
    """Queues in this process, with the arguments of the real topology obeyed."""

    def __init__(self, table: StageTable) -> None:
        """Declare the queues of the table."""
        self._specs: dict[str, QueueSpec] = {spec.name: spec for spec in queues_of(table)}
        self.queues: dict[str, deque[_Held]] = defaultdict(deque)
        self._subscriptions: list[_Subscription] = []

    async def publish(self, queue: str, body: bytes, message_id: str) -> None:
        """Put the message in the queue; one that does not exist refuses it."""
        if queue not in self._specs:
            raise ServerUnavailable("broker", message_id)
        self._put(queue, _Held(body=body))

    async def consume(self, queue: str, prefetch: int, on_delivery: OnDelivery) -> _Subscription:
        """Hand over messages, at most `prefetch` at a time."""
        subscription = _Subscription(queue=queue, prefetch=prefetch, on_delivery=on_delivery)
        self._subscriptions.append(subscription)
        self._pump(queue)
        return subscription

    async def ping(self) -> None:
        """Always there."""

    def dead_letter(self, queue: str, held: _Held) -> None:
        """Move the message where the queue's dead letters go."""
        self._put(str(self._specs[queue].arguments["x-dead-letter-routing-key"]), held)

    def give_back(self, queue: str, held: _Held) -> None:
        """Put the message back, unless it came back too often."""
        held.returned += 1
        limit = self._specs[queue].arguments.get("x-delivery-limit")
        if limit is not None and held.returned > int(limit):
            self.dead_letter(queue, held)
            return
        self.queues[queue].appendleft(held)
        self._pump(queue)

    def _put(self, queue: str, held: _Held) -> None:
        self.queues[queue].append(held)
        ttl = self._specs[queue].arguments.get("x-message-ttl")
        if ttl is not None:
            loop = asyncio.get_running_loop()
            loop.call_later(int(ttl) / 1000, self._expire, queue, held)
        self._pump(queue)

    def _expire(self, queue: str, held: _Held) -> None:
        if held in self.queues[queue]:
            self.queues[queue].remove(held)
            self.dead_letter(queue, held)

    def _pump(self, queue: str) -> None:
        for subscription in self._subscriptions:
            if subscription.queue != queue or subscription.stopped:
                continue
            while self.queues[queue] and len(subscription.in_hand) < subscription.prefetch:
                self._hand_over(subscription, self.queues[queue].popleft())

    def _hand_over(self, subscription: _Subscription, held: _Held) -> None:
        delivery = _MemoryDelivery(broker=self, queue=subscription.queue, held=held)

        async def run() -> None:
            try:
                with suppress(Exception):  # as with a server: the message just comes again
                    await subscription.on_delivery(delivery)
            finally:
                subscription.in_hand.discard(task)
                if not delivery.answered:
                    self.give_back(subscription.queue, held)
                self._pump(subscription.queue)

        task = asyncio.get_running_loop().create_task(run())
        subscription.in_hand.add(task)
