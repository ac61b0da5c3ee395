"""The deadline sweep: finds every stage whose moment has come and does what the table says."""

import structlog

from shared.domain.events import ClockTicked
from shared.pipeline.backlog import reached
from shared.pipeline.ports import Clock, Deadlines
from shared.pipeline.register import Register
from shared.pipeline.watch_ports import Probes
from shared.tracing import span

log = structlog.get_logger()

#: Stages looked at in one sweep. More are found by the next one; after an outage this spreads
#: the re-drives instead of flooding the queues at once.
BATCH = 200


async def sweep_deadlines(
    deadlines: Deadlines, probes: Probes, register: Register, clock: Clock
) -> int:
    """Tick every due stage once; how many moved."""
    moved, due = 0, await deadlines.due(clock.now(), BATCH)
    lines = await probes.last() if due else {}
    for dossier_id, stage in due:
        probe = lines.get(str(register.table[stage].queue))
        event = ClockTicked(stage=stage, reached=reached(probe, clock.now()))
        with span("deadline", dossier_id=dossier_id, stage=stage):
            if await register.apply(dossier_id, event) is None:
                continue
            moved += 1
            log.info("deadline acted on", action="swept", dossier_id=dossier_id, stage=stage)
    return moved
