"""Names the dossiers that only a newer version may move: none waits unseen after a roll-back."""

from dataclasses import dataclass

from services.watch.naming import name_incident
from shared.pipeline.ports import Clock, Views
from shared.pipeline.watch_ports import Incidents

#: The incident, and what it is about.
KIND, SUBJECT = "written_by_newer", "dossiers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """One watch's look at what is beyond its version."""

    views: Views
    incidents: Incidents
    clock: Clock

    async def look(self) -> int:
        """Open, count or close the incident; how many dossiers wait for a newer version."""
        count, now = await self.views.beyond_us(), self.clock.now()
        if count:
            await name_incident(self.incidents, KIND, SUBJECT, count, now)
        else:
            await self.incidents.close(KIND, SUBJECT, now)
        return count
