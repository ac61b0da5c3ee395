"""One of each specimen, by file name: what the command line writes and people look at."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial

from services.demo.specimens import broken
from services.demo.specimens.bills import Bill, electricity_bill, phone_bill, scanned
from services.demo.specimens.identity_cards import identity_card, old_identity_card
from services.demo.specimens.passport import passport_page
from services.demo.specimens.persons import Examples
from services.demo.specimens.portraits import PortraitFault, portrait
from services.demo.specimens.signatures import cropped_signature, empty_signature, signature
from services.demo.specimens.wear import WearKind, worn

Make = Callable[[], bytes]

#: Strength of the worn copies shown: damage that people notice, text that people still read.
SHOWN_STRENGTH = 0.5


def specimens(issued_on: dt.date) -> Mapping[str, Make]:
    """How each specimen is made; the bills bear the date given."""
    return {**_documents(issued_on), **_pictures(), **_broken(issued_on), **_worn()}


def _documents(issued_on: dt.date) -> dict[str, Make]:
    holders = Examples()
    power, phone = _bill("EDF", issued_on, 0), _bill("Orange", issued_on, 1)
    return {
        "identity-card.jpg": partial(identity_card, holders.card()),
        "identity-card-before-2021.jpg": partial(old_identity_card, holders.old_card()),
        "passport.jpg": partial(passport_page, holders.passport()),
        "electricity-bill.pdf": partial(electricity_bill, power),
        "electricity-bill.jpg": lambda: scanned(electricity_bill(power)),
        "phone-bill.pdf": partial(phone_bill, phone),
        "phone-bill.jpg": lambda: scanned(phone_bill(phone)),
    }


def _bill(issuer: str, issued_on: dt.date, seed: int) -> Bill:
    person, home = Examples().identity, Examples().address
    return Bill(holder=person, address=home, issued_on=issued_on, issuer=issuer, seed=seed)


def _pictures() -> dict[str, Make]:
    portraits: dict[str, Make] = {
        f"portrait-{_spelled(fault)}.jpg": partial(portrait, fault) for fault in PortraitFault
    }
    signatures: dict[str, Make] = {
        f"signature-{seed}.png": partial(signature, seed) for seed in range(3)
    }
    signatures["signature-cropped.png"] = cropped_signature
    signatures["signature-empty.png"] = empty_signature
    return portraits | signatures


def _broken(issued_on: dt.date) -> dict[str, Make]:
    card, bill = Examples().card(), _bill("ENGIE", issued_on, 2)
    return {
        "broken-unreadable-scan.jpg": lambda: broken.unreadable_scan(identity_card(card)),
        "broken-corrupt.pdf": lambda: broken.corrupt_pdf(electricity_bill(bill)),
        "broken-truncated.jpg": lambda: broken.truncated_jpeg(portrait()),
        "broken-empty.jpg": broken.empty_file,
        "broken-wrong-type.jpg": broken.wrong_type,
    }


def _worn() -> dict[str, Make]:
    return {f"worn-{_spelled(kind)}.jpg": partial(_worn_card, kind) for kind in WearKind}


def _worn_card(kind: WearKind) -> bytes:
    return worn(identity_card(Examples().card()), kind, SHOWN_STRENGTH)


def _spelled(name: str) -> str:
    return name.replace("_", "-")
