"""The figures of the whole that watch exports: depth and age of each stage, outbox, servers."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.errors import Retryable
from shared.metrics import (
    FIGURES_AT,
    OUTBOX_LAG,
    OUTBOX_UNSENT,
    SERVER_UP,
    STAGE_DEADLINE,
    STAGE_DEPTH,
    STAGE_OLDEST,
    STAGE_OVERDUE,
)
from shared.pipeline.depth_reading import Depths
from shared.pipeline.ports import Clock, Outbox, StageDepth
from shared.stages import Stage, StageTable
from shared.web.frame import Ping

#: Unsent messages read at most: beyond it the figure is a floor and an alert has long gone off.
OUTBOX_COUNTED = 1000
STATUSES = ("open", "parked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Reads the store and sets the gauges."""

    views: Depths
    outbox: Outbox
    clock: Clock
    table: StageTable
    #: How to ask each server whether it is there.
    pings: Mapping[str, Ping]

    async def refresh(self) -> int:
        """Set every gauge anew; how many stages have dossiers. Retryable when the store is away."""
        for server, ping in self.pings.items():
            SERVER_UP.labels(server=server).set(await _answers(ping))
        depths = await self.views.depths()
        now = self.clock.now()
        for row in self.table.values():
            _show_stage(row, [depth for depth in depths if depth.stage is row.name], now)
        unsent = await self.outbox.unsent(now, OUTBOX_COUNTED)
        OUTBOX_UNSENT.set(len(unsent))
        OUTBOX_LAG.set(_seconds(now - unsent[0][1].created_at) if unsent else 0)
        FIGURES_AT.set(now.timestamp())
        return len(depths)


async def _answers(ping: Ping) -> bool:
    try:
        await ping()
    except Retryable:
        return False
    return True


def _show_stage(row: Stage, depths: Sequence[StageDepth], now: dt.datetime) -> None:
    """An empty stage shows zeros, not nothing: an alert must see the difference."""
    found = {depth.status: depth for depth in depths}
    for status in STATUSES:
        count = found[status].count if status in found else 0
        STAGE_DEPTH.labels(stage=row.name, status=status).set(count)
    opened = found.get("open")
    oldest = _seconds(now - opened.oldest_since) if opened else 0
    STAGE_OLDEST.labels(stage=row.name).set(oldest)
    deadlines = [depth.next_deadline for depth in depths if depth.next_deadline]
    overdue = _seconds(now - min(deadlines)) if deadlines else 0
    STAGE_OVERDUE.labels(stage=row.name).set(max(0, overdue))
    if row.queue is not None:
        STAGE_DEADLINE.labels(stage=row.name).set(row.deadline.total_seconds())


def _seconds(span: dt.timedelta) -> float:
    return span.total_seconds()
