"""The sources that are compared, one identity each: what the rules of divergence judge."""

from dataclasses import dataclass

from shared.domain.civil_identity import CivilIdentity


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What the identity proof says, and how far the reading is to be trusted."""

    identity: CivilIdentity
    #: Layout of the machine-readable zone; None when the reading has none.
    layout: str | None = None
    #: A second reading confirmed the names.
    names_trusted: bool = False
    #: The check digits that cover the birth date hold.
    date_trusted: bool = False
    #: Fields whose zone is full, so that the name may go on beyond it.
    cut: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DivergenceFacts:
    """One identity per source; None where the source is absent or was not read."""

    declared: CivilIdentity
    account: CivilIdentity
    document: DocumentFacts | None = None
    representative: CivilIdentity | None = None
    #: False when no address proof was read at all; the address check says so itself.
    address_read: bool = False
    address_holder: str | None = None
    #: An attestation d'hébergement is in the dossier.
    hosted: bool = False
