"""The same task as each library words it, so that each takes its own from the queue."""

import json
from collections.abc import Callable, Mapping

import aio_pika

from shared.domain.change import OutboxEntry
from shared.pipeline.messages import encode, task_of

#: A message of a worker, from the key that it passes on and the entry that our runner needs.
Wording = Callable[[str, OutboxEntry], aio_pika.Message]

#: The workers of `workers.py` that read a task of their own library.
CELERY, DRAMATIQ, TASKIQ = "celery", "dramatiq", "taskiq"


def wording_of(worker: str) -> Wording:
    """How messages for this worker look; ours where its library leaves the body alone."""
    return _WORDINGS.get(worker, _ours)


def _ours(key: str, entry: OutboxEntry) -> aio_pika.Message:
    return _persistent(encode(task_of(key, entry)))


def _celery(key: str, entry: OutboxEntry) -> aio_pika.Message:
    """The second version of Celery's task protocol."""
    del entry
    message = _persistent(json.dumps([[key], {}, {}]).encode())
    message.headers = {"lang": "py", "task": "bench.pass_on", "id": key, "root_id": key}
    message.content_encoding, message.correlation_id = "utf-8", key
    return message


def _dramatiq(key: str, entry: OutboxEntry) -> aio_pika.Message:
    """What `dramatiq.Message.encode` writes."""
    body = {
        "queue_name": entry.queue,
        "actor_name": "pass_on",
        "args": [key],
        "kwargs": {},
        "options": {},
        "message_id": key,
        "message_timestamp": int(entry.created_at.timestamp() * 1000),
    }
    return _persistent(json.dumps(body).encode())


def _taskiq(key: str, entry: OutboxEntry) -> aio_pika.Message:
    """What taskiq's formatter writes of a `TaskiqMessage`."""
    del entry
    body = {"task_id": key, "task_name": "bench.pass_on", "labels": {}, "args": [key], "kwargs": {}}
    return _persistent(json.dumps(body).encode())


def _persistent(body: bytes) -> aio_pika.Message:
    return aio_pika.Message(
        body,
        content_type="application/json",
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )


_WORDINGS: Mapping[str, Wording] = {CELERY: _celery, DRAMATIQ: _dramatiq, TASKIQ: _taskiq}
