"""The parking queues of RabbitMQ, gone through message by message: nobody consumes them.

A message that stays is published again and its first copy acked, rather than given back: a
broker of version 4 drops what was given back too often, and these wait for a person, not for luck.
"""

import asyncio

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage, AbstractQueue

from shared.adapters.broker import PUBLISH_TIMEOUT
from shared.adapters.subscription import FAULTS
from shared.errors import ServerUnavailable
from shared.pipeline.repair_ports import Unwanted

#: Messages looked at in one go; beyond it ops have another problem than one message.
MOST_LOOKED_AT = 20_000


class RabbitParking:
    """The parking queues, over a connection of their own for each go."""

    def __init__(self, url: str) -> None:
        """Connect only when something is to be taken out."""
        self._url = url

    async def take_out(self, queue: str, unwanted: Unwanted, most: int) -> int:
        """Remove up to `most` such messages from what lies in the queue now; how many it were."""
        try:
            async with await aio_pika.connect(self._url) as connection:
                channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
                parked = await channel.declare_queue(queue, passive=True)
                return await _go_through(channel, parked, unwanted, most)
        except FAULTS as error:
            raise ServerUnavailable("broker") from error


async def _go_through(
    channel: AbstractChannel, queue: AbstractQueue, unwanted: Unwanted, most: int
) -> int:
    """Each message once: what is laid back goes behind those that were there at the start."""
    taken = 0
    for _ in range(min(queue.declaration_result.message_count or 0, MOST_LOOKED_AT)):
        message = await queue.get(fail=False, timeout=PUBLISH_TIMEOUT)
        if message is None or taken == most:
            if message is not None:
                await message.nack(requeue=True)
            break
        if unwanted(message.body):
            taken += 1
        else:
            await _lay_back(channel, queue.name, message)
        await message.ack()
    return taken


async def _lay_back(channel: AbstractChannel, queue: str, message: AbstractIncomingMessage) -> None:
    """Confirmed before its first copy is acked: a crash between the two leaves two, not none."""
    copy = aio_pika.Message(
        message.body,
        message_id=message.message_id,
        content_type=message.content_type,
        headers=message.headers,
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )
    async with asyncio.timeout(PUBLISH_TIMEOUT):
        await channel.default_exchange.publish(copy, routing_key=queue)
