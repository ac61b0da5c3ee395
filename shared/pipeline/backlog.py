"""What consumers tell watch of their queues, and how far a long line has come.

Queues are first in, first out. A consumer that takes messages of long ago says of when they are,
so the deadline sweep can tell a message that still waits from one that is lost.
"""

import datetime as dt
from contextlib import suppress

from shared.errors import Retryable
from shared.pipeline.ports import Clock
from shared.pipeline.watch_ports import Probe, Probes
from shared.stages import Stage

#: A probe waits behind real messages; past this share of the stage's deadline it is late.
LATE_SHARE = 0.2
#: Longer than a broken connection needs to be noticed (33 s) and made again.
LEAST_PATIENCE = dt.timedelta(seconds=60)
#: How often a consumer of a long line says how far it is: seldom beside the work itself.
TOLD_EVERY = dt.timedelta(seconds=15)
#: A line of which nothing was said for so long stands: twice the longest check
#: (shared/stages.py), and a restart of its consumers.
MOVING_FOR = dt.timedelta(minutes=4)


def patience(row: Stage) -> dt.timedelta:
    """How long a message may wait in the stage's queue before its line is long."""
    return max(row.deadline * LATE_SHARE, LEAST_PATIENCE)


def reached(probe: Probe | None, now: dt.datetime) -> dt.datetime | None:
    """When the messages were sent to which a long line has come; None where none moves."""
    if probe is None or probe.moved_at is None or now - probe.moved_at > MOVING_FOR:
        return None
    return probe.reached


class QueueReports:
    """What the consumer of one queue tells watch; a store that is away is not told."""

    def __init__(self, row: Stage, probes: Probes | None, clock: Clock) -> None:
        """Without probes nobody listens."""
        self._row, self._queue = row, str(row.queue)
        self._probes, self._clock = probes, clock
        self._told_at: dt.datetime | None = None

    async def met(self, message_id: str) -> None:
        """A probe came; one that cannot be recorded is met by its successor."""
        if self._probes is not None:
            with suppress(Retryable):
                await self._probes.seen(self._queue, message_id, self._clock.now())

    async def took(self, sent: str) -> None:
        """A message sent then (ISO 8601) is taken: of a short line there is nothing to tell."""
        now, last, sent_at = self._clock.now(), self._told_at, _moment(sent)
        just_told = last is not None and now - last < TOLD_EVERY
        if self._probes is None or just_told or sent_at is None:
            return
        if now - sent_at < patience(self._row):
            return
        self._told_at = now
        with suppress(Retryable):
            await self._probes.line_reached(self._queue, sent_at, now)

    async def strayed(self) -> None:
        """Nothing waited for a message."""
        if self._probes is not None:
            with suppress(Retryable):
                await self._probes.strayed(self._queue)

    async def held(self, *, stopped: bool) -> None:
        """The line stands, or moves again."""
        if self._probes is not None:
            with suppress(Retryable):
                await self._probes.line_held(self._queue, self._clock.now() if stopped else None)


def _moment(text: str) -> dt.datetime | None:
    """None for what is no moment: the work itself does not need one."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
