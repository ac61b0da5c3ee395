"""taskiq over aio-pika, acked once the task has ended: a task that sends the next task."""

import asyncio
import sys

from taskiq.api import run_receiver_task  # type: ignore[import-not-found]  # in .venv-bench only
from taskiq_aio_pika import (  # type: ignore[import-not-found]  # lives in .venv-bench only
    AioPikaBroker,
    Exchange,
    Queue,
)

#: taskiq publishes through an exchange of its own.
EXCHANGE = "bench.taskiq"


def broker_of(url: str, queue: str, prefetch: int) -> AioPikaBroker:
    """One broker a queue that is there already: it would listen on all the queues that it knows."""
    return AioPikaBroker(
        url,
        qos=prefetch,
        exchange=Exchange(name=EXCHANGE),
        task_queues=[Queue(name=queue, declare=False)],
    )


async def work(url: str, source: str, sink: str, prefetch: int) -> None:
    """Consume until ended."""
    taking, sending = broker_of(url, source, prefetch), broker_of(url, sink, prefetch)

    @sending.task(task_name="bench.next")  # type: ignore[untyped-decorator]  # see the imports
    async def following(key: str) -> None:
        del key  # nobody runs it: the load listens there

    @taking.task(task_name="bench.pass_on")  # type: ignore[untyped-decorator]  # see the imports
    async def pass_on(key: str) -> None:
        await following.kiq(key)

    taking.is_worker_process = True
    for broker in (sending, taking):
        await broker.startup()
    # only queues that it declares itself are bound by taskiq
    bound = await sending.write_channel.get_queue(sink)
    await bound.bind(EXCHANGE, routing_key=sink)
    await run_receiver_task(taking, max_async_tasks=prefetch)


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
