"""A probe through every queue: a consumer that lives but is deaf is found by its silence."""

import uuid
from dataclasses import dataclass

import structlog

from shared.errors import Retryable
from shared.metrics import CANARY_LIMIT, CANARY_ROUND_TRIP, INCIDENTS
from shared.pipeline.hearing import is_late, patience
from shared.pipeline.messages import CANARY, Task, encode
from shared.pipeline.ports import Broker, Clock
from shared.pipeline.watch_ports import Incidents, Probe, Probes
from shared.stages import Stage, StageTable, queue_stages

log = structlog.get_logger()

LATE = "canary_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Canaries:
    """Sends the probes and reads what came of the last ones."""

    broker: Broker
    probes: Probes
    incidents: Incidents
    clock: Clock
    table: StageTable

    async def fly(self) -> int:
        """One probe a queue, where the last one has come back or is late; how many were sent."""
        last, sent = await self.probes.last(), 0
        for row in queue_stages(self.table):
            CANARY_LIMIT.labels(queue=row.queue).set(patience(row).total_seconds())
            probe = last.get(str(row.queue))
            if probe is None or await self._ended(row, probe):
                sent += await self._send(row)
        return sent

    async def _ended(self, row: Stage, probe: Probe) -> bool:
        """Measure the probe; False while it is rightly on its way."""
        now, queue = self.clock.now(), str(row.queue)
        trip = ((probe.seen_at or now) - probe.sent_at).total_seconds()
        if probe.seen_at is not None:
            CANARY_ROUND_TRIP.labels(queue=queue).set(trip)
            await self.incidents.close(LATE, queue, now)
            return True
        if not is_late(row, probe, now):
            return False
        CANARY_ROUND_TRIP.labels(queue=queue).set(trip)
        if await self.incidents.report(LATE, queue, 1, now):
            INCIDENTS.labels(kind=LATE).inc()
            log.error("probe not met", action="incident", queue=queue)
        return True  # it may be lost with its queue: the incident closes when a new one is met

    async def _send(self, row: Stage) -> int:
        queue, now = str(row.queue), self.clock.now()
        task = Task(
            message_id=f"canary:{uuid.uuid4().hex}",
            dossier_id="",
            stage=row.name,
            run=0,
            attempt=0,
            sent_at=now.isoformat(),
            kind=CANARY,
        )
        await self.probes.sent(queue, task.message_id, now)
        try:
            await self.broker.publish(queue, encode(task), task.message_id)
        except Retryable:
            return 0  # it will be late, which is what an unreachable queue is
        return 1
