"""What can happen to a dossier. `transitions.advance` says what each does."""

import datetime as dt
from dataclasses import dataclass

from shared.domain.contact_events import CandidateEmailCorrected as CandidateEmailCorrected
from shared.domain.contact_events import ContactEvent
from shared.domain.contact_events import ValidationResent as ValidationResent
from shared.domain.demande import Demande
from shared.domain.dossier import Delivery, DivergenceResult
from shared.domain.findings import CheckResult
from shared.domain.letter import Reader
from shared.domain.photo_code import CodeAnswer
from shared.domain.piece import Piece, PieceKind
from shared.domain.retention_events import PersonErased as PersonErased
from shared.domain.retention_events import PiecesErased as PiecesErased
from shared.domain.retention_events import RetentionEvent
from shared.domain.review_events import Claimed as Claimed
from shared.domain.review_events import CorrectionAsked as CorrectionAsked
from shared.domain.review_events import Decided as Decided
from shared.domain.review_events import Released as Released
from shared.domain.review_events import ReviewEvent
from shared.domain.title_events import TitleEvent
from shared.stages import StageName

StageResult = CheckResult | CodeAnswer | DivergenceResult | Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceAdded:
    """A piece was stored whole: first upload, or replacement in a draft or a correction."""

    piece: Piece


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceRemoved:
    """A piece was taken out of a draft."""

    kind: PieceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandeChanged:
    """The declared part was rewritten, in a draft or a correction."""

    demande: Demande


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """The request was sent, for the first time or after a correction."""

    #: False when the candidate files alone and is signed in.
    needs_validation: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """The candidate validated the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFinished:
    """A handler answered."""

    stage: StageName
    run: int
    attempt: int
    result: StageResult


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFailed:
    """A handler could not answer: try again, or park when `final`."""

    stage: StageName
    run: int
    attempt: int
    #: Code of the cause, for ops: an error's class name.
    cause: str
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterBounced:
    """A letter that had left came back."""

    #: The letter's number.
    seq: int
    reader: Reader
    #: Enhanced status of the report, such as "5.1.1" (RFC 3463).
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTicked:
    """The sweep looked at an open stage: its deadline, lease or reminder may be due."""

    stage: StageName
    #: Of a long line that moves: when the messages were sent to which it has come.
    reached: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClocksTicked:
    """The sweep looked at every stage of the dossier that is due."""

    ticks: tuple[ClockTicked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageMissing:
    """The conservation check found no message for a stage: send it again."""

    stage: StageName


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """Ops put a parked stage back to work."""

    stage: StageName
    #: Who did it; None where no account is known.
    account: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Discarded:
    """Ops gave a parked stage up: it stays unevaluated, or its letters unsent."""

    stage: StageName
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redriven:
    """Ops had the message of an open stage sent again."""

    stage: StageName
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceViewed:
    """Somebody opened a piece."""

    account: str
    kind: PieceKind
    #: True for the one that a correction replaced.
    earlier: bool = False


Event = (
    PieceAdded
    | PieceRemoved
    | DemandeChanged
    | Submitted
    | Validated
    | StageFinished
    | StageFailed
    | LetterBounced
    | ClockTicked
    | ClocksTicked
    | MessageMissing
    | Replayed
    | Discarded
    | Redriven
    | PieceViewed
    | ContactEvent
    | ReviewEvent
    | RetentionEvent
    | TitleEvent
)
