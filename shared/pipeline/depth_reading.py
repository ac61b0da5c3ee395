"""One reading of the depths for everybody: of all that is asked at a pace it costs most.

Who needs them takes the last reading of any process while it is fresh; the first that finds none
reads anew and leaves it for the others.
"""

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.pipeline.ports import Clock, StageDepth

#: How long a reading serves where reading is quick: as long as the broker's own figures.
FRESH = dt.timedelta(seconds=5)
#: Share of the time that reading may take. With the sweeps, the conservation check and the ops
#: page it stays below the 5 % of a core that BENCHMARKS.md holds watch to.
SHARE = 1 / 40
#: Past this a slow store is asked all the same: alerts wait for no older figures.
LONGEST = dt.timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class DepthReading:
    """What stood where, when it was read, and how long that took."""

    at: dt.datetime
    took: dt.timedelta
    depths: tuple[StageDepth, ...]

    @property
    def lasts(self) -> dt.timedelta:
        """How long it serves: what is slow to read is read less often."""
        return min(max(FRESH, self.took / SHARE), LONGEST)

    def is_fresh(self, now: dt.datetime) -> bool:
        """True while nobody needs to read again."""
        return now - self.at < self.lasts


class Depths(Protocol):
    """Who can tell the depths."""

    async def depths(self) -> Sequence[StageDepth]:
        """One row a stage and status that has dossiers, in flow order."""
        ...


class Readings(Protocol):
    """Where the last reading lies for every process."""

    async def last(self) -> DepthReading | None:
        """The last one that was left; None before the first."""
        ...

    async def leave(self, reading: DepthReading) -> None:
        """Put it in the place of the one before."""
        ...


class SharedDepths:
    """The depths of one process, out of the reading that all share."""

    def __init__(self, source: Depths, readings: Readings, clock: Clock) -> None:
        """Read nothing yet."""
        self._source = source
        self._readings = readings
        self._clock = clock
        self._known: DepthReading | None = None
        self._turn = asyncio.Lock()

    async def depths(self) -> Sequence[StageDepth]:
        """The last reading while it is fresh, a new one otherwise."""
        return (await self.reading()).depths

    async def reading(self) -> DepthReading:
        """The same, with its moment."""
        async with self._turn:  # who comes meanwhile waits for the one reading
            known = self._known
            if known is None or not known.is_fresh(self._clock.now()):
                known = await self._readings.last()
            if known is None or not known.is_fresh(self._clock.now()):
                known = await self._read()
            self._known = known
            return known

    async def anew(self) -> Sequence[StageDepth]:
        """As they stand now, for who holds them against another fresh figure."""
        async with self._turn:
            self._known = await self._read()
            return self._known.depths

    async def _read(self) -> DepthReading:
        began = self._clock.now()
        depths = tuple(await self._source.depths())
        reading = DepthReading(at=began, took=self._clock.now() - began, depths=depths)
        await self._readings.leave(reading)
        return reading
