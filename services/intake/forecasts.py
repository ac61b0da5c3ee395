"""Position and expected wait of any dossier, from lines that are read every few seconds."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Protocol

from services.intake.cached import Cached
from shared.domain.dossier import Dossier
from shared.domain.forecast import (
    Forecast,
    Measured,
    WaitingLine,
    forecast_of,
    queued_stages,
)
from shared.errors import Retryable
from shared.pipeline.ports import Clock
from shared.pipeline.samples import STORED
from shared.stages import TABLE, Stage, StageName

#: Of what time the pace is taken. A machine's load changes within minutes; for people a week, so
#: that every day and night counts once.
MACHINE_SPAN, PEOPLE_SPAN = dt.timedelta(minutes=15), STORED
#: How old a line may be: a machine moves it in seconds, a centre in minutes.
MACHINE_FRESH, PEOPLE_FRESH = dt.timedelta(seconds=5), dt.timedelta(minutes=1)
#: The same for a pace: a minute more or less changes that of a quarter of an hour, not of a week.
MACHINE_PACE, PEOPLE_PACE = dt.timedelta(seconds=30), dt.timedelta(minutes=10)
#: Seconds that a status waits for its forecast, the first time that somebody asks for it.
PATIENCE = 0.5


class Throughput(Protocol):
    """Where lines and paces are read."""

    async def standing(self, stage: StageName) -> Sequence[dt.datetime]:
        """Since when each dossier stands open in the stage, oldest first."""
        ...

    async def measured(self, stage: StageName, start: dt.datetime) -> Measured:
        """What the stage did from then on."""
        ...


class Forecasts:
    """One reading of a line serves every dossier in it."""

    def __init__(self, throughput: Throughput, clock: Clock) -> None:
        """Nothing is read before somebody asks."""
        self._throughput = throughput
        self._clock = clock
        rows = TABLE.values()
        self._lines = {
            row.name: Cached(
                partial(throughput.standing, row.name),
                clock,
                MACHINE_FRESH if row.queue else PEOPLE_FRESH,
            )
            for row in rows
        }
        self._paces = {
            row.name: Cached(
                partial(self._measure, row), clock, MACHINE_PACE if row.queue else PEOPLE_PACE
            )
            for row in rows
        }

    async def of(self, dossier: Dossier) -> Forecast | None:
        """Where the dossier stands; None outside a line, or while nobody can tell."""
        names = queued_stages(dossier, self._clock.now())
        try:
            async with asyncio.timeout(PATIENCE):
                lines = await asyncio.gather(*(self._line(name) for name in names))
        except (Retryable, TimeoutError):
            # a status without its forecast is still the status
            return None
        return forecast_of(dossier, dict(zip(names, lines, strict=True)))

    async def _line(self, name: StageName) -> WaitingLine:
        since, measured = await asyncio.gather(self._lines[name].get(), self._paces[name].get())
        return WaitingLine(since=since, measured=measured)

    async def _measure(self, row: Stage) -> Measured:
        span = MACHINE_SPAN if row.queue else PEOPLE_SPAN
        return await self._throughput.measured(row.name, self._clock.now() - span)
