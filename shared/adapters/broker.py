"""RabbitMQ through aio-pika: the only file that knows either."""

import asyncio
from collections.abc import Awaitable, Callable

import aio_pika
import structlog
from aio_pika.abc import (
    AbstractIncomingMessage,
    AbstractQueue,
    AbstractRobustChannel,
    AbstractRobustConnection,
)
from aio_pika.exceptions import AMQPError, ChannelInvalidStateError, DeliveryError
from aiormq.exceptions import AMQPError as LowerError

from shared.adapters.topology import queues_of
from shared.errors import ServerUnavailable
from shared.metrics import DELIVERED, REDELIVERED
from shared.pipeline.ports import OnDelivery
from shared.stages import StageTable

log = structlog.get_logger()

#: Seconds. A dead peer is noticed after three heartbeats; 60, the default, means 183 s of silence.
HEARTBEAT = 10
#: Seconds until an unconfirmed publish counts as unknown and is sent again later.
PUBLISH_TIMEOUT = 5.0
#: Seconds to wait for the first connection: a private node needs up to ten to boot.
CONNECT_TIMEOUT = 60.0
CONNECT_PAUSE = 0.3
#: Seconds for all queues, or one consumer, at a start: where the broker answers no more, a process
#: that waited for ever would be stuck in silence; one that ends is started again.
DECLARE_TIMEOUT = 30.0
#: Seconds of one attempt to connect, greeting included.
GREETING_TIMEOUT = 10.0
#: Seconds before a message whose consumer failed goes back, so that it does not spin.
FAULT_PAUSE = 1.0

FAULTS = (AMQPError, LowerError, DeliveryError, ConnectionError, TimeoutError, RuntimeError)


class _Message:
    """A delivery; answers to a connection that is gone are dropped, the message comes again."""

    def __init__(self, message: AbstractIncomingMessage) -> None:
        self._message = message

    @property
    def body(self) -> bytes:
        return self._message.body

    async def ack(self) -> None:
        await self._answer(self._message.ack)

    async def reject(self) -> None:
        await self._answer(lambda: self._message.reject(requeue=False))

    async def requeue(self) -> None:
        await self._answer(lambda: self._message.nack(requeue=True))

    async def _answer(self, send: Callable[[], Awaitable[None]]) -> None:
        try:
            await send()
        except (ChannelInvalidStateError, *FAULTS) as error:
            log.info("answer lost with its channel", action="ack_lost", cause=type(error).__name__)


class _Subscription:
    """One consumer on a channel of its own, because prefetch counts per channel."""

    def __init__(self, channel: AbstractRobustChannel, queue: AbstractQueue) -> None:
        self._channel = channel
        self._queue = queue  # aio-pika holds queues by weak reference only
        self._tag = ""
        self._in_hand: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def start(self, on_delivery: OnDelivery) -> None:
        async def receive(message: AbstractIncomingMessage) -> None:
            if self._stopping:
                return
            # A task of our own: aio-pika cancels its callbacks when a connection breaks, and work
            # half done is worse than work whose ack is lost.
            task = asyncio.create_task(self._handle(message, on_delivery))
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)

        self._tag = await self._queue.consume(receive)

    async def _handle(self, message: AbstractIncomingMessage, on_delivery: OnDelivery) -> None:
        DELIVERED.inc()
        REDELIVERED.inc(bool(message.redelivered))
        delivery = _Message(message)
        try:
            await on_delivery(delivery)
        except Exception:
            # A fault of the program: the broker counts how often the message comes back.
            log.error("delivery failed", action="delivery_failed", exc_info=True)
            await asyncio.sleep(FAULT_PAUSE)
            await delivery.requeue()

    async def stop(self) -> None:
        """Cancel, finish what is in hand, then close: closing earlier kills the connection."""
        self._stopping = True
        try:
            await asyncio.wait_for(self._queue.cancel(self._tag), PUBLISH_TIMEOUT)
        except (ChannelInvalidStateError, *FAULTS) as error:
            log.info("consumer already gone", action="cancel_lost", cause=type(error).__name__)
        if self._in_hand:
            await asyncio.gather(*self._in_hand, return_exceptions=True)
        await self._channel.close()


class RabbitBroker:
    """Publishes with confirms and hands deliveries to consumers."""

    def __init__(self, connection: AbstractRobustConnection, channel: AbstractRobustChannel):
        """Use `connect_broker`."""
        self._connection = connection
        self._channel = channel

    async def declare(self, table: StageTable) -> None:
        """Create every queue that is not there yet."""
        async with asyncio.timeout(DECLARE_TIMEOUT):
            for spec in queues_of(table):
                await self._channel.declare_queue(
                    spec.name, durable=True, arguments=dict(spec.arguments)
                )

    async def publish(self, queue: str, body: bytes, message_id: str) -> None:
        """Return once a majority has the message; raises ServerUnavailable otherwise."""
        message = aio_pika.Message(
            body,
            message_id=message_id,
            content_type="application/json",
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        try:
            async with asyncio.timeout(PUBLISH_TIMEOUT):
                await self._channel.default_exchange.publish(message, routing_key=queue)
        except (ChannelInvalidStateError, *FAULTS) as error:
            raise ServerUnavailable("broker") from error

    async def consume(self, queue: str, prefetch: int, on_delivery: OnDelivery) -> _Subscription:
        """Hand over messages, at most `prefetch` at a time."""
        async with asyncio.timeout(DECLARE_TIMEOUT):
            channel = await self._open_channel()
            await channel.set_qos(prefetch_count=prefetch)
            declared = await channel.declare_queue(queue, passive=True)  # so that it is restored
            subscription = _Subscription(channel, declared)
            await subscription.start(on_delivery)
        return subscription

    async def _open_channel(self) -> AbstractRobustChannel:
        channel = await self._connection.channel(publisher_confirms=False)
        assert isinstance(channel, AbstractRobustChannel)  # a robust connection makes no other
        return channel

    async def ping(self) -> None:
        """Raise ServerUnavailable unless the connection is up."""
        if self._connection.is_closed or not self._connection.connected.is_set():
            raise ServerUnavailable("broker")

    async def close(self) -> None:
        """Close the connection; stop every consumer first."""
        await self._connection.close()


async def connect_broker(url: str) -> RabbitBroker:
    """Connect, waiting for a broker that is still starting."""
    async with asyncio.timeout(CONNECT_TIMEOUT):
        while True:
            try:
                async with asyncio.timeout(GREETING_TIMEOUT):
                    return await _connect(url)
            except (ConnectionError, *FAULTS):
                await asyncio.sleep(CONNECT_PAUSE)


async def _connect(url: str) -> RabbitBroker:
    connection = await aio_pika.connect_robust(url, heartbeat=HEARTBEAT)
    try:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
    except BaseException:  # the broker died meanwhile; a connection left open is never closed
        await connection.close()
        raise
    assert isinstance(channel, AbstractRobustChannel)  # a robust connection makes no other
    return RabbitBroker(connection, channel)
