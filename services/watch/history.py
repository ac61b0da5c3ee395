"""The sampling round: once a minute, how deep each stage stands and how much it finished."""

import datetime as dt

from shared.pipeline.ports import Clock, StageDepth, Views
from shared.pipeline.samples import MINUTE, STORED, Samples, StageSample, start_of_minute
from shared.stages import StageTable


class History:
    """Writes one row a stage and minute; two watches that do it write the same."""

    def __init__(self, views: Views, samples: Samples, clock: Clock, table: StageTable) -> None:
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
        found = {(depth.stage, depth.status): depth for depth in await self._views.depths()}
        rows = []
        for name in self._table:
            opened, parked = found.get((name, "open")), found.get((name, "parked"))
            rows.append(
                StageSample(
                    stage=name,
                    at=minute,
                    open=opened.count if opened else 0,
                    parked=parked.count if parked else 0,
                    oldest_seconds=_age(opened, now),
                    finished=finished.get(name, 0),
                )
            )
        await self._samples.write(rows)
        await self._samples.forget(minute - STORED)
        self._written = minute
        return len(rows)


def _age(depth: StageDepth | None, now: dt.datetime) -> float:
    return (now - depth.oldest_since).total_seconds() if depth else 0.0
