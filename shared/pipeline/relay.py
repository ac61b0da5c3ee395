"""The only sender of stage messages: outbox entries become messages, then are forgotten.

The document holds an entry until the broker has confirmed its message. A time-out means unknown,
so the entry stays and is sent again: consumers fence duplicates by run and attempt.
"""

import asyncio
import datetime as dt
from collections.abc import Sequence

import structlog

from shared.domain.change import OutboxEntry
from shared.errors import Retryable
from shared.metrics import PUBLISH_FAILURES, PUBLISHED
from shared.pipeline.messages import encode, task_of
from shared.pipeline.ports import Broker, Clock, Outbox

log = structlog.get_logger()

#: Confirmed entries are forgotten together, this many seconds apart: a write of its own for each
#: costs the store as much as the change that made it.
FORGET_EVERY = 1.0

#: Entries younger than this may still be in the hands of the process that wrote them.
GRACE = dt.timedelta(seconds=5)

#: Entries sent at once; bounds memory and the broker's unconfirmed messages.
BATCH = 200

Addressed = tuple[str, OutboxEntry]


class Relay:
    """Sends what this process wrote at once, and, when asked, what others left behind."""

    def __init__(self, broker: Broker, outbox: Outbox, clock: Clock) -> None:
        """Wire the relay; `run` must be running for posted entries to leave."""
        self._broker = broker
        self._outbox = outbox
        self._clock = clock
        self._posted: asyncio.Queue[Addressed] = asyncio.Queue()
        #: (dossier id, entry id) that the broker confirmed and the store still holds.
        self._confirmed: list[tuple[str, str]] = []
        self._to_forget = asyncio.Event()

    def post(self, dossier_id: str, entries: Sequence[OutboxEntry]) -> None:
        """Hand over entries that are already stored; returns at once."""
        for entry in entries:
            self._posted.put_nowait((dossier_id, entry))

    async def run(self) -> None:
        """Send posted entries, and forget those that have left, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._forget_at_times())
            while True:
                await self._send([await self._posted.get(), *self._rest(BATCH - 1)])

    async def flush(self) -> None:
        """Send what is posted and not yet sent, for the drain."""
        while batch := self._rest(BATCH):
            await self._send(batch)
        await self._forget()

    async def sweep(self) -> int:
        """Send entries that a crash or an outage left behind; how many were found."""
        left = await self._outbox.unsent(self._clock.now() - GRACE, BATCH)
        await self.send(left)
        return len(left)

    async def send(self, batch: Sequence[Addressed]) -> None:
        """Publish a batch and forget what the broker confirmed; the rest stays stored."""
        await self._send(batch)
        await self._forget()

    def _rest(self, most: int) -> list[Addressed]:
        """What is posted already."""
        return [self._posted.get_nowait() for _ in range(min(most, self._posted.qsize()))]

    async def _send(self, batch: Sequence[Addressed]) -> None:
        results = await asyncio.gather(*(self._publish(*item) for item in batch))
        confirmed = [
            (dossier_id, entry.entry_id)
            for (dossier_id, entry), left in zip(batch, results, strict=True)
            if left
        ]
        self._confirmed += confirmed
        if confirmed:
            self._to_forget.set()
        if len(confirmed) < len(batch):
            queues = sorted({entry.queue for _, entry in batch})
            log.warning(
                "messages not confirmed, kept in the outbox",
                action="publish_failed",
                count=len(batch) - len(confirmed),
                queue=" ".join(queues),
            )

    async def _forget_at_times(self) -> None:
        while True:
            await self._to_forget.wait()
            await asyncio.sleep(FORGET_EVERY)
            await self._forget()

    async def _forget(self) -> None:
        """Take what has left out of the store; what fails is sent again by a sweep, harmlessly."""
        self._to_forget.clear()
        confirmed, self._confirmed = self._confirmed, []
        if not confirmed:
            return
        try:
            await self._outbox.mark_sent(confirmed)
        except Retryable as error:
            log.warning("outbox not cleared", action="outbox_kept", cause=type(error).__name__)

    async def _publish(self, dossier_id: str, entry: OutboxEntry) -> bool:
        task = task_of(dossier_id, entry)
        try:
            await self._broker.publish(entry.queue, encode(task), task.message_id)
        except Retryable:
            PUBLISH_FAILURES.inc()
            return False
        PUBLISHED.inc()
        return True
