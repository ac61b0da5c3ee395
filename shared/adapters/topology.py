"""Every queue that the stage table calls for, with arguments that RabbitMQ 3.10 and 4.x accept.

Quorum queues only; retries wait in one queue a duration, since a per-message time to live blocks
behind the head of its queue. The arguments of a queue never change under one name: the broker
refuses that (406), so a new wait makes a new name.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.stages import (
    DEAD_QUEUE,
    DELIVERY_LIMIT,
    Stage,
    StageTable,
    parking_queue,
    queue_stages,
    retry_queue,
)

#: Where watch lays a dead message that it cannot understand.
INVALID_QUEUE = "q.invalid"

Arguments = Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSpec:
    """One durable queue."""

    name: str
    arguments: Arguments


def _quorum(name: str, **arguments: str | int) -> QueueSpec:
    dashed = {f"x-{key.replace('_', '-')}": value for key, value in arguments.items()}
    return QueueSpec(name=name, arguments={"x-queue-type": "quorum", **dashed})


def _dead_lettered(name: str, to: str, **arguments: str | int) -> QueueSpec:
    """A queue whose dead letters reach `to` at least once, over the default exchange."""
    return _quorum(
        name,
        dead_letter_exchange="",
        dead_letter_routing_key=to,
        dead_letter_strategy="at-least-once",
        overflow="reject-publish",
        **arguments,
    )


def _stage_queues(row: Stage) -> tuple[QueueSpec, ...]:
    main = str(row.queue)
    retries = (
        _dead_lettered(retry_queue(row, wait), main, message_ttl=round(wait.total_seconds() * 1000))
        for wait in row.waits
    )
    return (
        _dead_lettered(main, DEAD_QUEUE, delivery_limit=DELIVERY_LIMIT),
        *retries,
        _quorum(parking_queue(row)),
    )


def queues_of(table: StageTable) -> tuple[QueueSpec, ...]:
    """All queues, those that dead letters go to first."""
    stages = [spec for row in queue_stages(table) for spec in _stage_queues(row)]
    return (_quorum(DEAD_QUEUE), _quorum(INVALID_QUEUE), *stages)
