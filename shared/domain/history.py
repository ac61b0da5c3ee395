"""What a dossier's timeline is made of."""

import datetime as dt
from dataclasses import dataclass

from shared.stages import StageName


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One line of the timeline. Codes and identifiers only."""

    #: Revision of the dossier that the event made.
    rev: int
    at: dt.datetime
    event: str
    stage: StageName | None = None
    run: int = 0
    attempt: int = 0
    detail: str | None = None
