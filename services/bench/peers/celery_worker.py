"""Celery with late acks and confirmed publishes: a task that sends the next task."""

import sys

from celery import Celery  # type: ignore[import-not-found]  # lives in .venv-bench only
from kombu import Exchange, Queue  # type: ignore[import-not-found]  # lives in .venv-bench only

#: Threads: with one process of its own each, Celery was slower still on two cores.
THREADS = 8


def application(url: str, source: str, sink: str, prefetch: int) -> Celery:
    """One task on a quorum queue that is there already."""
    app = Celery("bench", broker=url.replace("amqp://", "pyamqp://"))
    queues = {name: _queue(name) for name in (source, sink)}
    app.conf.update(
        task_queues=list(queues.values()),
        task_acks_late=True,
        task_ignore_result=True,
        worker_prefetch_multiplier=max(prefetch // THREADS, 1),
        broker_transport_options={"confirm_publish": True},
        broker_connection_retry_on_startup=True,
    )

    def pass_on(key: str) -> None:
        app.send_task("bench.next", args=(key,), queue=queues[sink])

    app.task(pass_on, name="bench.pass_on")
    return app


def _queue(name: str) -> Queue:
    return Queue(
        name,
        exchange=Exchange(""),
        routing_key=name,
        queue_arguments={"x-queue-type": "quorum"},
        no_declare=True,
    )


if __name__ == "__main__":
    application(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])).worker_main(
        [
            "worker",
            "--pool=threads",
            f"--concurrency={THREADS}",
            f"--queues={sys.argv[2]}",
            "--loglevel=WARNING",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        ]
    )
