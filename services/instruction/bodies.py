"""What an agent's client sends, parsed once at the edge."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from shared.domain.dossier import CorrectionItem
from shared.domain.piece import PieceKind

Sentence = Annotated[str, Field(min_length=10, max_length=600)]


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


class DecisionBody(_Body):
    """Accept, refuse or close; all but an acceptance say why."""

    outcome: Literal["accepted", "refused", "closed"]
    reason: Annotated[str, Field(max_length=600, validate_default=True)] = ""

    @field_validator("reason")
    @classmethod
    def _reason_given(cls, reason: str, info: ValidationInfo) -> str:
        if info.data.get("outcome", "accepted") != "accepted" and len(reason) < 10:
            raise ValueError("a reason of at least ten characters is needed")
        return reason


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
