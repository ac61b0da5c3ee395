"""Incidents, probes and readings in memory, for the flow tests."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from shared.pipeline.depth_reading import DepthReading
from shared.pipeline.watch_ports import Incident, Probe


class MemoryIncidents:
    """Open incidents in a dictionary."""

    def __init__(self) -> None:
        """Begin empty."""
        self.rows: dict[tuple[str, str], Incident] = {}
        self.over: list[Incident] = []

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
        incident = self.rows.pop((kind, subject), None)
        if incident is not None:
            self.over.append(replace(incident, closed_at=now))

    async def open_ones(self) -> Sequence[Incident]:
        """Open incidents, oldest first."""
        return sorted(self.rows.values(), key=lambda incident: incident.opened_at)

    async def closed_since(self, start: dt.datetime) -> Sequence[Incident]:
        """Those that ended since then, the last one first."""
        return [one for one in reversed(self.over) if one.closed_at and one.closed_at >= start]


class MemoryProbes:
    """The last probe of each queue in a dictionary."""

    def __init__(self) -> None:
        """Begin empty."""
        self.rows: dict[str, tuple[str, Probe]] = {}
        self.strays: Counter[str] = Counter()
        self.held: dict[str, dt.datetime | None] = {}
        self.lines: dict[str, tuple[dt.datetime, dt.datetime]] = {}

    async def sent(self, queue: str, message_id: str, now: dt.datetime) -> None:
        """A new probe is on its way."""
        self.rows[queue] = (message_id, Probe(queue=queue, sent_at=now, seen_at=None))

    async def seen(self, queue: str, message_id: str, now: dt.datetime) -> None:
        """A consumer met the probe; an older one than the last is no news."""
        known, probe = self.rows.get(queue, ("", None))
        if probe is not None and known == message_id:
            self.rows[queue] = (known, replace(probe, seen_at=now))

    async def strayed(self, queue: str) -> None:
        """A consumer met a message that no open stage of a dossier waits for."""
        self.strays[queue] += 1

    async def line_held(self, queue: str, now: dt.datetime | None) -> None:
        """A consumer holds its messages after failures in a row; None: the line moves again."""
        self.held[queue] = now

    async def line_reached(self, queue: str, sent_at: dt.datetime, now: dt.datetime) -> None:
        """A consumer of a long line took a message that was sent at that moment."""
        self.lines[queue] = (sent_at, now)

    async def last(self) -> dict[str, Probe]:
        """The last probe of each queue."""
        return {queue: self._told(queue, probe) for queue, (_, probe) in self.rows.items()}

    def _told(self, queue: str, probe: Probe) -> Probe:
        reached, moved_at = self.lines.get(queue, (None, None))
        return replace(
            probe,
            strays=self.strays[queue],
            held_at=self.held.get(queue),
            reached=reached,
            moved_at=moved_at,
        )


class MemoryReadings:
    """The last reading of the depths."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self.reading: DepthReading | None = None

    async def last(self) -> DepthReading | None:
        """The last one that was left; None before the first."""
        return self.reading

    async def leave(self, reading: DepthReading) -> None:
        """Put it in the place of the one before."""
        self.reading = reading
