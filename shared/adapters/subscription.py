"""One consumer of a queue of RabbitMQ: deliveries out, answers back."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import aiormq
import structlog
from aio_pika.abc import AbstractIncomingMessage, AbstractQueue, AbstractRobustChannel
from aio_pika.exceptions import AMQPError, ChannelInvalidStateError, DeliveryError
from aiormq.abc import AbstractChannel, DeliveredMessage
from aiormq.exceptions import AMQPError as LowerError

from shared.adapters.acks import Acks
from shared.metrics import DELIVERED, REDELIVERED
from shared.pipeline.ports import OnDelivery

log = structlog.get_logger()

#: Seconds that the broker has to answer a cancel.
CANCEL_TIMEOUT = 5.0
#: Seconds before a message whose consumer failed goes back, so that it does not spin.
FAULT_PAUSE = 1.0

FAULTS = (AMQPError, LowerError, DeliveryError, ConnectionError, TimeoutError, RuntimeError)

#: What aio-pika hands over, or the library below it: both say the same of a delivery.
_Received = AbstractIncomingMessage | DeliveredMessage


class _Answers:
    """The answers to the deliveries of one channel; after a break there is another channel."""

    def __init__(self, channel: AbstractChannel) -> None:
        self.channel = channel
        self._acks = Acks(lambda tag, all_to: channel.basic_ack(tag, all_to, wait=False))

    def ack(self, tag: int) -> Coroutine[Any, Any, None]:
        return self._acks.ack(tag)

    async def reject(self, tag: int) -> None:
        await self.channel.basic_reject(tag, requeue=False)
        self._acks.pass_over(tag)

    async def requeue(self, tag: int) -> None:
        await self.channel.basic_nack(tag, requeue=True)
        self._acks.pass_over(tag)


class _Message:
    """A delivery; answers to a connection that is gone are dropped, the message comes again."""

    __slots__ = ("_answers", "_tag", "again", "body")

    def __init__(self, message: _Received, answers: _Answers) -> None:
        assert message.delivery_tag is not None  # what is consumed with acks has one
        self.body = message.body
        self.again = bool(message.redelivered)
        self._tag = message.delivery_tag
        self._answers = answers

    async def ack(self) -> None:
        await self._sent(self._answers.ack(self._tag))

    async def reject(self) -> None:
        await self._sent(self._answers.reject(self._tag))

    async def requeue(self) -> None:
        await self._sent(self._answers.requeue(self._tag))

    async def _sent(self, answer: Coroutine[Any, Any, None]) -> None:
        try:
            await answer
        except (ChannelInvalidStateError, *FAULTS) as error:
            log.info("answer lost with its channel", action="ack_lost", cause=type(error).__name__)


class Subscription:
    """A consumer on a channel of its own, because prefetch counts per channel."""

    def __init__(self, channel: AbstractRobustChannel, queue: AbstractQueue) -> None:
        """Call `start`."""
        self._channel = channel
        self._queue = queue  # aio-pika holds queues by weak reference only
        self._tag = ""
        self._answers: _Answers | None = None
        self._in_hand: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def start(self, on_delivery: OnDelivery) -> None:
        """Begin to take."""

        async def receive(message: _Received) -> None:
            if self._stopping:
                return
            with suppress(ChannelInvalidStateError):  # it broke meanwhile: the message comes again
                delivery = _Message(message, self._answers_on(message.channel))
                # A task of our own: the driver cancels its callbacks when a connection breaks, and
                # work half done is worse than work whose ack is lost.
                task = asyncio.create_task(self._handle(delivery, on_delivery))
                self._in_hand.add(task)
                task.add_done_callback(self._in_hand.discard)

        async def take_short_way(*_: Any) -> None:
            # aio-pika makes a message and a task of its own for each delivery, a tenth of a busy
            # worker's time; the lower library's callback does without either.
            channel = await self._channel.get_underlay_channel()
            if isinstance(channel, aiormq.Channel) and self._tag in channel.consumers:
                channel.consumers[self._tag] = receive

        self._tag = await self._queue.consume(receive)
        await take_short_way()
        self._channel.reopen_callbacks.add(take_short_way)

    async def _handle(self, delivery: _Message, on_delivery: OnDelivery) -> None:
        DELIVERED.inc()
        if delivery.again:
            REDELIVERED.inc()
        try:
            await on_delivery(delivery)
        except Exception:
            # A fault of the program: the broker counts how often the message comes back.
            log.error("delivery failed", action="delivery_failed", exc_info=True)
            await asyncio.sleep(FAULT_PAUSE)
            await delivery.requeue()

    def _answers_on(self, channel: AbstractChannel) -> _Answers:
        if self._answers is None or self._answers.channel is not channel:
            self._answers = _Answers(channel)
        return self._answers

    async def stop(self) -> None:
        """Cancel, finish what is in hand, then close: closing earlier kills the connection."""
        self._stopping = True
        try:
            await asyncio.wait_for(self._queue.cancel(self._tag), CANCEL_TIMEOUT)
        except (ChannelInvalidStateError, *FAULTS) as error:
            log.info("consumer already gone", action="cancel_lost", cause=type(error).__name__)
        if self._in_hand:
            await asyncio.gather(*self._in_hand, return_exceptions=True)
        await self._channel.close()
