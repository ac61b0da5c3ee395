"""Incidents and probes in memory, for the flow tests."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from shared.pipeline.watch_ports import Incident, Probe


class MemoryIncidents:
    """Open incidents in a dictionary."""

    def __init__(self) -> None:
        """Begin empty."""
        self.rows: dict[tuple[str, str], Incident] = {}

    async def report(self, kind: str, subject: str, count: int, now: dt.datetime) -> bool:
        """Open the incident, or bring its count up to date; True when it is new."""
        known = self.rows.get((kind, subject))
        opened_at = known.opened_at if known else now
        self.rows[kind, subject] = Incident(
            kind=kind, subject=subject, count=count, opened_at=opened_at
        )
        return known is None

    async def close(self, kind: str, subject: str, now: dt.datetime) -> None:
        """It is over; none open is no error."""
        self.rows.pop((kind, subject), None)

    async def open_ones(self) -> Sequence[Incident]:
        """Open incidents, oldest first."""
        return sorted(self.rows.values(), key=lambda incident: incident.opened_at)


class MemoryProbes:
    """The last probe of each queue in a dictionary."""

    def __init__(self) -> None:
        """Begin empty."""
        self.rows: dict[str, tuple[str, Probe]] = {}

    async def sent(self, queue: str, message_id: str, now: dt.datetime) -> None:
        """A new probe is on its way."""
        self.rows[queue] = (message_id, Probe(queue=queue, sent_at=now, seen_at=None))

    async def seen(self, queue: str, message_id: str, now: dt.datetime) -> None:
        """A consumer met the probe; an older one than the last is no news."""
        known, probe = self.rows.get(queue, ("", None))
        if probe is not None and known == message_id:
            self.rows[queue] = (known, replace(probe, seen_at=now))

    async def last(self) -> dict[str, Probe]:
        """The last probe of each queue."""
        return {queue: probe for queue, (_, probe) in self.rows.items()}
