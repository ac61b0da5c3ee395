"""Fresh figures of queues over a connection of their own, and the emptying of one for tests."""

from collections.abc import Sequence
from dataclasses import dataclass

import aio_pika
from aio_pika.abc import AbstractChannel
from aio_pika.exceptions import ChannelInvalidStateError

from shared.adapters.subscription import FAULTS
from shared.errors import ServerUnavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFigures:
    """What the broker says of one queue."""

    #: Messages waiting to be handed over.
    ready: int
    consumers: int


async def queue_figures(url: str, names: Sequence[str]) -> dict[str, QueueFigures]:
    """Fresh figures over a connection of their own.

    A robust channel answers a passive declare from its cache, which is stale after a restart.
    Raises ServerUnavailable while the broker is away or a queue is not declared yet.
    """
    try:
        async with await aio_pika.connect(url) as connection:
            channel = await connection.channel()
            return {name: await _figures(channel, name) for name in names}
    except (ChannelInvalidStateError, *FAULTS) as error:
        raise ServerUnavailable("broker") from error


async def _figures(channel: AbstractChannel, name: str) -> QueueFigures:
    declared = (await channel.declare_queue(name, passive=True)).declaration_result
    return QueueFigures(ready=declared.message_count or 0, consumers=declared.consumer_count or 0)


async def purge_queue(url: str, name: str) -> None:
    """Throw away what waits in a queue: for tests that lose messages on purpose."""
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        await (await channel.get_queue(name, ensure=False)).purge()
