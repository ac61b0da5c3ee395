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
from shared.stages import TABLE, Stage, StageName

#: A machine's pace is that of the last quarter of an hour: its load changes within minutes.
MACHINE_SPAN = dt.timedelta(minutes=15)
#: People's pace is that of a week, so that every day and night counts once.
PEOPLE_SPAN = dt.timedelta(days=7)
#: How old a line may be: a machine moves it in seconds, a centre in minutes.
MACHINE_FRESH = dt.timedelta(seconds=5)
PEOPLE_FRESH = dt.timedelta(minutes=1)
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
        self._lines = {
            row.name: Cached(
                partial(self._read, row), clock, MACHINE_FRESH if row.queue else PEOPLE_FRESH
            )
            for row in TABLE.values()
        }

    async def of(self, dossier: Dossier) -> Forecast | None:
        """Where the dossier stands; None outside a line, or while nobody can tell."""
        names = queued_stages(dossier, self._clock.now())
        try:
            async with asyncio.timeout(PATIENCE):
                lines = {name: await self._lines[name].get() for name in names}
        except (Retryable, TimeoutError):
            # a status without its forecast is still the status
            return None
        return forecast_of(dossier, lines)

    async def _read(self, row: Stage) -> WaitingLine:
        span = MACHINE_SPAN if row.queue else PEOPLE_SPAN
        return WaitingLine(
            since=await self._throughput.standing(row.name),
            measured=await self._throughput.measured(row.name, self._clock.now() - span),
        )
