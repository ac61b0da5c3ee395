"""Conservation: every open dossier of a machine's stage has a message somewhere, or gets one.

The broker's figures lag by some seconds and a stage never stands still, so one look proves
nothing. What was missing at two looks in a row, for dossiers that stood there at both, is lost:
the incident is named and every one of them is sent again. A second message is harmless, since
consumers fence by run and attempt.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from shared.adapters.broker_figures import BrokerFigures
from shared.domain.events import MessageMissing
from shared.metrics import INCIDENTS, QUEUE_CONSUMERS, QUEUE_MESSAGES
from shared.pipeline.ports import Clock, StageDepth, Views
from shared.pipeline.register import Register
from shared.pipeline.watch_ports import Incidents
from shared.stages import Stage, StageName, queue_stages, retry_queue

log = structlog.get_logger()

#: Dossiers sent again in one look; the rest follow at the next.
BATCH = 500

LOST = "dossier_without_message"
DEAF = "queue_without_consumer"

Figures = Mapping[str, BrokerFigures]


def messages_of(row: Stage, figures: Figures) -> int:
    """Messages of a stage: waiting, in hand, or on their way back from a retry."""
    names = [str(row.queue), *(retry_queue(row, wait) for wait in row.waits)]
    found = [figures.get(name, BrokerFigures()) for name in names]
    return sum(figure.ready + figure.unacked for figure in found)


def missing_messages(row: Stage, depths: Sequence[StageDepth], figures: Figures) -> int:
    """Open dossiers of the stage beyond its messages; negative where messages are in excess."""
    counts = [depth.count for depth in depths if (depth.stage, depth.status) == (row.name, "open")]
    return sum(counts) - messages_of(row, figures)


def _export(figures: Figures) -> None:
    for queue, figure in figures.items():
        QUEUE_MESSAGES.labels(queue=queue, state="ready").set(figure.ready)
        QUEUE_MESSAGES.labels(queue=queue, state="unacked").set(figure.unacked)
        QUEUE_CONSUMERS.labels(queue=queue).set(figure.consumers)


@dataclass(slots=True, kw_only=True)
class Conservation:
    """One watch's view, from look to look."""

    register: Register
    views: Views
    incidents: Incidents
    clock: Clock
    #: Stages that lacked messages at the last look, and when that was.
    suspects: dict[StageName, dt.datetime] = field(default_factory=dict)
    #: Queues that had no consumer at the last look.
    silent: set[str] = field(default_factory=set)

    async def look(self, figures: Figures) -> int:
        """Compare, name, repair; how many dossiers were sent again."""
        depths, sent = await self.views.depths(), 0
        _export(figures)
        for row in queue_stages(self.register.table):
            await self._look_at_consumers(row, figures)
            lost = missing_messages(row, depths, figures)
            sent += await self._look_at_stage(row, lost)
        return sent

    async def _look_at_consumers(self, row: Stage, figures: Figures) -> None:
        queue, now = str(row.queue), self.clock.now()
        if figures.get(queue, BrokerFigures()).consumers:
            self.silent.discard(queue)
            await self.incidents.close(DEAF, queue, now)
        elif queue not in self.silent:
            self.silent.add(queue)  # a service that starts has none for a moment
        elif await self.incidents.report(DEAF, queue, 1, now):
            INCIDENTS.labels(kind=DEAF).inc()
            log.error("queue without consumer", action="incident", queue=queue)

    async def _look_at_stage(self, row: Stage, lost: int) -> int:
        now = self.clock.now()
        if lost <= 0:
            self.suspects.pop(row.name, None)
            await self.incidents.close(LOST, row.name, now)
            return 0
        suspected_at = self.suspects.setdefault(row.name, now)
        if suspected_at == now:
            return 0
        stood = await self.views.standing_since(row.name, suspected_at, BATCH)
        if stood:
            await self._name(row, len(stood))
        for dossier_id in stood:
            await self.register.apply(dossier_id, MessageMissing(stage=row.name))
        self.suspects[row.name] = now
        return len(stood)

    async def _name(self, row: Stage, count: int) -> None:
        if await self.incidents.report(LOST, row.name, count, self.clock.now()):
            INCIDENTS.labels(kind=LOST).inc()
        log.error(
            "dossiers without message, sent again",
            action="incident",
            stage=row.name,
            count=count,
        )
