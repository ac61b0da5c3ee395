"""Which pieces a request needs, and why: one row a piece."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from services.intake.facts import age_on, is_minor
from shared.domain.demande import Demande, DemandeKind
from shared.domain.piece import PieceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What decides which pieces are needed."""

    kind: DemandeKind
    first_licence: bool
    minor: bool
    #: Full years; None while the birth date is missing or wrong.
    age: int | None

    def aged(self, first: int, last: int) -> bool:
        """True when the age is known and lies between two ages, both included."""
        return self.age is not None and first <= self.age <= last


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One piece, whose request needs it, why, and what would do."""

    piece: PieceKind
    needed: Callable[[Situation], bool]
    why: str
    example: str


def situation(demande: Demande, today: dt.date) -> Situation:
    """The request seen on a given day."""
    birth_date = demande.candidate.birth_date
    return Situation(
        kind=demande.kind,
        first_licence=demande.first_licence,
        minor=is_minor(birth_date, today),
        age=age_on(birth_date, today),
    )


def _always(_: Situation) -> bool:
    return True


def _adult(case: Situation) -> bool:
    return not case.minor


def _minor(case: Situation) -> bool:
    return case.minor


def _title(case: Situation) -> bool:
    return case.kind is DemandeKind.TITLE


def _first_exam_at_jdc_age(case: Situation) -> bool:
    """RULEBOOK PC1: first licence, 17 and over, under 25."""
    return case.kind is DemandeKind.REGISTRATION and case.first_licence and case.aged(17, 24)


def _first_title_under_21(case: Situation) -> bool:
    """RULEBOOK PC2: under 21 and first category, at the title stage."""
    return _title(case) and case.first_licence and case.aged(0, 20)


#: RULEBOOK 6 and seed deck, in the order shown to people.
REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        piece=PieceKind.PHOTO,
        needed=_always,
        why="Elle sera imprimée sur le permis.",
        example="une photo récente, de face, sur fond clair et uni",
    ),
    Requirement(
        piece=PieceKind.SIGNATURE,
        needed=_adult,
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
        needed=_minor,
        why="Le candidat est mineur : un parent atteste qu’il habite chez lui.",
        example="une attestation datée et signée par le parent dont vous joignez "
        "le justificatif de domicile",
    ),
    Requirement(
        piece=PieceKind.JDC,
        needed=_first_exam_at_jdc_age,
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
        needed=_title,
        why="Il prouve la réussite à l’examen.",
        example="le certificat téléchargé après l’épreuve pratique",
    ),
)

BY_PIECE = {row.piece: row for row in REQUIREMENTS}
