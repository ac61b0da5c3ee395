"""The deadline sweep: finds every stage whose moment has come and does what the table says."""

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter

import structlog

from shared.domain.events import ClocksTicked, ClockTicked
from shared.pipeline.backlog import reached
from shared.pipeline.ports import Clock, Deadlines
from shared.pipeline.register import Register
from shared.pipeline.watch_ports import Probe, Probes
from shared.stages import StageName, StageTable
from shared.tracing import span

log = structlog.get_logger()

#: Stages looked at in one sweep. More are found by the next one; after an outage this spreads
#: the re-drives instead of flooding the queues at once: half of what they take in a second.
BATCH = 1_000


async def sweep_deadlines(
    deadlines: Deadlines, probes: Probes, register: Register, clock: Clock
) -> int:
    """Tick every due stage once, those of a dossier in one change; how many dossiers moved."""
    moved, due = 0, await deadlines.due(clock.now(), BATCH)
    lines = await probes.last() if due else {}
    for dossier_id, pairs in groupby(due, key=itemgetter(0)):
        stages = [stage for _, stage in pairs]
        event = _ticked(stages, register.table, lines, clock.now())
        with span("deadline", dossier_id=dossier_id):
            if await register.apply(dossier_id, event) is None:
                continue
            moved += 1
        for stage in stages:
            log.info("deadline acted on", action="swept", dossier_id=dossier_id, stage=stage)
    return moved


def _ticked(
    stages: Sequence[StageName], table: StageTable, lines: Mapping[str, Probe], now: dt.datetime
) -> ClocksTicked:
    """Their clocks, with how far the line of each has come."""
    probes = {stage: lines.get(str(table[stage].queue)) for stage in stages}
    return ClocksTicked(
        ticks=tuple(
            ClockTicked(stage=stage, reached=reached(probe, now)) for stage, probe in probes.items()
        )
    )
