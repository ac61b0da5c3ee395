"""FastStream as its guide has it: a subscriber that publishes on; acked when it returns."""

import asyncio
import sys

from faststream import FastStream  # type: ignore[import-not-found]  # lives in .venv-bench only
from faststream.rabbit import (  # type: ignore[import-not-found]  # lives in .venv-bench only
    Channel,
    QueueType,
    RabbitBroker,
    RabbitQueue,
)


def application(url: str, source: str, sink: str, prefetch: int) -> FastStream:
    """One subscriber on a quorum queue that is there already."""
    broker = RabbitBroker(url, default_channel=Channel(prefetch_count=prefetch))
    queue = RabbitQueue(source, queue_type=QueueType.QUORUM, declare=False)

    async def pass_on(body: dict[str, object]) -> None:
        await broker.publish(body, queue=sink, persist=True)

    broker.subscriber(queue)(pass_on)
    return FastStream(broker, logger=None)


if __name__ == "__main__":
    asyncio.run(application(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])).run())
