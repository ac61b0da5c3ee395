"""One consumer of one stage: message in, handler, change, ack. `handing_back.py` stands before it.

The message is acked after the change is stored, never before. A handler's failure is a change
too (a retry or a parking), so a message goes back to its queue only when this process stops or
dies, and waits in hand while the store is away.
"""

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable

import structlog

from shared.domain.dossier import Dossier
from shared.domain.events import Event, StageFailed, StageFinished, StageResult
from shared.domain.transitions import is_current
from shared.errors import CheckTimedOut, InvalidMessage, NewerFormat, Retryable
from shared.metrics import INVALID, STAGE_INFLIGHT
from shared.pipeline.backlog import QueueReports
from shared.pipeline.decision import cause_of, is_final
from shared.pipeline.line import Line
from shared.pipeline.messages import CANARY, Task, decode
from shared.pipeline.ports import Delivery
from shared.pipeline.recent import Recent
from shared.pipeline.register import Register
from shared.pipeline.watch_ports import Probes
from shared.pipeline.work_log import WorkLog
from shared.stages import Stage
from shared.tracing import span

log = structlog.get_logger()

Handler = Callable[[Dossier], Awaitable[StageResult]]

#: Seconds between two looks at a store that does not answer.
STORE_WAITS = (0.2, 0.5, 1.0, 2.0, 5.0)


class Runner:
    """Runs one stage's handler on each message of its queue."""

    def __init__(
        self,
        row: Stage,
        handler: Handler,
        register: Register,
        probes: Probes | None = None,
        recent: Recent | None = None,
    ) -> None:
        """Bind a row of the table to the function that does its work.

        Checks of one process share `recent`; without it each reads by itself.
        """
        self.row = row
        #: When this runner last had nothing in hand; None while it works.
        self.idle_since: dt.datetime | None = register.clock.now()
        self._in_hand = 0
        self._handler = handler
        self._register = register
        self._recent = recent if row.piece else None
        self._line = Line(str(row.queue), register.clock)
        self._reports = QueueReports(row, probes, register.clock)
        self._inflight = STAGE_INFLIGHT.labels(stage=row.name)
        self._work_log = WorkLog(row.name)

    async def handle(self, delivery: Delivery) -> None:
        """Take one message to its end."""
        self._in_hand, self.idle_since = self._in_hand + 1, None
        try:
            await self._take(delivery)
        finally:
            self._in_hand -= 1
            self.idle_since = None if self._in_hand else self._register.clock.now()

    async def _take(self, delivery: Delivery) -> None:
        try:
            task = decode(delivery.body)
        except InvalidMessage:
            log.error("message refused", action="message_invalid", queue=self.row.queue)
            INVALID.labels(queue=self.row.queue).inc()
            await delivery.reject()
            return
        try:
            with (
                self._inflight.track_inprogress(),
                span(f"stage {self.row.name}", task.traceparent, dossier_id=task.dossier_id),
            ):
                if task.kind == CANARY:
                    await self._reports.met(task.message_id)
                else:
                    await self._line.wait()
                    await self._reports.took(task.sent_at)
                    await self._work_until_stored(task)
        except asyncio.CancelledError:
            await delivery.requeue()
            raise
        await delivery.ack()

    async def _work_until_stored(self, task: Task) -> None:
        """Do the work once, then store its outcome however long the store is away."""
        event: Event | None = None
        dossier: Dossier | None = None
        tries = 0
        while True:
            try:
                if event is None or dossier is None:
                    dossier = await self._load(task)
                    if dossier is None or not self._is_current(dossier, task):
                        await self._leave(task)
                        return
                    event = await self._run(dossier, task)
                await self._store(dossier, event)
                return
            except NewerFormat:  # the store is there: `handing_back.py` knows what to do
                raise
            except Retryable as error:
                log.warning(
                    "store away, message kept in hand",
                    action="store_unavailable",
                    queue=self.row.queue,
                    cause=cause_of(error),
                )
                wait = STORE_WAITS[min(tries, len(STORE_WAITS) - 1)]
                tries += 1
                await self._register.clock.sleep(wait)

    async def _load(self, task: Task) -> Dossier | None:
        """A check rests on its piece, which a run fixes: what its neighbours read serves it too."""
        if self._recent is None:
            return await self._register.dossiers.get(task.dossier_id, timeline=False)
        return await self._recent.find(task.dossier_id, lambda one: self._is_current(one, task))

    async def _store(self, dossier: Dossier, event: Event) -> None:
        if self._recent is None:
            await self._register.apply(dossier.dossier_id, event, known=dossier)
        else:
            await self._recent.apply(self._register, dossier, event)

    async def _run(self, dossier: Dossier, task: Task) -> Event:
        """Call the handler under its time limit; every failure becomes an event."""
        row, began = self.row, time.perf_counter()
        error: Exception
        try:
            async with asyncio.timeout(row.time_limit.total_seconds()):
                result = await self._handler(dossier)
            self._work_log.note(task, began, "done")
            await self._count(None)
            return StageFinished(stage=row.name, run=task.run, attempt=task.attempt, result=result)
        except TimeoutError:
            error = CheckTimedOut(row.name)
        except Exception as caught:
            error = caught
        self._work_log.note(task, began, cause_of(error))
        await self._count(cause_of(error))
        return StageFailed(
            stage=row.name,
            run=task.run,
            attempt=task.attempt,
            cause=cause_of(error),
            final=is_final(row, task.attempt, error),
        )

    async def _count(self, cause: str | None) -> None:
        """One more success or failure in a row; watch is told while the line stands."""
        stood = self._line.stopped
        if cause is None:
            self._line.passed()
        else:
            self._line.failed(cause)
        if stood or self._line.stopped:
            await self._reports.held(stopped=self._line.stopped)

    def _is_current(self, dossier: Dossier, task: Task) -> bool:
        if not self._register.fenced:
            return True
        own = task.stage is self.row.name
        return own and is_current(dossier, task.stage, task.run, task.attempt)

    async def _leave(self, task: Task) -> None:
        """Nothing waits for this message: say so, and let watch count it."""
        log.info(
            "message of an earlier run, or one already done",
            action="message_stale",
            dossier_id=task.dossier_id,
            stage=task.stage,
            run=task.run,
            attempt=task.attempt,
        )
        await self._reports.strayed()
