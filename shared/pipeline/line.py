"""Stop the line: after a bad release every message fails alike, and parking them all helps nobody.

After LIMIT failures in a row of one kind a consumer holds its messages, says so, and tries a
single one from time to time until one passes.
"""

import structlog

from shared.metrics import LINE_STOPPED
from shared.pipeline.ports import Clock

log = structlog.get_logger()

#: Failures of one kind in a row, over all dossiers, that no bad piece explains.
LIMIT = 20
#: Seconds between two trials while the line stands.
PAUSE = 30.0


class Line:
    """One consumer's count of failures in a row."""

    def __init__(self, queue: str, clock: Clock) -> None:
        """The line moves."""
        self._queue = queue
        self._clock = clock
        self._cause = ""
        self._count = 0
        self._trial = False
        LINE_STOPPED.labels(queue=queue).set(0)

    @property
    def stopped(self) -> bool:
        """True while messages are held."""
        return self._count >= LIMIT

    async def wait(self) -> None:
        """Return when this message may be worked on: at once, or as the trial of a stopped line."""
        while self.stopped:
            if not self._trial:
                self._trial = True
                await self._clock.sleep(PAUSE)
                return
            await self._clock.sleep(1.0)

    def passed(self) -> None:
        """A message went well: the line moves."""
        if self.stopped:
            LINE_STOPPED.labels(queue=self._queue).set(0)
            log.warning("line moves again", action="line_moving", queue=self._queue)
        self._count, self._cause, self._trial = 0, "", False

    def failed(self, cause: str) -> None:
        """A message failed for this cause."""
        self._trial = False
        self._count = self._count + 1 if cause == self._cause else 1
        self._cause = cause
        if self._count == LIMIT:
            LINE_STOPPED.labels(queue=self._queue).set(1)
            log.error("line stopped", action="line_stopped", queue=self._queue, cause=cause)
