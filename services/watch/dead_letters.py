"""Messages that killed their consumer too often: their stage is parked, in the open."""

import structlog

from shared.domain.events import StageFailed
from shared.errors import InvalidMessage, NewerFormat, Retryable
from shared.metrics import INVALID
from shared.pipeline.handing_back import COPY
from shared.pipeline.messages import Task, decode
from shared.pipeline.ports import Broker, Delivery
from shared.pipeline.register import Register
from shared.stages import DEAD_QUEUE
from shared.tracing import span

log = structlog.get_logger()

#: Cause shown to ops for a message that the broker dead-lettered.
CAUSE = "ConsumerCrashed"

#: Seconds that a dead letter of a newer version stays in hand before it goes to the end [D].
PAUSE = 30.0
#: So many stay so long, half of what watch has in hand (`main.PREFETCH`); the others go to the end
#: after a moment, so that the dead letters behind them are reached. [D]
LONG_HELD, MOMENT = 5, 1.0


class DeadLetters:
    """The consumer of the dead-letter queue."""

    def __init__(self, broker: Broker, register: Register, invalid_queue: str) -> None:
        """Messages that nobody can read are laid into `invalid_queue`, for ops."""
        self._broker = broker
        self._register = register
        self._invalid_queue = invalid_queue
        self._long_held = 0

    async def handle(self, delivery: Delivery) -> None:
        """Park the stage of the message; a stage that went on meanwhile stays as it is."""
        try:
            await self._take(delivery)
        except NewerFormat:  # the watch of that version finds it here
            await self._wait()
            await self._lay_back(delivery)

    async def _wait(self) -> None:
        if self._long_held >= LONG_HELD:
            await self._register.clock.sleep(MOMENT)
            return
        self._long_held += 1
        try:
            await self._register.clock.sleep(PAUSE)
        finally:
            self._long_held -= 1

    async def _lay_back(self, delivery: Delivery) -> None:
        """Behind the others: what is only given back comes again before them."""
        try:
            await self._broker.publish(DEAD_QUEUE, delivery.body, COPY)
        except Retryable:
            await delivery.requeue()
            return
        await delivery.ack()

    async def _take(self, delivery: Delivery) -> None:
        try:
            task = decode(delivery.body)
        except InvalidMessage:
            log.error("unreadable message", action="message_invalid", queue=self._invalid_queue)
            INVALID.labels(queue=self._invalid_queue).inc()
            await self._broker.publish(self._invalid_queue, delivery.body, "invalid")
            await delivery.ack()
            return
        with span("dead letter", task.traceparent, dossier_id=task.dossier_id):
            await self._park(task)
        await delivery.ack()

    async def _park(self, task: Task) -> None:
        event = StageFailed(
            stage=task.stage, run=task.run, attempt=task.attempt, cause=CAUSE, final=True
        )
        await self._register.apply(task.dossier_id, event)
        log.warning(
            "dead letter parked",
            action="dead_letter",
            dossier_id=task.dossier_id,
            stage=task.stage,
        )
