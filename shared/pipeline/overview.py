"""Everything that ops look at, stage by stage: one collection for the command and the page."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from shared.errors import Retryable
from shared.pipeline.depth_reading import Depths
from shared.pipeline.ports import Clock, StageDepth
from shared.pipeline.samples import KEPT, RATE_SPAN, SampleRows, StageSample, per_minute, usual_wait
from shared.pipeline.watch_ports import Incident, Incidents, Probe, Probes
from shared.stages import Stage, StageName, StageTable, parking_queue, retry_queue


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueNow:
    """What the broker says of one queue."""

    ready: int
    consumers: int
    #: In the hands of consumers; None where the broker's plugin cannot be asked.
    unacked: int | None = None


#: Incidents that ended are told for a day: whoever comes on call reads what the night was.
CLOSED_SHOWN = dt.timedelta(days=1)

AskBroker = Callable[[], Awaitable[Mapping[str, QueueNow]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageNow:
    """One stage of the table with all that is known of it. None means unknown, never zero."""

    row: Stage
    opened: StageDepth | None = None
    parked: StageDepth | None = None
    ready: int | None = None
    in_flight: int | None = None
    retrying: int | None = None
    #: Messages in the parking queue; the dossiers' own count is in `parked`.
    parked_messages: int | None = None
    consumers: int | None = None
    #: Dossiers finished a minute over the last hour.
    per_minute: float | None = None
    #: Seconds that half of those spent in the stage.
    usual_wait: float | None = None
    #: Its samples of the last hours, oldest first.
    samples: tuple[StageSample, ...] = ()
    probe: Probe | None = None

    @property
    def depth(self) -> int:
        """Dossiers that stand open in the stage."""
        return self.opened.count if self.opened else 0

    @property
    def time_to_drain(self) -> dt.timedelta | None:
        """Depth over rate; None when nothing waits or nothing has moved.

        None for people too: the last hour says nothing of their nights and week-ends.
        """
        if self.row.queue is None or not self.depth or not self.per_minute:
            return None
        return dt.timedelta(minutes=self.depth / self.per_minute)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One look at the whole."""

    now: dt.datetime
    stages: tuple[StageNow, ...]
    incidents: tuple[Incident, ...] = ()
    #: Those that ended lately, the last one first.
    closed: tuple[Incident, ...] = ()
    #: False while the broker did not answer: its columns are unknown then.
    broker_answers: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookout:
    """Collects an overview."""

    views: Depths
    samples: SampleRows
    incidents: Incidents
    probes: Probes
    ask_broker: AskBroker
    clock: Clock
    table: StageTable

    async def look(self) -> Overview:
        """Ask the store and the broker at once. Retryable when the store is away."""
        now = self.clock.now()
        depths, rows, incidents, closed, probes, queues = await asyncio.gather(
            self.views.depths(),
            self.samples.since(now - KEPT),
            self.incidents.open_ones(),
            self.incidents.closed_since(now - CLOSED_SHOWN),
            self.probes.last(),
            self._queues(),
        )
        found = Found(depths=depths, rows=rows, probes=probes, queues=queues or {})
        return Overview(
            now=now,
            stages=tuple(found.stage(row) for row in self.table.values()),
            incidents=tuple(incidents),
            closed=tuple(closed),
            broker_answers=queues is not None,
        )

    async def _queues(self) -> Mapping[str, QueueNow] | None:
        """None when the broker does not answer: the rest of the page must not wait for it."""
        try:
            return await self.ask_broker()
        except Retryable:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the store and the broker answered, before it is sorted by stage."""

    depths: Sequence[StageDepth] = ()
    rows: Sequence[StageSample] = ()
    probes: Mapping[str, Probe] = field(default_factory=dict)
    queues: Mapping[str, QueueNow] = field(default_factory=dict)

    def stage(self, row: Stage) -> StageNow:
        """What of it concerns this stage."""
        main = self.queues.get(str(row.queue))
        samples = tuple(sample for sample in self.rows if sample.stage is row.name)
        return StageNow(
            row=row,
            opened=self._depth(row.name, "open"),
            parked=self._depth(row.name, "parked"),
            ready=main.ready if main else None,
            in_flight=main.unacked if main else None,
            retrying=self._waiting(*(retry_queue(row, wait) for wait in row.waits)),
            parked_messages=self._waiting(parking_queue(row)) if row.queue else None,
            consumers=main.consumers if main else None,
            per_minute=per_minute(samples, row.name, RATE_SPAN),
            usual_wait=usual_wait(samples, row.name, RATE_SPAN),
            samples=samples,
            probe=self.probes.get(str(row.queue)),
        )

    def _depth(self, name: StageName, status: str) -> StageDepth | None:
        return next((d for d in self.depths if (d.stage, d.status) == (name, status)), None)

    def _waiting(self, *names: str) -> int | None:
        """Messages that wait in these queues together; None where none of them is known."""
        known = [self.queues[name].ready for name in names if name in self.queues]
        return sum(known) if known else None
