"""What the replay desk keeps and looks through: the audit log, parked stages, parking queues."""

import datetime as dt
import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.stages import StageName

Unwanted = Callable[[bytes], bool]


class Action(enum.StrEnum):
    """What the audit log tells of."""

    REPLAY = "replay"
    DISCARD = "discard"
    REDRIVE = "redrive"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One act of ops."""

    at: dt.datetime
    account: str
    action: Action
    dossier_id: str
    stage: StageName
    #: Why, in the words of whoever did it; empty where none is asked.
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedStage:
    """One stage that was set aside."""

    dossier_id: str
    stage: StageName
    since: dt.datetime
    #: Code of the last failure.
    cause: str
    run: int
    attempt: int


class Audit(Protocol):
    """The log of what ops did; lines are only ever added."""

    async def record(self, line: AuditLine) -> None:
        """Return once the line is on disk."""
        ...

    async def recent(self, limit: int, dossier_id: str | None = None) -> Sequence[AuditLine]:
        """The last lines, newest first; of one dossier where it is named."""
        ...


class ParkedStages(Protocol):
    """What was set aside."""

    async def parked(self, limit: int, stage: StageName | None = None) -> Sequence[ParkedStage]:
        """Parked stages, oldest first."""
        ...


class Parking(Protocol):
    """The parking queues."""

    async def take_out(self, queue: str, unwanted: Unwanted, most: int) -> int:
        """Remove up to `most` such messages from what lies in the queue now; how many it were."""
        ...
