"""The parking queues against the parked stages: the document is the truth, its message a copy.

A parked stage can be replayed without its message. But whoever reads the queues, with the broker's
own tools too, must read the same as the dossiers say.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.watch.conservation import Figures
from services.watch.naming import name_incident
from shared.adapters.broker_figures import BrokerFigures
from shared.domain.events import MessageMissing
from shared.errors import InvalidMessage, NewerFormat
from shared.pipeline.depth_reading import Depths
from shared.pipeline.messages import decode
from shared.pipeline.register import Register
from shared.pipeline.repair_ports import ParkedStage, ParkedStages, Parking
from shared.pipeline.watch_ports import Incidents
from shared.stages import Stage, StageName, parking_queue, queue_stages

UNEVEN = "parking_uneven"

#: Parked stages compared in one go: as many messages as one go through a queue looks at.
MOST = 20_000


class Reader:
    """Goes through a parking queue: what to throw away, and what of the parked stages is there."""

    def __init__(self, parked: Sequence[ParkedStage], listed_at: dt.datetime) -> None:
        """Hold the messages against these stages, listed at that moment."""
        self._wanted = {(stage.dossier_id, stage.run) for stage in parked}
        self._listed_at = listed_at
        self._present: set[tuple[str, int]] = set()

    def unwanted(self, body: bytes) -> bool:
        """True for a message of a stage that is no longer parked, and for a second copy."""
        try:
            task = decode(body)
        except (InvalidMessage, NewerFormat):
            return False  # not for this version to know: a newer one looks at it, or a person
        key = (task.dossier_id, task.run)
        if key not in self._wanted:
            return dt.datetime.fromisoformat(task.sent_at) < self._listed_at
        again = key in self._present
        self._present.add(key)
        return again

    def missing(self) -> set[str]:
        """The dossiers whose message was not there."""
        return {dossier_id for dossier_id, _ in self._wanted - self._present}


@dataclass(slots=True, kw_only=True)
class ParkingBalance:
    """One watch's view, from look to look."""

    register: Register
    depths: Depths
    parked: ParkedStages
    parking: Parking
    incidents: Incidents
    #: Stages that differed at the last look: a message on its way is no incident.
    uneven: set[StageName] = field(default_factory=set)

    async def look(self, figures: Figures) -> int:
        """Compare, name, mend; how many messages were laid anew or taken away."""
        depths, mended = await self.depths.depths(), 0
        for row in queue_stages(self.register.table):
            messages = figures.get(parking_queue(row), BrokerFigures()).ready
            stages = sum(d.count for d in depths if (d.stage, d.status) == (row.name, "parked"))
            mended += await self._look_at(row, abs(messages - stages))
        return mended

    async def _look_at(self, row: Stage, difference: int) -> int:
        now = self.register.clock.now()
        if not difference:
            self.uneven.discard(row.name)
            await self.incidents.close(UNEVEN, row.name, now)
            return 0
        if row.name not in self.uneven:
            self.uneven.add(row.name)
            return 0
        await name_incident(self.incidents, UNEVEN, row.name, difference, now)
        return await self._mend(row, now)

    async def _mend(self, row: Stage, now: dt.datetime) -> int:
        reader = Reader(await self.parked.parked(MOST, row.name), now)
        taken = await self.parking.take_out(parking_queue(row), reader.unwanted, MOST)
        for dossier_id in reader.missing():
            await self.register.apply(dossier_id, MessageMissing(stage=row.name))
        return taken + len(reader.missing())
