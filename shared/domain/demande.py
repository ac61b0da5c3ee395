"""What is asked for, by whom and for whom: the declared part of a dossier."""

import enum
from dataclasses import dataclass

from shared.domain.civil_identity import CivilIdentity, PostalAddress


class DemandeKind(enum.StrEnum):
    """The téléprocédures served."""

    #: Inscription à l'examen (premier permis ou extension).
    REGISTRATION = "registration"
    #: Demande de titre après réussite à l'examen.
    TITLE = "title"


#: French name of each procedure, used in letters and pages.
DEMANDE_LABELS: dict[DemandeKind, str] = {
    DemandeKind.REGISTRATION: "inscription à l’examen du permis de conduire",
    DemandeKind.TITLE: "demande de titre (permis de conduire)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Demande:
    """The request as typed, beside what the portal account says of the same person."""

    kind: DemandeKind
    #: Licence category, for example "B".
    category: str
    #: The candidate, as typed in the request.
    candidate: CivilIdentity
    #: The portal account behind the candidate's e-mail; fields may be empty.
    account: CivilIdentity
    #: Home address as typed.
    address: PostalAddress
    #: Legal representative, for a minor only.
    representative: CivilIdentity | None = None
    #: Agrément number of the driving school; None when the candidate files alone.
    agrement: str | None = None
    #: True once the candidate has activated the portal account.
    account_activated: bool = True
    #: True for a first category of licence.
    first_licence: bool = True
