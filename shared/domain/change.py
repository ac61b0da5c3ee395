"""What an event leaves behind: the new dossier and the messages that it made necessary."""

import datetime as dt
from dataclasses import dataclass, field

from shared.domain.dossier import Dossier
from shared.domain.history import HistoryEntry
from shared.stages import StageName


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEntry:
    """A message that the change made necessary, stored in the same write as the change."""

    #: Unique in the dossier.
    entry_id: str
    queue: str
    stage: StageName
    run: int
    attempt: int
    created_at: dt.datetime
    #: W3C trace context of what made the change; None outside any.
    traceparent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one event does: the dossier after it, its new messages and timeline lines."""

    dossier: Dossier
    entries: tuple[OutboxEntry, ...] = ()
    events: tuple[HistoryEntry, ...] = ()
    #: The dossier that the change was made on, so that only what differs is written; None: all.
    before: Dossier | None = field(default=None, compare=False, repr=False)
