"""Which pieces a request needs, and why: one row a piece."""

from collections.abc import Callable
from dataclasses import dataclass

from services.intake.situation import Situation
from shared.domain.demande import DemandeKind
from shared.domain.piece import PieceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One piece, whose request needs it, why, and what would do."""

    piece: PieceKind
    needed: Callable[[Situation], bool]
    why: str
    example: str


def _always(_: Situation) -> bool:
    return True


def _without_code(case: Situation) -> bool:
    """RULEBOOK SG1: one code carries photo and signature."""
    return not case.photo_code


def _signs(case: Situation) -> bool:
    """A minor signs nothing but an attestation d'hébergement (seed deck)."""
    return not case.minor and not case.photo_code


def _minor(case: Situation) -> bool:
    return case.minor


def _housed(case: Situation) -> bool:
    """RULEBOOK AD2 and AD3: somebody else's home."""
    return case.minor or case.hosted


def _hosted_adult(case: Situation) -> bool:
    """RULEBOOK AD2: the host's identity; a minor's parent has joined theirs already."""
    return case.hosted and not case.minor


def _after_exam(case: Situation) -> bool:
    return case.kind is DemandeKind.TITLE


def _of_kind(kind: DemandeKind) -> Callable[[Situation], bool]:
    return lambda case: case.kind is kind


def _french_first_exam_at_jdc_age(case: Situation) -> bool:
    """RULEBOOK PC1: French, first licence, 17 and over, under 25. Who does not say is asked."""
    first = case.kind is DemandeKind.REGISTRATION and case.first_licence
    return first and not case.foreign and case.aged(17, 24)


def _first_title_under_21(case: Situation) -> bool:
    """RULEBOOK PC2: under 21 and first category, at the title stage."""
    return _after_exam(case) and case.first_licence and case.aged(0, 20)


def _aac_title(case: Situation) -> bool:
    """RULEBOOK PC3: the booklet page belongs to the title request."""
    return _after_exam(case) and case.aac


def _medical(case: Situation) -> bool:
    """RULEBOOK PC4, and the seed deck for what follows a loss of the licence."""
    return case.medical or case.heavy or case.kind is DemandeKind.AFTER_LOSS


def _foreign(case: Situation) -> bool:
    """RULEBOOK PC5."""
    return case.foreign


#: RULEBOOK 6 and seed deck, in the order shown to people.
REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        piece=PieceKind.PHOTO,
        needed=_without_code,
        why="Elle sera imprimée sur le permis.",
        example="une photo récente, de face, sur fond clair et uni",
    ),
    Requirement(
        piece=PieceKind.SIGNATURE,
        needed=_signs,
        why="Elle sera imprimée sur le permis.",
        example="votre signature au stylo noir sur une feuille blanche, photographiée de près",
    ),
    Requirement(
        piece=PieceKind.IDENTITY,
        needed=_always,
        why="Il prouve l’identité du candidat.",
        example="la carte nationale d’identité (recto et verso) ou le passeport du candidat",
    ),
    Requirement(
        piece=PieceKind.ADDRESS,
        needed=_always,
        why="Il prouve l’adresse où le permis sera envoyé.",
        example="une facture d’électricité ou de téléphone de moins de 6 mois",
    ),
    Requirement(
        piece=PieceKind.REPRESENTATIVE_IDENTITY,
        needed=_minor,
        why="Le candidat est mineur : un parent ou un tuteur fait la demande.",
        example="la carte nationale d’identité ou le passeport du parent qui signe",
    ),
    Requirement(
        piece=PieceKind.HOSTING,
        needed=_housed,
        why="Le candidat habite chez quelqu’un : un parent pour un mineur, une autre personne "
        "pour un majeur.",
        example="une attestation datée et signée par la personne dont vous joignez "
        "le justificatif de domicile",
    ),
    Requirement(
        piece=PieceKind.HOST_IDENTITY,
        needed=_hosted_adult,
        why="Le candidat est hébergé : la personne qui l’héberge prouve son identité.",
        example="la carte nationale d’identité ou le passeport de cette personne",
    ),
    Requirement(
        piece=PieceKind.STAY,
        needed=_foreign,
        why="Le candidat n’est pas français : il prouve qu’il vit en France.",
        example="un titre de séjour en cours de validité. S’il en est dispensé : un document "
        "qui prouve six mois de présence",
    ),
    Requirement(
        piece=PieceKind.JDC,
        needed=_french_first_exam_at_jdc_age,
        why="Elle est demandée de 17 à 24 ans pour un premier permis.",
        example="le certificat de participation, l’attestation provisoire ou l’exemption",
    ),
    Requirement(
        piece=PieceKind.ASSR,
        needed=_first_title_under_21,
        why="Elle est demandée avant 21 ans pour un premier permis.",
        example="l’attestation remise par le collège, ou une déclaration sur l’honneur "
        "si vous l’avez perdue",
    ),
    Requirement(
        piece=PieceKind.CEPC,
        needed=_after_exam,
        why="Il prouve la réussite à l’examen.",
        example="le certificat téléchargé après l’épreuve pratique",
    ),
    Requirement(
        piece=PieceKind.AAC,
        needed=_aac_title,
        why="Le candidat a suivi la conduite accompagnée.",
        example="la page du livret qui porte le premier rendez-vous pédagogique",
    ),
    Requirement(
        piece=PieceKind.TRAINING,
        needed=_of_kind(DemandeKind.TRAINING_TITLE),
        why="Elle prouve que la formation est terminée.",
        example="l’attestation remise par l’école de conduite",
    ),
    Requirement(
        piece=PieceKind.DIPLOMA,
        needed=_of_kind(DemandeKind.PROFESSIONAL),
        why="Le permis est demandé sur la base de ce diplôme.",
        example="le diplôme ou le titre professionnel, ou l’attestation de réussite",
    ),
    Requirement(
        piece=PieceKind.LICENCE_DECISION,
        needed=_of_kind(DemandeKind.AFTER_LOSS),
        why="Elle dit depuis quand et jusqu’à quand le permis ne peut pas être repassé.",
        example="la lettre 48SI ou le jugement qui annule le permis",
    ),
    Requirement(
        piece=PieceKind.MEDICAL,
        needed=_medical,
        why="Un médecin agréé dit que le candidat peut conduire cette catégorie.",
        example="l’avis médical du formulaire cerfa 14880",
    ),
)

BY_PIECE = {row.piece: row for row in REQUIREMENTS}
