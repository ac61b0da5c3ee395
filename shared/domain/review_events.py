"""What an agent can do to a dossier in review."""

from dataclasses import dataclass

from shared.domain.review import CorrectionItem, Outcome, Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """An agent took the dossier from the pile."""

    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """The agent put the dossier back."""

    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """The page of an agent who reads another dossier makes this one ready to follow."""

    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreserved:
    """The agent does not come to it: it goes back to the pile."""

    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The agent comes to the dossier that was made ready: it is read and held from now on."""

    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """The agent leaves the dossier to another one."""

    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The agent accepted, refused or closed the request."""

    agent: str
    outcome: Outcome
    reason: str = ""
    reason_code: str | None = None
    #: True where another agent must read the dossier before this counts.
    suspicion: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionAsked:
    """The agent asked the candidate or the school to mend something."""

    agent: str
    items: tuple[CorrectionItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPrepared:
    """The agent decided, and may take it back for a few seconds."""

    agent: str
    prepared: Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionUndone:
    """The agent took it back in time."""

    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanApproved:
    """The agent approved a dossier of the clean pile among others, without opening it."""

    agent: str
    #: True where it was drawn for a blind second reading.
    sampled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Commented:
    """An agent left a note for the others."""

    agent: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionAsked:
    """The agent asks another service."""

    agent: str
    service: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionGiven:
    """The answer of another service came, and an agent wrote it down."""

    agent: str
    #: Place of the question, from 0.
    number: int
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFixed:
    """The agent read a field otherwise than the machine."""

    agent: str
    field: str
    read: str | None
    corrected: str


ReviewEvent = (
    Claimed
    | Released
    | Reserved
    | Unreserved
    | Opened
    | Passed
    | Decided
    | CorrectionAsked
    | DecisionPrepared
    | DecisionUndone
    | CleanApproved
    | Commented
    | OpinionAsked
    | OpinionGiven
    | ReadingFixed
)
