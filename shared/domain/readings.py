"""What was read on a proof, whoever read it."""

from dataclasses import dataclass, field

from shared.domain.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Mrz:
    """A machine-readable zone as read."""

    lines: tuple[str, ...]
    #: "td1", "td2", "td3", "mrva", "mrvb", "old_cni" or "licence".
    format: str
    #: True only when the check digits hold and the names are confirmed by a second reading.
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldReading:
    """One field of a document, as one of its parts gives it."""

    #: Name of the field in the reading, for example "birth_name".
    name: str
    #: Dates in ISO 8601; everything else in the document's own spelling.
    value: str
    #: "mrz", "visual_zone" or "2d_doc".
    source: str
    #: 0 to 1: 1 where check digits hold, else by the reader's own account.
    confidence: float
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoDDoc:
    """A 2D-Doc code: its text and what its signature says."""

    payload: str
    #: "valid", "invalid", "unsigned", "unknown_issuer", or "not_read" for a code in binary mode.
    #: "valid" holds at the day of signing.
    signature: str
    #: Kind of document by the ANTS list ("01" is a bill); None where the header is unreadable.
    document_type: str | None = None
    #: Names of the certification authority and of the certificate, for example "FR03", "EDF1".
    authority: str | None = None
    certificate: str | None = None
    #: Organisation of the certificate; None for one that nobody vouches for.
    signer: str | None = None
    #: ISO 8601 days of issue and of signing.
    issued_on: str | None = None
    signed_on: str | None = None
    #: Last day of the certificate, ISO 8601: the signature may be good and its certificate past.
    certificate_until: str | None = None
    #: Values by the field numbers of the ANTS list, as encoded.
    fields: dict[str, str] = field(default_factory=dict)
    #: Fields whose value was cut to fit.
    truncated: tuple[str, ...] = ()
    #: Page on which it stands, counted from 1.
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityReading:
    """What was read on an identity proof. None where a field was not read."""

    mrz: Mrz | None = None
    birth_name: str | None = None
    given_names: tuple[str, ...] = ()
    #: ISO 8601 date (YYYY-MM-DD); "00" for an unknown day or month (Doc 9303 writes "<<").
    birth_date: str | None = None
    document_number: str | None = None
    #: ISO 8601 date printed on the document.
    expiry_date: str | None = None
    #: "F", "M" or "X".
    sex: str | None = None
    #: Kind of document ("identity_card", "passport", "licence", "residence_permit", "visa").
    kind: str | None = None
    usage_name: str | None = None
    birth_place: str | None = None
    #: As printed, for example "FRA" or "Française".
    nationality: str | None = None
    #: ISO 8601 date of issue.
    issued_on: str | None = None
    #: As printed, for example "1,68 m".
    height: str | None = None
    #: Lines of the address on the back of a card, as printed.
    address: tuple[str, ...] = ()
    #: True when the names fill their zone, so that the last one may go on (RULEBOOK N10).
    names_truncated: bool = False
    #: True when two readings of the names disagree: a person compares, nothing is concluded.
    names_doubtful: bool = False
    #: Every field with the part of the document that gave it; the same field may come twice.
    sources: tuple[FieldReading, ...] = ()
    two_d_doc: TwoDDoc | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressReading:
    """What was read on an address proof. None where a field was not read."""

    holder: str | None = None
    #: ISO 8601 date of issue.
    issued_on: str | None = None
    postcode: str | None = None
    town: str | None = None
    issuer: str | None = None
    two_d_doc: TwoDDoc | None = None
    #: Kind of proof, for example "electricity" or "rent_receipt".
    kind: str | None = None
    #: Number and way of the dwelling, as printed; the place served where the proof names one.
    street: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostingReading:
    """What an attestation of somebody's home says. None where it was not read."""

    #: "hosting", "hotel", "harbour" or "domiciliation".
    kind: str | None = None
    #: Who hosts, as printed; None for a hotel, a harbour or an office.
    host: str | None = None
    hosted: str | None = None
    #: ISO 8601.
    issued_on: str | None = None
    postcode: str | None = None
    town: str | None = None


Reading = IdentityReading | AddressReading
