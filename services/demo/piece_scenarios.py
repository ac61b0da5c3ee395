"""Scenarios in which one piece is not good enough."""

import datetime as dt
from dataclasses import replace
from functools import partial

from services.demo.cast import candidate
from services.demo.expectations import corrected, demande
from services.demo.people import TOO_OLD, bill_of, document_of, pieces_of
from services.demo.scenario import Act, Expected, Make, Scenario
from services.demo.specimens import broken
from services.demo.specimens.portraits import PortraitFault, portrait
from services.demo.specimens.signatures import empty_signature
from shared.domain.dossier import LetterKind, Route
from shared.domain.findings import Verdict
from shared.domain.piece import PieceKind
from shared.domain.states import StateCode
from shared.stages import StageName as S

_L = LetterKind


def dark_background(today: dt.date) -> Scenario:
    """The photo is refused, mended, and everything passes."""
    person = candidate(7, today)
    return Scenario(
        name="photo-refaite",
        title="Photo sur fond sombre, puis refaite",
        demande=demande(person),
        pieces={
            **pieces_of(person, today),
            PieceKind.PHOTO: partial(portrait, PortraitFault.DARK_BACKGROUND),
        },
        acts=(Act.VALIDATE, Act.MEND),
        mended={PieceKind.PHOTO: portrait},
        expected=Expected(
            state=StateCode.TO_REVIEW,
            route=Route.CLEAN,
            findings={(S.PHOTO, "background"): Verdict.PASS},
            letters=(_L.VALIDATION_REQUEST, _L.CORRECTION_REQUEST),
        ),
    )


def _faulty_piece(
    today: dt.date, number: int, kind: PieceKind, make: Make, texts: tuple[str, str, str]
) -> Scenario:
    """A request that is right but for one piece; texts are name, title and criterion."""
    person = candidate(number, today)
    name, title, criterion = texts
    return Scenario(
        name=name,
        title=title,
        demande=demande(person),
        pieces={**pieces_of(person, today), kind: make},
        expected=corrected(**{criterion: Verdict.FAIL}),
    )


def closed_eyes(today: dt.date) -> Scenario:
    """Eyes closed on the photo."""
    make = partial(portrait, PortraitFault.EYES_CLOSED)
    texts = ("yeux-fermes", "Photo aux yeux fermés", "photo__eyes_open")
    return _faulty_piece(today, 8, PieceKind.PHOTO, make, texts)


def no_signature(today: dt.date) -> Scenario:
    """A white sheet in place of the signature."""
    texts = ("signature-vide", "Signature vide", "signature__blank")
    return _faulty_piece(today, 9, PieceKind.SIGNATURE, empty_signature, texts)


def old_bill(today: dt.date) -> Scenario:
    """An address proof of more than six months."""
    make = partial(bill_of, candidate(10, today), today - TOO_OLD)
    texts = ("justificatif-ancien", "Justificatif de domicile trop ancien", "address__age")
    return _faulty_piece(today, 10, PieceKind.ADDRESS, make, texts)


def unreadable_scan(today: dt.date) -> Scenario:
    """An identity document photographed out of focus."""
    person = candidate(11, today)

    def make() -> bytes:
        return broken.unreadable_scan(document_of(person, today))

    texts = ("scan-illisible", "Pièce d’identité illisible", "identity__legibility")
    return _faulty_piece(today, 11, PieceKind.IDENTITY, make, texts)


def corrupt_pdf(today: dt.date) -> Scenario:
    """A PDF cut short."""
    person = replace(candidate(12, today), bill="phone")

    def make() -> bytes:
        return broken.corrupt_pdf(bill_of(person, today))

    texts = ("pdf-abime", "PDF abîmé", "address__file")
    return _faulty_piece(today, 12, PieceKind.ADDRESS, make, texts)
