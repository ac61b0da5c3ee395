"""What the front end sends, parsed once at the edge into the domain's own values."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.demande import Demande, DemandeKind

#: No control character: names go into letters and on pages.
Text = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")]
#: A date whose day or month may be unknown to civil status ("1975-00-00").
PartialDate = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[0-9]|1[0-2])-([0-2][0-9]|3[01])$")]
#: RFC 5321 allows 254 characters.
Email = Annotated[
    str,
    Field(
        pattern=r"^[^@\s\x00-\x1f\x7f<>,;]+@[^@\s\x00-\x1f\x7f<>,;]+\.[^@\s\x00-\x1f\x7f<>,;]+$",
        max_length=254,
    ),
]
#: A French mobile, or any number written internationally (E.164: 15 digits at most).
Mobile = Annotated[str, Field(pattern=r"^(0[67][0-9]{8}|\+[1-9][0-9]{7,14})$")]
Sex = Literal["F", "M", "X"]


class _Body(BaseModel):
    # strict: a number is no answer to a yes-or-no question
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, strict=True)


class AccountBody(_Body):
    """The portal account behind the candidate's e-mail: any field may be empty."""

    birth_name: Text | None = None
    usage_name: Text | None = None
    given_names: list[Text] = Field(default_factory=list, max_length=10)
    sex: Sex | None = None
    birth_date: PartialDate | None = None
    birth_place: Text | None = None
    email: Email | None = None
    #: Used where mail cannot arrive, and for nothing else.
    mobile: Mobile | None = None

    def to_identity(self) -> CivilIdentity:
        """The same as the domain knows it."""
        return CivilIdentity(
            birth_name=self.birth_name,
            usage_name=self.usage_name,
            given_names=tuple(self.given_names),
            sex=self.sex,
            birth_date=self.birth_date,
            birth_place=self.birth_place,
            email=self.email,
            mobile=self.mobile,
        )


class CandidateBody(AccountBody):
    """The candidate as typed: what letters and checks cannot do without is required."""

    birth_name: Text
    given_names: list[Text] = Field(min_length=1, max_length=10)
    birth_date: PartialDate
    email: Email


class RepresentativeBody(AccountBody):
    """The legal representative of a minor."""

    birth_name: Text
    given_names: list[Text] = Field(min_length=1, max_length=10)
    email: Email


class AddressBody(_Body):
    """The home address as typed."""

    street: Text
    postcode: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    town: Text


class DemandeBody(_Body):
    """A request, new or rewritten."""

    kind: DemandeKind
    category: Annotated[str, Field(pattern=r"^(AM|A1|A2|A|B1|B|BE|C1|C1E|C|CE|D1|D1E|D|DE)$")]
    candidate: CandidateBody
    address: AddressBody
    account: AccountBody = Field(default_factory=AccountBody)
    representative: RepresentativeBody | None = None
    agrement: Annotated[str, Field(pattern=r"^[A-Z0-9]{5,20}$")] | None = None
    account_activated: bool = False
    first_licence: bool = True
    nationality: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    aac: bool = False
    medical: bool = False
    hosted: bool = False
    photo_code: Annotated[str, Field(min_length=1, max_length=40)] | None = None

    def to_demande(self) -> Demande:
        """The same as the domain knows it."""
        return Demande(
            kind=self.kind,
            category=self.category,
            candidate=self.candidate.to_identity(),
            account=self.account.to_identity(),
            address=PostalAddress(
                street=self.address.street, postcode=self.address.postcode, town=self.address.town
            ),
            representative=self.representative.to_identity() if self.representative else None,
            agrement=self.agrement,
            account_activated=self.account_activated,
            first_licence=self.first_licence,
            nationality=self.nationality,
            aac=self.aac,
            medical=self.medical,
            hosted=self.hosted,
            photo_code=self.photo_code,
        )
