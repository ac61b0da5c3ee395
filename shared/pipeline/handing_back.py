"""What a newer version wrote goes back and waits: this one must neither do it nor hold it.

Two versions share a queue while an upgrade is under way. Given back to the broker, such a message
would come again at once and count as a crash each time; refused, it would be parked. So it goes
through the stage's own retry queue, with the same bytes, and the version that understands it gets
its turn. Only then the first copy is acked; consumers fence duplicates by run and attempt.
"""

import asyncio
import datetime as dt

import structlog

from shared.errors import NewerFormat, Retryable
from shared.metrics import HANDED_BACK
from shared.pipeline.ports import Broker, Clock, Delivery
from shared.pipeline.runner import Runner
from shared.stages import Stage, retry_queue

log = structlog.get_logger()

#: The longest wait of a message that a newer process might take at once [D]: an upgrade lasts
#: minutes, and thousands of messages that come back every few seconds would be a load.
LONGEST_WAIT = dt.timedelta(minutes=1)
#: Seconds between two tries to lay the message there, while the broker is away.
PAUSE = 5.0

#: The broker's name for a copy: of a newer message even its own name is unknown.
COPY = "handed-back"


def way_back(row: Stage) -> str:
    """The retry queue of the longest wait within LONGEST_WAIT, else of the shortest one."""
    short = [wait for wait in row.waits if wait <= LONGEST_WAIT]
    return retry_queue(row, max(short) if short else min(row.waits))


class HandingBack:
    """Stands before a runner and takes from it what is not for this version."""

    def __init__(self, runner: Runner, broker: Broker, clock: Clock) -> None:
        """Stand before that runner."""
        self.queue = str(runner.row.queue)
        self._runner = runner
        self._broker = broker
        self._clock = clock

    async def take(self, delivery: Delivery) -> None:
        """Have the message handled, or leave it for a newer version."""
        try:
            await self._runner.handle(delivery)
        except NewerFormat:
            log.info("left for a newer version", action="handed_back", queue=self.queue)
            HANDED_BACK.labels(queue=self.queue).inc()
            await self._hand_back(delivery)

    async def _hand_back(self, delivery: Delivery) -> None:
        way = way_back(self._runner.row)
        try:
            while not await self._laid(way, delivery.body):
                await self._clock.sleep(PAUSE)
        except asyncio.CancelledError:
            await delivery.requeue()
            raise
        await delivery.ack()

    async def _laid(self, queue: str, body: bytes) -> bool:
        try:
            await self._broker.publish(queue, body, COPY)
        except Retryable:
            return False
        return True
