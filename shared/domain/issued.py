"""The documents that an accepted request gives: which, for whom, and what is kept of each."""

import datetime as dt
import enum
from dataclasses import dataclass

from shared.domain.demande import DemandeKind
from shared.domain.dossier import Dossier, Outcome
from shared.domain.retention import Kept


class DocumentKind(enum.StrEnum):
    """Closed list of what is issued. The value stands in addresses."""

    #: Attestation d'inscription à l'examen.
    REGISTRATION = "attestation-inscription"
    #: Fiche retour au permis.
    RETURN = "fiche-retour-permis"


DOCUMENT_LABELS: dict[DocumentKind, str] = {
    DocumentKind.REGISTRATION: "Attestation d’inscription",
    DocumentKind.RETURN: "Fiche retour au permis",
}

#: The same within a sentence.
_NAMES: dict[DocumentKind, str] = {
    DocumentKind.REGISTRATION: "l’attestation d’inscription",
    DocumentKind.RETURN: "la fiche retour au permis",
}

#: RULEBOOK, seed deck: a registration gives the attestation; after an invalidation or a
#: cancellation the « fiche retour au permis » comes with it. Other requests give a title.
_GIVEN: dict[DemandeKind, tuple[DocumentKind, ...]] = {
    DemandeKind.REGISTRATION: (DocumentKind.REGISTRATION,),
    DemandeKind.AFTER_LOSS: (DocumentKind.REGISTRATION, DocumentKind.RETURN),
}


def documents_of(dossier: Dossier) -> tuple[DocumentKind, ...]:
    """What can be downloaded now: nothing before acceptance, nor once the person is erased."""
    accepted = dossier.outcome is Outcome.ACCEPTED and dossier.decision is not None
    if not accepted or dossier.kept is Kept.NO_PERSON:
        return ()
    return _GIVEN.get(dossier.demande.kind, ())


def names_of(kind: DemandeKind) -> str:
    """What its acceptance gives, as a sentence names it; empty where it gives nothing."""
    return " et ".join(_NAMES[document] for document in _GIVEN.get(kind, ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What is remembered of a document: enough to tell it from a forged one, and nobody's name."""

    kind: DocumentKind
    #: Day of the decision, in Paris.
    decided_on: dt.date
    #: Digests of the files given out under its code, the first one first. More than one where a
    #: newer release draws the same document otherwise.
    digests: tuple[str, ...]
