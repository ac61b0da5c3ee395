"""dramatiq with confirmed publishes: an actor that sends the next actor's message."""

import signal
import sys
from typing import Any

import dramatiq  # type: ignore[import-not-found]  # lives in .venv-bench only
from dramatiq.brokers.rabbitmq import (  # type: ignore[import-not-found]  # in .venv-bench only
    RabbitmqBroker,
)

#: As for Celery. Its prefetch comes by its environment (`workers.py`).
THREADS = 8


class StandingQueues(RabbitmqBroker):  # type: ignore[misc]  # its library is in .venv-bench only
    """Takes the queues as they are: dramatiq would declare them with arguments of its own."""

    def _declare_queue(self, queue_name: str) -> Any:
        return self.channel.queue_declare(queue=queue_name, passive=True)


def worker_of(url: str, source: str, sink: str) -> dramatiq.Worker:
    """A worker of one queue."""
    broker = StandingQueues(url=url, confirm_delivery=True)
    dramatiq.set_broker(broker)

    @dramatiq.actor(queue_name=sink, actor_name="next")  # type: ignore[untyped-decorator]  # above
    def following(key: str) -> None:
        del key  # nobody runs it: the load listens there

    @dramatiq.actor(queue_name=source, actor_name="pass_on")  # type: ignore[untyped-decorator]
    def pass_on(key: str) -> None:
        following.send(key)

    return dramatiq.Worker(broker, queues={source}, worker_threads=THREADS)


if __name__ == "__main__":
    worker_of(sys.argv[1], sys.argv[2], sys.argv[3]).start()
    signal.pause()
