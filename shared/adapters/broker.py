"""RabbitMQ through aio-pika: connecting, declaring, publishing; `subscription.py` consumes."""

import asyncio
import warnings
from typing import Any

import aio_pika
import aiormq
from aio_pika.abc import AbstractRobustChannel, AbstractRobustConnection
from aio_pika.exceptions import ChannelInvalidStateError

from shared.adapters.gathering import GatheringTransport
from shared.adapters.subscription import FAULTS, Subscription
from shared.adapters.topology import queues_of
from shared.errors import ServerUnavailable
from shared.pipeline.ports import OnDelivery
from shared.stages import StageTable

#: The delivery mode of a message that survives its broker; AMQP 0-9-1, basic class.
PERSISTENT = 2
# aio-pika leaves a failed attempt unclosed; its warning would stand between log lines.
warnings.filterwarnings("ignore", message="coroutine 'RobustConnection.close' was never awaited")

#: Seconds. A dead peer is noticed after three heartbeats; 60, the default, means 183 s of silence.
HEARTBEAT = 10
#: Seconds until an unconfirmed publish counts as unknown and is sent again later.
PUBLISH_TIMEOUT = 5.0
#: Seconds to wait for the first connection: a private node needs up to ten to boot.
CONNECT_TIMEOUT = 60.0
CONNECT_PAUSE = 0.3
#: Seconds for all queues, or one consumer, at a start: where the broker answers no more, a process
#: that waited for ever would be stuck in silence; one that ends is started again.
DECLARE_TIMEOUT = 60.0
#: Seconds of one attempt to connect, greeting included.
GREETING_TIMEOUT = 10.0


class _Connection(aio_pika.RobustConnection):
    """A connection that comes back after a break, and gathers what it sends."""

    def __init__(self, *positional: Any, **named: Any) -> None:
        super().__init__(*positional, **named)
        self.kwargs["transport_factory"] = GatheringTransport()


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
        properties = aiormq.spec.Basic.Properties(
            message_id=message_id, content_type="application/json", delivery_mode=PERSISTENT
        )
        try:
            async with asyncio.timeout(PUBLISH_TIMEOUT):
                channel = await self._open_sender()
                # Waits for the confirm; `wait` would wait for the socket's buffer before it.
                await channel.basic_publish(
                    body, routing_key=queue, properties=properties, mandatory=True, wait=False
                )
        except (ChannelInvalidStateError, *FAULTS) as error:
            raise ServerUnavailable("broker") from error

    async def _open_sender(self) -> aiormq.Channel:
        if self._channel.is_closed:
            raise ServerUnavailable("broker")
        channel = await self._channel.get_underlay_channel()
        assert isinstance(channel, aiormq.Channel)  # the library has no other
        return channel

    async def consume(self, queue: str, prefetch: int, on_delivery: OnDelivery) -> Subscription:
        """Hand over messages, at most `prefetch` at a time."""
        async with asyncio.timeout(DECLARE_TIMEOUT):
            channel = await self._open_channel()
            await channel.set_qos(prefetch_count=prefetch)
            declared = await channel.declare_queue(queue, passive=True)  # so that it is restored
            subscription = Subscription(channel, declared)
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
    connection = await aio_pika.connect_robust(
        url, heartbeat=HEARTBEAT, connection_class=_Connection
    )
    try:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
    except BaseException:  # the broker died meanwhile; a connection left open is never closed
        await connection.close()
        raise
    assert isinstance(channel, AbstractRobustChannel)  # a robust connection makes no other
    return RabbitBroker(connection, channel)
