"""The sources that are compared, one identity each: what the rules of divergence judge."""

import datetime as dt
import enum
from dataclasses import dataclass

from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.findings import HostingReading


class Source(enum.StrEnum):
    """Who says it."""

    #: The request as typed.
    DECLARED = "declared"
    #: The portal account behind the candidate's e-mail.
    ACCOUNT = "account"
    #: The identity proof.
    DOCUMENT = "document"
    #: Request or account, or both: who typed them looks which.
    TYPED = "typed"


class Part(enum.StrEnum):
    """The part of a document that was read."""

    MRZ = "mrz"
    VISUAL_ZONE = "viz"
    TWO_D_DOC = "2ddoc"


class Trust(enum.StrEnum):
    """How far a difference found by a reading counts."""

    #: Not confirmed by anything: every difference may be a misreading.
    DOUBTED = "doubted"
    #: Read once: a difference that misreading explains is a doubt, any other counts.
    READ = "read"
    #: A second reading, check digits or a signature stand behind it.
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What one part of the identity proof says, and how far the reading is to be trusted."""

    identity: CivilIdentity
    part: Part = Part.MRZ
    #: Layout of the machine-readable zone; None when the reading has none.
    layout: str | None = None
    names: Trust = Trust.DOUBTED
    date: Trust = Trust.DOUBTED
    #: Fields whose zone is full, so that the name may go on beyond it.
    cut: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DivergenceFacts:
    """One identity per source; empty where the source is absent or was not read."""

    declared: CivilIdentity
    account: CivilIdentity
    documents: tuple[DocumentFacts, ...] = ()
    #: False where nobody asked for an identity proof: its silence then says nothing.
    document_expected: bool = True
    representative: CivilIdentity | None = None
    #: Names on the address proof, whole lines or taken apart.
    holders: tuple[str, ...] = ()
    #: False when no address proof was read at all; the address check says so itself.
    address_read: bool = False
    declared_address: PostalAddress | None = None
    #: Postcode and town of the address proof.
    proof_address: PostalAddress | None = None
    #: Its date of issue, ISO 8601, and the day on which it was deposited.
    proof_issued_on: str | None = None
    proof_deposited_on: dt.date | None = None
    #: An attestation d'hébergement is in the dossier.
    hosted: bool = False
    #: What it says; None where it was not read.
    attestation: HostingReading | None = None
    #: The host's document as read; `host_filed` is true where there is one, read or not.
    host: DocumentFacts | None = None
    host_filed: bool = False
    #: The representative's document as read.
    parent: DocumentFacts | None = None

    @property
    def account_known(self) -> bool:
        """False when nothing at all is known of the portal account."""
        return self.account != CivilIdentity()
