"""The dossier: one document that holds everything that is true of a request."""

import datetime as dt
import enum
from dataclasses import dataclass, field

from shared.domain.demande import Demande
from shared.domain.findings import CheckResult
from shared.domain.history import HistoryEntry
from shared.domain.piece import Piece, PieceKind
from shared.stages import StageName


class StageStatus(enum.StrEnum):
    """Where one stage of one dossier stands."""

    #: Needed, but what comes before it is not settled.
    WAITING = "waiting"
    #: Its clock runs: in a queue, in work, or with a person.
    OPEN = "open"
    DONE = "done"
    #: Tries or re-drives ended; the message lies in the parking queue with its cause.
    PARKED = "parked"
    #: This request has no such stage.
    NOT_REQUIRED = "not_required"
    #: The dossier ended before the stage did.
    CANCELLED = "cancelled"


#: Statuses that let what follows begin.
SETTLED = frozenset({StageStatus.DONE, StageStatus.PARKED, StageStatus.NOT_REQUIRED})

#: Statuses that the end of a dossier cancels; a parked check has nothing left to say either.
UNFINISHED = frozenset({StageStatus.WAITING, StageStatus.OPEN, StageStatus.PARKED})


class Outcome(enum.StrEnum):
    """How a dossier ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    #: Classée sans suite.
    CLOSED = "closed"
    #: The candidate did not validate in time.
    EXPIRED = "expired"


class LetterKind(enum.StrEnum):
    """Every letter that Guichet sends."""

    VALIDATION_REQUEST = "validation_request"
    VALIDATION_REMINDER = "validation_reminder"
    CORRECTION_REQUEST = "correction_request"
    CORRECTION_REMINDER = "correction_reminder"
    DRAFT_REMINDER = "draft_reminder"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CLOSED = "closed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter, due or sent. What it says is fixed here: sent again, it says the same."""

    #: 1 for the first letter of the dossier; part of the key that keeps it from going twice.
    seq: int
    kind: LetterKind
    created_at: dt.datetime
    sent_at: dt.datetime | None = None
    #: The deadline that it names.
    until: dt.datetime | None = None
    #: What it asks to mend.
    items: tuple[str, ...] = ()


class Route(enum.StrEnum):
    """Where the decision policy sends a dossier. The machine alone never refuses one."""

    #: Nothing stands out: the batch-approval pile.
    CLEAN = "clean"
    #: An agent looks at the reasons.
    REVIEW = "review"
    #: The candidate or the school can mend it first.
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionItem:
    """One thing to mend: a piece or a field of the request."""

    #: French sentence: what is wrong and what to do.
    message: str
    piece: PieceKind | None = None
    #: Field of the declared identity, for example "birth_date".
    field: str | None = None
    #: True once it was replaced or rewritten; it counts when the request is sent again.
    mended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DivergenceResult:
    """What comparing every source found, and where the dossier goes."""

    check: CheckResult
    route: Route
    items: tuple[CorrectionItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The letters that have left, by number."""

    sent: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An agent's lease on a dossier in review."""

    agent: str
    until: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an agent decided, and why."""

    agent: str
    outcome: Outcome
    decided_at: dt.datetime
    #: French sentence for the candidate; empty for an acceptance.
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRun:
    """One stage of one dossier. `run` fences messages of earlier runs, `attempt` earlier tries."""

    status: StageStatus = StageStatus.WAITING
    run: int = 0
    attempt: int = 0
    redrives: int = 0
    reminders: int = 0
    escalations: int = 0
    since: dt.datetime | None = None
    deadline: dt.datetime | None = None
    #: When the next try leaves its retry queue; None when none is waiting.
    retry_at: dt.datetime | None = None
    #: Code of the last failure, for ops.
    cause: str | None = None
    claim: Claim | None = None
    result: CheckResult | None = None


#: What a stage is that the dossier does not name.
NEVER_BEGAN = StageRun()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The truth about one request. Queue messages are only hints to look here."""

    dossier_id: str
    #: Account that filed the request.
    owner: str
    demande: Demande
    created_at: dt.datetime
    updated_at: dt.datetime
    #: Grows by one with every change; the store refuses a change made on an older one.
    rev: int = 0
    #: Version of this layout in the store.
    version: int = 1
    pieces: dict[PieceKind, Piece] = field(default_factory=dict)
    stages: dict[StageName, StageRun] = field(default_factory=dict)
    letters: tuple[Letter, ...] = ()
    route: Route | None = None
    items: tuple[CorrectionItem, ...] = ()
    decision: Decision | None = None
    outcome: Outcome | None = None
    #: Recent events, oldest first.
    history: tuple[HistoryEntry, ...] = ()

    def stage(self, name: StageName) -> StageRun:
        """The stage's run; one that never began is WAITING."""
        return self.stages.get(name, NEVER_BEGAN)

    def unsent_letters(self) -> tuple[Letter, ...]:
        """Letters still to send, oldest first."""
        return tuple(letter for letter in self.letters if letter.sent_at is None)
