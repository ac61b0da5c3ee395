"""How far a long line has come: a dossier that it has not reached is late by the line alone.

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


class Backlog:
    """What one consumer tells of its line; nothing while the line is short."""

    def __init__(self, row: Stage, probes: Probes, clock: Clock) -> None:
        """Nothing is told yet."""
        self._row, self._probes, self._clock = row, probes, clock
        self._told_at: dt.datetime | None = None

    async def took(self, sent_at: dt.datetime) -> None:
        """A message of that moment was taken; a store that is away is told of the next one."""
        now = self._clock.now()
        if now - sent_at < patience(self._row):
            return
        if self._told_at is not None and now - self._told_at < TOLD_EVERY:
            return
        self._told_at = now
        with suppress(Retryable):
            await self._probes.line_reached(str(self._row.queue), sent_at, now)
