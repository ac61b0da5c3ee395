"""The floor: aio-pika alone, as its guide has it. Take, send on with a confirm, ack.

The broker has the same work as from our runner: one delivery, one persistent, mandatory and
confirmed publish, one message acked after it, under the same prefetch.
"""

import asyncio
import sys

import aio_pika
from aio_pika.abc import AbstractIncomingMessage


async def work(url: str, source: str, sink: str, prefetch: int) -> None:
    """Consume until ended."""
    connection = await aio_pika.connect_robust(url, heartbeat=10)
    sending = await connection.channel(publisher_confirms=True, on_return_raises=True)
    taking = await connection.channel(publisher_confirms=False)
    await taking.set_qos(prefetch_count=prefetch)
    queue = await taking.declare_queue(source, passive=True)

    async def pass_on(message: AbstractIncomingMessage) -> None:
        copy = aio_pika.Message(
            message.body,
            content_type="application/json",
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        await sending.default_exchange.publish(copy, routing_key=sink)
        await message.ack()

    await queue.consume(pass_on)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
