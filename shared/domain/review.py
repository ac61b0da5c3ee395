"""What agents leave on a dossier: a lease, a decision, a second reading, notes, questions."""

import datetime as dt
import enum
from dataclasses import dataclass

from shared.domain.piece import PieceKind


class Outcome(enum.StrEnum):
    """How a dossier ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    #: Classée sans suite.
    CLOSED = "closed"
    #: The candidate did not validate in time.
    EXPIRED = "expired"


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
class Prepared:
    """What an agent decided and may still take back."""

    #: None asks for a correction.
    outcome: Outcome | None
    #: French sentence for the candidate; empty for an acceptance.
    reason: str = ""
    #: Code of the reason in the list of refusals; None for one in the agent's own words.
    reason_code: str | None = None
    #: What a correction asks for.
    items: tuple[CorrectionItem, ...] = ()
    #: True where another agent must read the dossier before this counts.
    suspicion: bool = False
    #: True for an approval of the clean pile that was drawn for a blind second reading.
    sampled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An agent's lease on a dossier in review."""

    agent: str
    until: dt.datetime
    #: What takes effect when `until` passes, unless it is taken back before.
    prepared: Prepared | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an agent decided, and why."""

    agent: str
    outcome: Outcome
    decided_at: dt.datetime
    #: French sentence for the candidate; empty for an acceptance.
    reason: str = ""
    reason_code: str | None = None


class SecondCause(enum.StrEnum):
    """Why another agent reads a dossier that one has decided already."""

    #: A refusal for fraud takes two.
    SUSPICION = "suspicion"
    #: Drawn at random from the clean pile; the second agent does not know.
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReading:
    """A decision that waits for another agent's own."""

    cause: SecondCause
    first: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A note from agent to agent."""

    agent: str
    at: dt.datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """An opinion asked of another service."""

    agent: str
    at: dt.datetime
    #: Name of the service, from the centre's list.
    service: str
    question: str
    answer: str = ""
    answered_at: dt.datetime | None = None
    answered_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFix:
    """A field that the machine misread, as an agent reads it."""

    agent: str
    at: dt.datetime
    #: Stage and field, for example "identity.birth_date".
    field: str
    #: None where the machine read nothing.
    read: str | None
    corrected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFile:
    """Everything that agents add to a dossier."""

    #: Agents who left it to others.
    passed: tuple[str, ...] = ()
    second: SecondReading | None = None
    comments: tuple[Comment, ...] = ()
    enquiries: tuple[Enquiry, ...] = ()
    fixes: tuple[ReadingFix, ...] = ()
    #: When the agent who holds the dossier, or decided it, took it.
    claimed_at: dt.datetime | None = None


def is_reservation(claim: Claim | None, review: ReviewFile) -> bool:
    """True for a lease on a dossier that its agent has not come to yet."""
    return claim is not None and claim.prepared is None and review.claimed_at is None


def shown_claim(claim: Claim | None, review: ReviewFile) -> Claim | None:
    """The lease as filers may know of it: nobody reads what is only made ready."""
    return None if is_reservation(claim, review) else claim
