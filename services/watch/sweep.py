"""The deadline sweep: finds every stage whose moment has come and does what the table says."""

import structlog

from shared.domain.events import ClockTicked
from shared.pipeline.ports import Clock, Deadlines
from shared.pipeline.register import Register
from shared.tracing import span

log = structlog.get_logger()

#: Stages looked at in one sweep. More are found by the next one; after an outage this spreads
#: the re-drives instead of flooding the queues at once.
BATCH = 200


async def sweep_deadlines(deadlines: Deadlines, register: Register, clock: Clock) -> int:
    """Tick every due stage once; how many moved."""
    moved = 0
    for dossier_id, stage in await deadlines.due(clock.now(), BATCH):
        with span("deadline", dossier_id=dossier_id, stage=stage):
            if await register.apply(dossier_id, ClockTicked(stage=stage)) is None:
                continue
            moved += 1
            log.info("deadline acted on", action="swept", dossier_id=dossier_id, stage=stage)
    return moved
