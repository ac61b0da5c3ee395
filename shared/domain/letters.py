"""Which letter each moment of a dossier calls for."""

from shared.domain.dossier import LetterKind, Outcome
from shared.stages import StageName

#: The letter that a person's stage begins with.
OPENING_LETTERS = {
    StageName.USER_VALIDATION: LetterKind.VALIDATION_REQUEST,
    StageName.CORRECTION: LetterKind.CORRECTION_REQUEST,
}

#: The letter that tells how a dossier ended.
ENDING_LETTERS = {
    Outcome.ACCEPTED: LetterKind.ACCEPTED,
    Outcome.REFUSED: LetterKind.REFUSED,
    Outcome.CLOSED: LetterKind.CLOSED,
    Outcome.EXPIRED: LetterKind.EXPIRED,
}

#: The letter that reminds a person of their turn.
REMINDER_LETTERS = {
    StageName.DRAFT: LetterKind.DRAFT_REMINDER,
    StageName.USER_VALIDATION: LetterKind.VALIDATION_REMINDER,
    StageName.CORRECTION: LetterKind.CORRECTION_REMINDER,
}
