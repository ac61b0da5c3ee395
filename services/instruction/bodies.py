"""What an agent's client sends, parsed once at the edge."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from services.instruction.console_changes import stored
from services.instruction.refusals import REFUSALS, reason_said
from shared.domain.demande import DemandeKind
from shared.domain.dossier import CorrectionItem, Outcome, Route
from shared.domain.piece import PieceKind
from shared.domain.read_fields import READ_FIELDS
from shared.domain.review import Prepared

Sentence = Annotated[str, Field(min_length=10, max_length=600)]
Note = Annotated[str, Field(min_length=1, max_length=2000)]

#: What a person can mend by writing: in the request, or in the portal account behind it.
MendableField = Literal[
    "birth_name",
    "usage_name",
    "given_names",
    "sex",
    "birth_date",
    "birth_place",
    "email",
    "address",
    "representative",
    "account.birth_name",
    "account.given_names",
    "account.sex",
    "account.birth_date",
    "account.birth_place",
]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class _Reasoned(_Body):
    """A reason from the list, in the agent's own words, or both."""

    outcome: Literal["accepted", "refused", "closed", "correction"]
    reason_code: str | None = None
    #: The agent's own words; with a code they stand beside its sentence.
    reason: Annotated[str, Field(max_length=600, validate_default=True)] = ""

    @field_validator("reason_code")
    @classmethod
    def _in_the_list(cls, code: str | None) -> str | None:
        if code is not None and code not in REFUSALS:
            raise ValueError("no such reason in the list")
        return code

    @field_validator("reason")
    @classmethod
    def _reason_given(cls, reason: str, info: ValidationInfo) -> str:
        """What ends a request against its filer says why."""
        ends = info.data.get("outcome") in ("refused", "closed")
        if ends and not info.data.get("reason_code") and len(reason) < 10:
            raise ValueError("a reason of the list or of at least ten characters is needed")
        return reason

    @property
    def said(self) -> str:
        """What the candidate reads."""
        return reason_said(self.reason_code, self.reason) if self.reason_code else self.reason

    @property
    def suspicion(self) -> bool:
        """True where another agent has to read the dossier too."""
        return self.reason_code is not None and REFUSALS[self.reason_code].suspicion


class DecisionBody(_Reasoned):
    """Accept, refuse or close; all but an acceptance say why."""

    outcome: Literal["accepted", "refused", "closed"]


class CorrectionItemBody(_Body):
    """One thing to mend: a piece, or a field of the declared identity."""

    message: Sentence
    piece: PieceKind | None = None
    field: MendableField | None = None

    @model_validator(mode="after")
    def _one_subject(self) -> "CorrectionItemBody":
        if (self.piece is None) == (self.field is None):
            raise ValueError("name either a piece or a field")
        return self


class CorrectionBody(_Body):
    """What the candidate or the school is asked to mend."""

    items: list[CorrectionItemBody] = Field(min_length=1, max_length=10)

    def to_items(self) -> tuple[CorrectionItem, ...]:
        """The same as the domain knows it."""
        return tuple(
            CorrectionItem(message=item.message, piece=item.piece, field=item.field)
            for item in self.items
        )


class PreparedBody(_Reasoned):
    """A decision that can be taken back for a few seconds."""

    items: list[CorrectionItemBody] = Field(
        default_factory=list, max_length=10, validate_default=True
    )

    @field_validator("items")
    @classmethod
    def _items_with_corrections(
        cls, items: list[CorrectionItemBody], info: ValidationInfo
    ) -> list[CorrectionItemBody]:
        if (info.data.get("outcome") == "correction") != bool(items):
            raise ValueError("a correction, and only that, says what to mend")
        return items

    def to_prepared(self) -> Prepared:
        """The same as the domain knows it."""
        if self.outcome == "correction":
            return Prepared(outcome=None, items=CorrectionBody(items=self.items).to_items())
        return Prepared(
            outcome=Outcome(self.outcome),
            reason=self.said,
            reason_code=self.reason_code,
            suspicion=self.suspicion,
        )


class CommentBody(_Body):
    """A note for other agents."""

    text: Note


class OpinionBody(_Body):
    """A question to another service."""

    service: Annotated[str, Field(min_length=2, max_length=120)]
    question: Note


class AnswerBody(_Body):
    """The answer of that service."""

    answer: Note


class FixBody(_Body):
    """A field that the machine misread."""

    #: Stage and field, for example "identity.birth_date".
    field: str
    corrected: Annotated[str, Field(min_length=1, max_length=200)]

    @field_validator("field")
    @classmethod
    def _is_read(cls, field: str) -> str:
        if field not in READ_FIELDS:
            raise ValueError("no such field is read")
        return field

    @field_validator("corrected")
    @classmethod
    def _is_kept(cls, corrected: str, info: ValidationInfo) -> str:
        kept = stored(str(info.data.get("field")), corrected)
        if not kept:
            raise ValueError("no day of the calendar")
        return kept


class ApprovalBody(_Body):
    """Dossiers of the clean pile, approved together."""

    dossiers: list[Annotated[str, Field(max_length=60)]] = Field(min_length=1, max_length=100)


class PileFilter(_Body):
    """How an agent narrows the pile, in the address of the request."""

    route: Route | None = None
    kind: DemandeKind | None = None
    reason: Annotated[str, Field(max_length=80)] | None = None
    #: In review for at least so many hours.
    hours: Annotated[int, Field(ge=0, le=10_000)] | None = None

    def before(self, now: dt.datetime) -> dt.datetime | None:
        """The moment since which they must have waited."""
        return None if self.hours is None else now - dt.timedelta(hours=self.hours)
