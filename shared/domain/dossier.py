"""The dossier: one document that holds everything that is true of a request."""

import datetime as dt
import enum
from dataclasses import dataclass, field

from shared.domain.demande import Demande
from shared.domain.findings import CheckResult
from shared.domain.history import HistoryEntry
from shared.domain.letter import Delivery as Delivery
from shared.domain.letter import Letter as Letter
from shared.domain.letter import LetterKind as LetterKind
from shared.domain.piece import Piece, PieceKind
from shared.domain.retention import Kept
from shared.domain.review import Claim as Claim
from shared.domain.review import CorrectionItem as CorrectionItem
from shared.domain.review import Decision as Decision
from shared.domain.review import Outcome as Outcome
from shared.domain.review import ReviewFile
from shared.domain.title import Title
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


class Route(enum.StrEnum):
    """Where the decision policy sends a dossier. The machine alone never refuses one."""

    #: Nothing stands out: the batch-approval pile.
    CLEAN = "clean"
    #: An agent looks at the reasons.
    REVIEW = "review"
    #: The candidate or the school can mend it first.
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class DivergenceResult:
    """What comparing every source found, and where the dossier goes."""

    check: CheckResult
    route: Route
    items: tuple[CorrectionItem, ...] = ()


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


#: What agents have added to a dossier that none has opened.
NOTHING_ADDED = ReviewFile()


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
    pieces: dict[PieceKind, Piece] = field(default_factory=dict)
    stages: dict[StageName, StageRun] = field(default_factory=dict)
    letters: tuple[Letter, ...] = ()
    route: Route | None = None
    items: tuple[CorrectionItem, ...] = ()
    decision: Decision | None = None
    outcome: Outcome | None = None
    #: When it ended; None before, and for one that ended before this was written down.
    ended_at: dt.datetime | None = None
    #: What the retention has left of it.
    kept: Kept = Kept.ALL
    #: The first letter whose link works; those before it went to an address that was wrong.
    links_from: int = 0
    #: What agents added: notes, questions, a second reading.
    review: ReviewFile = NOTHING_ADDED
    #: Where the title is; None before acceptance, and where the procedure gives none.
    title: Title | None = None
    #: Recent events, oldest first.
    history: tuple[HistoryEntry, ...] = ()

    def stage(self, name: StageName) -> StageRun:
        """The stage's run; one that never began is WAITING."""
        return self.stages.get(name, NEVER_BEGAN)

    def unsent_letters(self) -> tuple[Letter, ...]:
        """Letters still to send, oldest first."""
        return tuple(letter for letter in self.letters if letter.sent_at is None)
