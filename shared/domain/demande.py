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
    #: Inscription après invalidation ou annulation.
    AFTER_LOSS = "after_loss"
    #: Demande de titre après une formation (AM, A, B96, code 78).
    TRAINING_TITLE = "training_title"
    #: Validation d'un diplôme professionnel.
    PROFESSIONAL = "professional"


#: French name of each procedure, used in letters and pages.
DEMANDE_LABELS: dict[DemandeKind, str] = {
    DemandeKind.REGISTRATION: "inscription à l’examen du permis de conduire",
    DemandeKind.TITLE: "demande de titre (permis de conduire)",
    DemandeKind.AFTER_LOSS: "inscription après invalidation ou annulation du permis",
    DemandeKind.TRAINING_TITLE: "demande de titre après une formation (permis de conduire)",
    DemandeKind.PROFESSIONAL: "validation d’un diplôme professionnel (permis de conduire)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """One declared value that a correction changed: what an agent sees before and after."""

    #: Name of the field, "account.birth_date" for one of the account.
    field: str
    before: str
    after: str


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
    #: ISO 3166-1 alpha-3 code ("FRA"); None where the request does not say.
    nationality: str | None = None
    #: True for apprentissage anticipé de la conduite.
    aac: bool = False
    #: True when a doctor has to say that the candidate may drive.
    medical: bool = False
    #: True for an adult who lives with somebody else.
    hosted: bool = False
    #: Code of a photo and signature collected by an approved photographer; None for files.
    photo_code: str | None = None
    #: What corrections changed, oldest first: an agent sees before and after.
    amended: tuple[Amendment, ...] = ()
