"""What watch keeps: open incidents and the last probe through each queue."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Something wrong that has a name."""

    #: Code, for example "dossier_without_message".
    kind: str
    #: The stage or queue concerned.
    subject: str
    count: int
    opened_at: dt.datetime
    #: None while it lasts.
    closed_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """The last probe through a queue, and what else its consumers told of it."""

    queue: str
    sent_at: dt.datetime
    #: None while no consumer has met it.
    seen_at: dt.datetime | None
    #: Messages met so far that no open stage of a dossier waits for.
    strays: int = 0
    #: When a consumer last said that it holds its messages; None when the line moves.
    held_at: dt.datetime | None = None
    #: Of a long line: when the messages were sent to which it has come, and when that was said.
    reached: dt.datetime | None = None
    moved_at: dt.datetime | None = None


class Incidents(Protocol):
    """Named incidents: one open row a kind and subject."""

    async def report(self, kind: str, subject: str, count: int, now: dt.datetime) -> bool:
        """Open the incident, or bring its count up to date; True when it is new."""
        ...

    async def close(self, kind: str, subject: str, now: dt.datetime) -> None:
        """It is over; none open is no error."""
        ...

    async def open_ones(self) -> Sequence[Incident]:
        """Open incidents, oldest first."""
        ...

    async def closed_since(self, start: dt.datetime) -> Sequence[Incident]:
        """Those that ended since then, the last one first."""
        ...


class Probes(Protocol):
    """The last probe through each queue."""

    async def sent(self, queue: str, message_id: str, now: dt.datetime) -> None:
        """A new probe is on its way."""
        ...

    async def seen(self, queue: str, message_id: str, now: dt.datetime) -> None:
        """A consumer met the probe; an older one than the last is no news."""
        ...

    async def strayed(self, queue: str) -> None:
        """A consumer met a message that no open stage of a dossier waits for."""
        ...

    async def line_held(self, queue: str, now: dt.datetime | None) -> None:
        """A consumer holds its messages after failures in a row; None: the line moves again."""
        ...

    async def line_reached(self, queue: str, sent_at: dt.datetime, now: dt.datetime) -> None:
        """A consumer of a long line took a message that was sent at that moment."""
        ...

    async def last(self) -> dict[str, Probe]:
        """The last probe of each queue."""
        ...
