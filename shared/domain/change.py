"""What an event leaves behind: the new dossier and the messages that it made necessary."""

import datetime as dt
from dataclasses import dataclass

from shared.domain.dossier import Dossier, HistoryEntry
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one event does: the dossier after it, its new messages and timeline lines."""

    dossier: Dossier
    entries: tuple[OutboxEntry, ...] = ()
    events: tuple[HistoryEntry, ...] = ()
