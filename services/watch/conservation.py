"""Conservation: every open dossier of a machine's stage has a message somewhere, or gets one.

The broker's figures lag by some seconds and a stage never stands still, so one look proves
nothing. What was missing at two looks in a row, for dossiers that stood there at both, is lost:
the incident is named and every one of them is sent again. A second message is harmless, since
consumers fence by run and attempt. Messages in excess, or met by a consumer without a dossier
that waits for them, are named too; consumers put them away.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from services.watch.naming import name_incident
from shared.adapters.broker_figures import BrokerFigures
from shared.domain.events import MessageMissing
from shared.metrics import QUEUE_CONSUMERS, QUEUE_MESSAGES
from shared.pipeline.depth_reading import SharedDepths
from shared.pipeline.ports import Clock, StageDepth, Views
from shared.pipeline.register import Register
from shared.pipeline.watch_ports import Incidents, Probe, Probes
from shared.stages import Stage, StageName, queue_stages, retry_queue

log = structlog.get_logger()

#: Dossiers sent again in one look; the rest follow at the next.
BATCH = 500

LOST = "dossier_without_message"
EXCESS = "message_without_dossier"
DEAF = "queue_without_consumer"

Figures = Mapping[str, BrokerFigures]


def messages_of(row: Stage, figures: Figures) -> int:
    """Messages of a stage: waiting, in hand, or on their way back from a retry."""
    names = [str(row.queue), *(retry_queue(row, wait) for wait in row.waits)]
    found = [figures.get(name, BrokerFigures()) for name in names]
    return sum(figure.ready + figure.unacked for figure in found)


def open_in(row: Stage, depths: Sequence[StageDepth]) -> int:
    """Dossiers that stand open in the stage."""
    return sum(d.count for d in depths if (d.stage, d.status) == (row.name, "open"))


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
    depths: SharedDepths
    incidents: Incidents
    probes: Probes
    clock: Clock
    #: Stages that lacked messages at the last look, and when that was.
    suspects: dict[StageName, dt.datetime] = field(default_factory=dict)
    #: Queues that had no consumer at the last look.
    silent: set[str] = field(default_factory=set)
    #: Stages that had messages in excess at the last look.
    in_excess: set[StageName] = field(default_factory=set)
    #: Strays that were told of each queue at the last look.
    strays: dict[str, int] = field(default_factory=dict)

    async def look(self, figures: Figures) -> int:
        """Compare, name, repair; how many dossiers were sent again."""
        # The figures are older than the depths: a queue that empties fast is held against both.
        before, depths = await self.depths.depths(), await self.depths.anew()
        probes, sent = await self.probes.last(), 0
        _export(figures)
        for row in queue_stages(self.register.table):
            await self._look_at_consumers(row, figures)
            messages, dossiers = messages_of(row, figures), open_in(row, depths)
            sent += await self._look_at_stage(row, dossiers - messages)
            excess = messages - max(dossiers, open_in(row, before))
            await self._look_at_excess(row, excess, probes.get(str(row.queue)))
        return sent

    async def _look_at_consumers(self, row: Stage, figures: Figures) -> None:
        queue, now = str(row.queue), self.clock.now()
        if figures.get(queue, BrokerFigures()).consumers:
            self.silent.discard(queue)
            await self.incidents.close(DEAF, queue, now)
        elif queue not in self.silent:
            self.silent.add(queue)  # a service that starts has none for a moment
        else:
            await name_incident(self.incidents, DEAF, queue, 1, now)

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
            await name_incident(self.incidents, LOST, row.name, len(stood), now)
            log.error(
                "dossiers without message, sent again",
                action="incident",
                stage=row.name,
                count=len(stood),
            )
        for dossier_id in stood:
            await self.register.apply(dossier_id, MessageMissing(stage=row.name))
        self.suspects[row.name] = now
        return len(stood)

    async def _look_at_excess(self, row: Stage, excess: int, probe: Probe | None) -> None:
        """Those that wait at two looks in a row, and those that consumers met meanwhile."""
        if probe is not None and probe.seen_at is None:
            excess -= 1  # the probe itself waits there
        met = self._met_since(str(row.queue), probe)
        standing = excess if excess > 0 and row.name in self.in_excess else 0
        if excess > 0:
            self.in_excess.add(row.name)
        else:
            self.in_excess.discard(row.name)
        now = self.clock.now()
        if met or standing:
            await name_incident(self.incidents, EXCESS, row.name, met + standing, now)
        elif excess <= 0:
            await self.incidents.close(EXCESS, row.name, now)

    def _met_since(self, queue: str, probe: Probe | None) -> int:
        told = probe.strays if probe is not None else 0
        known = self.strays.get(queue, told)  # what came before this process is old news
        self.strays[queue] = told
        return max(0, told - known)
