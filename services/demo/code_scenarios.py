"""Scenarios in which photo and signature come by the code of an approved photographer."""

import datetime as dt
from functools import partial

from services.demo.cast import candidate
from services.demo.expectations import CLEAN, demande
from services.demo.people import pieces_of
from services.demo.scenario import Expected, Scenario
from services.demo.specimens.portraits import portrait
from services.demo.specimens.signatures import signature
from shared.domain.dossier import LetterKind
from shared.domain.photo_code import BY_CODE
from shared.domain.piece import PieceKind
from shared.domain.states import StateCode


def photo_by_code(today: dt.date) -> Scenario:
    """The code brings both pictures at once."""
    person = candidate(15, today, age=31)  # of another age than its namesake, who files too
    pieces = pieces_of(person, today)
    return Scenario(
        name="code-photo",
        title="Photo et signature par code",
        demande=demande(person, photo_code="7KQ2 M4TP 9XWD 3HVB 6ZRN 8F"),
        pieces={kind: make for kind, make in pieces.items() if kind not in BY_CODE},
        by_code={
            PieceKind.PHOTO: portrait,
            PieceKind.SIGNATURE: partial(signature, person.seed),
        },
        expected=CLEAN,
    )


def code_pending(today: dt.date) -> Scenario:
    """The photographer has given the code and not yet sent the pictures."""
    person = candidate(16, today)
    pieces = pieces_of(person, today)
    return Scenario(
        name="code-en-attente",
        title="Code photo pas encore disponible",
        demande=demande(person, photo_code="4DNC8YJX2GWA7LTE5QKV3S"),
        pieces={kind: make for kind, make in pieces.items() if kind not in BY_CODE},
        expected=Expected(state=StateCode.AWAITING_PHOTO, letters=(LetterKind.VALIDATION_REQUEST,)),
    )
