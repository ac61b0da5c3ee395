"""The fictitious people of the scenarios, and the pieces that they would hold."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from services.demo.scenario import Make
from services.demo.specimens.bills import Bill, electricity_bill, phone_bill, scanned
from services.demo.specimens.identity_cards import identity_card, old_identity_card
from services.demo.specimens.passport import passport_page
from services.demo.specimens.persons import Holder
from services.demo.specimens.portraits import portrait
from services.demo.specimens.signatures import signature
from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.piece import PieceKind

#: Age of a bill that is recent enough, and of one that is not (RULEBOOK AD1: 6 months).
RECENT = dt.timedelta(days=40)
TOO_OLD = dt.timedelta(days=260)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A candidate with a home and an identity document."""

    identity: CivilIdentity
    address: PostalAddress
    #: "card", "old_card" or "passport".
    document: str = "card"
    #: "electricity", "electricity_scan" or "phone".
    bill: str = "electricity"
    seed: int = 0


def born(age: int, today: dt.date) -> str:
    """Birth date of somebody of that age for some months."""
    return (today - dt.timedelta(days=round(age * 365.25) + 120)).isoformat()


def pieces_of(person: Person, today: dt.date) -> Mapping[PieceKind, Make]:
    """The four pieces of an adult's request, all in order."""
    return {
        PieceKind.PHOTO: portrait,
        PieceKind.SIGNATURE: partial(signature, person.seed),
        PieceKind.IDENTITY: partial(document_of, person, today),
        PieceKind.ADDRESS: partial(bill_of, person, today - RECENT),
    }


def document_of(person: Person, today: dt.date) -> bytes:
    """The identity document as a picture."""
    issued = today - dt.timedelta(days=3 * 365)
    digits = f"{person.seed % 100:02d}"
    numbers = {
        "card": f"D2H68{digits}M2",
        # Year and month of issue open the number of the old card (RULEBOOK N9).
        "old_card": f"{issued:%y%m}693102{digits}",
        "passport": f"24FV193{digits}",
    }
    draw = {"card": identity_card, "old_card": old_identity_card, "passport": passport_page}
    holder = Holder(
        identity=person.identity,
        address=person.address,
        document_number=numbers[person.document],
        issued_on=issued,
        expires_on=issued + dt.timedelta(days=3652),
    )
    return draw[person.document](holder, seed=person.seed)


def bill_of(person: Person, issued_on: dt.date, holder: CivilIdentity | None = None) -> bytes:
    """The address proof, in the person's name or somebody else's."""
    bill = Bill(
        holder=holder or person.identity,
        address=person.address,
        issued_on=issued_on,
        issuer="Orange" if person.bill == "phone" else "EDF",
        seed=person.seed,
    )
    if person.bill == "phone":
        return phone_bill(bill)
    pdf = electricity_bill(bill)
    return scanned(pdf) if person.bill == "electricity_scan" else pdf
