"""The letters of a dossier as its filer reads them: to whom, and whether they arrived."""

from dataclasses import dataclass

from services.intake.answer_texts import LETTER_LABELS
from shared.domain.dossier import Dossier, Letter
from shared.web.letter_words import ways_said


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """One letter."""

    label: str
    letter: Letter
    #: One sentence a reader.
    ways: tuple[str, ...]
    #: True where some reader was not reached.
    lost: bool


def letter_rows(dossier: Dossier) -> tuple[LetterRow, ...]:
    """Every letter, newest first."""
    return tuple(
        LetterRow(
            label=LETTER_LABELS[letter.kind],
            letter=letter,
            ways=ways_said(letter),
            lost=bool(letter.undelivered),
        )
        for letter in dossier.letters[::-1]
    )
