"""Which letter each moment of a dossier calls for."""

import datetime as dt

from shared.domain.dossier import Dossier, Letter, LetterKind, Outcome
from shared.domain.title_table import DATED_LETTERS
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

#: The stage whose deadline a letter names.
DEADLINE_STAGES = {
    LetterKind.VALIDATION_REQUEST: StageName.USER_VALIDATION,
    LetterKind.VALIDATION_REMINDER: StageName.USER_VALIDATION,
    LetterKind.EXPIRED: StageName.USER_VALIDATION,
    LetterKind.CORRECTION_REQUEST: StageName.CORRECTION,
    LetterKind.CORRECTION_REMINDER: StageName.CORRECTION,
    LetterKind.DRAFT_REMINDER: StageName.DRAFT,
}

#: Letters that list what is to mend.
LISTING_LETTERS = frozenset({LetterKind.CORRECTION_REQUEST, LetterKind.CORRECTION_REMINDER})


def next_letter(dossier: Dossier, kind: LetterKind, now: dt.datetime) -> Letter:
    """The dossier's next letter, with everything that it will say and that could change."""
    stage = DEADLINE_STAGES.get(kind)
    # a reminder does not ask again for what has come
    asked = tuple(item.message for item in dossier.items if not item.mended)
    return Letter(
        seq=len(dossier.letters) + 1,
        kind=kind,
        created_at=now,
        until=dossier.stage(stage).deadline if stage else title_date(dossier, kind),
        items=asked if kind in LISTING_LETTERS else (),
    )


def title_date(dossier: Dossier, kind: LetterKind) -> dt.datetime | None:
    """The day that a letter about the title names."""
    return dossier.title.deadline if dossier.title and kind in DATED_LETTERS else None
