"""The sampling round: once a minute, how deep each stage stands and how much it finished."""

import datetime as dt
from dataclasses import replace

from shared.pipeline.depth_reading import Depths
from shared.pipeline.ports import Clock, StageDepth
from shared.pipeline.samples import (
    MINUTE,
    STORED,
    Finished,
    Samples,
    StageSample,
    start_of_minute,
)
from shared.stages import StageName, StageTable


class History:
    """Writes one row a stage and minute; two watches that do it write the same."""

    def __init__(self, views: Depths, samples: Samples, clock: Clock, table: StageTable) -> None:
        """Nothing is written yet."""
        self._views = views
        self._samples = samples
        self._clock = clock
        self._table = table
        self._written: dt.datetime | None = None

    async def sample(self) -> int:
        """Write the minute that has just ended, once; how many rows."""
        now = self._clock.now()
        minute = start_of_minute(now) - MINUTE
        if minute == self._written:
            return 0
        finished = await self._samples.finished(minute, minute + MINUTE)
        depths = {(depth.stage, depth.status): depth for depth in await self._views.depths()}
        rows = [
            _standing(
                _done(name, minute, finished.get(name, Finished())),
                depths.get((name, "open")),
                depths.get((name, "parked")),
                now,
            )
            for name in self._table
        ]
        await self._samples.write(rows)
        await self._samples.forget(minute - STORED)
        self._written = minute
        return len(rows)


def _done(name: StageName, minute: dt.datetime, done: Finished) -> StageSample:
    return StageSample(
        stage=name,
        at=minute,
        open=0,
        parked=0,
        oldest_seconds=0.0,
        finished=done.count,
        wait_median=done.wait_of(0.5),
        wait_p90=done.wait_of(0.9),
    )


def _standing(
    row: StageSample, opened: StageDepth | None, parked: StageDepth | None, now: dt.datetime
) -> StageSample:
    return replace(
        row,
        open=opened.count if opened else 0,
        parked=parked.count if parked else 0,
        oldest_seconds=(now - opened.oldest_since).total_seconds() if opened else 0.0,
    )
