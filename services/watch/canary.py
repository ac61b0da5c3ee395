"""A probe through every queue: a consumer that lives but is deaf is found by its silence."""

import datetime as dt
import uuid
from dataclasses import dataclass

from services.watch.naming import name_incident
from shared.errors import Retryable
from shared.metrics import CANARY_LIMIT, CANARY_ROUND_TRIP
from shared.pipeline.backlog import patience, reached
from shared.pipeline.hearing import is_late
from shared.pipeline.messages import CANARY, Task, encode
from shared.pipeline.ports import Broker, Clock
from shared.pipeline.watch_ports import Incidents, Probe, Probes
from shared.stages import Stage, StageTable, queue_stages

LATE = "canary_late"
HELD = "line_stopped"

#: A consumer says again at each trial that its line stands: every half minute and the time limit
#: of the longest check (shared/pipeline/line.py, shared/stages.py), twice.
HELD_FOR = dt.timedelta(minutes=4)

#: How long a late probe stays before another takes its place. The consumers look for it every five
#: seconds (shared/pipeline/hearing.py): one replaced at once would be seen late by none of them.
NOTICE = dt.timedelta(seconds=20)


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
            await self._look_at_line(row, probe)
            if probe is None or await self._ended(row, probe):
                sent += await self._send(row)
        return sent

    async def _look_at_line(self, row: Stage, probe: Probe | None) -> None:
        """Name a line that stands; what a process that died said of it is forgotten."""
        queue, now = str(row.queue), self.clock.now()
        held_at = probe.held_at if probe else None
        if held_at is not None and now - held_at < HELD_FOR:
            await name_incident(self.incidents, HELD, queue, 1, now)
        else:
            await self.incidents.close(HELD, queue, now)

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
        place = reached(probe, now)
        if place is not None and place < probe.sent_at:  # a long line moves, and is not there yet
            await self.incidents.close(LATE, queue, now)
            return False
        CANARY_ROUND_TRIP.labels(queue=queue).set(trip)
        await name_incident(self.incidents, LATE, queue, 1, now)
        # It may be lost with its queue, and the incident closes when a new one is met.
        return now - probe.sent_at > patience(row) + NOTICE

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
