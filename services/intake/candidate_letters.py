"""The letters of a request as its candidate reads them again."""

import datetime as dt
from dataclasses import dataclass

from services.intake.answer_texts import LETTER_LABELS
from shared.domain.dossier import Dossier, LetterKind

#: What each letter to the candidate's side says, in short; the others are for the school.
LETTER_TEXTS: dict[LetterKind, str] = {
    LetterKind.RECEIVED: "Nous avons bien reçu votre demande. Ses pièces sont vérifiées.",
    LetterKind.VALIDATION_REQUEST: "Votre demande est reçue. Il reste à la valider.",
    LetterKind.VALIDATION_REMINDER: "Il reste une étape : valider votre demande.",
    LetterKind.CORRECTION_REQUEST: "Votre demande n’est pas refusée. Voici ce qui est à corriger.",
    LetterKind.CORRECTION_REMINDER: "Il reste à corriger ce qui suit.",
    LetterKind.DRAFT_REMINDER: "Votre demande est commencée, mais n’est pas encore envoyée.",
    LetterKind.INCIDENT: "Un incident technique retarde votre demande. Elle n’est pas perdue.",
    LetterKind.INCIDENT_OVER: "L’incident est terminé. Votre demande avance de nouveau.",
    LetterKind.REVIEW_DELAYED: "L’examen de votre demande prend plus de temps que prévu. "
    "Vous n’avez rien à faire.",
    LetterKind.ACCEPTED: "Votre demande est acceptée.",
    LetterKind.REFUSED: "Votre demande est refusée. Le motif est sur la page de la demande.",
    LetterKind.CLOSED: "Votre demande est classée sans suite. Vous pouvez en faire une nouvelle.",
    LetterKind.EXPIRED: "Votre demande a expiré : elle n’a pas été validée à temps.",
    LetterKind.TITLE_DISPATCHED: "Votre titre est fabriqué et confié à La Poste.",
    LetterKind.TITLE_AT_POST_OFFICE: "Votre titre vous attend au bureau de poste. "
    "Prenez une pièce d’identité et l’avis de passage.",
    LetterKind.TITLE_RETURNED: "Votre titre est revenu au centre. Vous pouvez demander un nouvel "
    "envoi.",
    LetterKind.TITLE_DESTRUCTION_NEAR: "Votre titre attend toujours. Demandez un nouvel envoi.",
    LetterKind.TITLE_DESTROYED: "Votre titre n’a pas été retiré à temps. Il a été détruit.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLetter:
    """One letter."""

    label: str
    #: What it said, in a sentence or two.
    text: str
    items: tuple[str, ...]
    until: dt.datetime | None
    created_at: dt.datetime
    sent_at: dt.datetime | None


def told_letters(dossier: Dossier) -> tuple[ToldLetter, ...]:
    """Newest first; what is said to the school alone is none of the candidate's letters."""
    return tuple(
        ToldLetter(
            label=LETTER_LABELS[letter.kind],
            text=LETTER_TEXTS[letter.kind],
            items=letter.items,
            until=letter.until,
            created_at=letter.created_at,
            sent_at=letter.sent_at,
        )
        for letter in dossier.letters[::-1]
        if letter.kind in LETTER_TEXTS
    )
