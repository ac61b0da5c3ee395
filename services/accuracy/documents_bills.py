"""Rendered address proofs of many layouts, as files and as worn pictures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from services.accuracy.documents_cards import DAY
from services.accuracy.documents_read import median_seconds, share, timed
from services.accuracy.tables import Cell, Table
from services.demo.specimens.bills import scanned
from services.demo.specimens.varied_bills import VariedBill, varied_bill
from services.demo.specimens.wear import WearKind, worn_by
from services.imagecheck.address.facts import read_address
from services.imagecheck.address.measured import AddressFacts
from services.imagecheck.attestation.papers import plain
from shared.domain.findings import AddressReading

#: Bills a row; seeds that the tests of the reader do not use.
BILLS = 15
FIRST_SEED = 9_000

#: A page laid down well and photographed with a phone.
PHONE = {
    WearKind.PERSPECTIVE: 0.2,
    WearKind.SHADOW: 0.4,
    WearKind.BLUR: 0.1,
    WearKind.JPEG: 0.4,
}


#: Criteria under which a doubt on a field is known.
CRITERIA = {
    "holder": "holder",
    "date": "issue_date",
    "postcode": "postcode_town",
    "town": "postcode_town",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BillScore:
    """How one proof was read."""

    holder: bool
    date: bool
    postcode: bool
    town: bool
    kind: bool
    #: Fields read wrong of which the reading was sure; a doubt goes to a person.
    wrong_and_sure: int
    seconds: float


def measure_bills() -> Table:
    """One row a form of the file."""
    bills = [varied_bill(seed, DAY) for seed in range(FIRST_SEED, FIRST_SEED + BILLS)]
    forms: tuple[tuple[str, Callable[[bytes, int], bytes]], ...] = (
        ("PDF with text", lambda pdf, _: pdf),
        ("scan at 200 dpi", lambda pdf, _: scanned(pdf)),
        ("photo with a phone", lambda pdf, seed: worn_by(scanned(pdf), PHONE, seed=seed)),
        ("scan at 100 dpi", lambda pdf, _: scanned(pdf, dpi=100)),
        ("poor photo", lambda pdf, seed: worn_by(scanned(pdf), POOR, seed=seed)),
        ("out of focus, 0.3", lambda pdf, seed: worn_by(scanned(pdf), SOFT, seed=seed)),
        ("out of focus, 0.4", lambda pdf, seed: worn_by(scanned(pdf), SOFTER, seed=seed)),
    )
    return Table(
        part="documents",
        title="Address proofs",
        set_name=f"rendered: {BILLS} layouts",
        columns=(
            *("form", "proofs", "holder", "date", "postcode", "town", "kind"),
            "wrong and sure",
            "median CPU s",
        ),
        rows=tuple(_row(name, list(_scores(bills, form))) for name, form in forms),
        notes=(
            "A date, a postcode or a town counts only when it is the right one.",
            "Wrong and sure: fields read wrong without a doubt being said.",
        ),
    )


#: A tired scan or a poor picture: everything a phone does, more of it, and a lamp on the paper.
POOR = {
    WearKind.PERSPECTIVE: 0.4,
    WearKind.SHADOW: 0.5,
    WearKind.GLARE: 0.3,
    WearKind.BLUR: 0.2,
    WearKind.JPEG: 0.5,
}


#: Letters of 9 points lose their inner strokes at the second.
SOFT, SOFTER = {WearKind.BLUR: 0.3}, {WearKind.BLUR: 0.4}


def _scores(bills: list[VariedBill], form: Callable[[bytes, int], bytes]) -> Iterator[BillScore]:
    for seed, bill in enumerate(bills):
        facts, seconds = timed(read_address, form(bill.pdf, seed))
        yield _score(facts, bill, seconds)


def _score(facts: AddressFacts, bill: VariedBill, seconds: float) -> BillScore:
    reading = facts.reading
    right = {
        "holder": _words(reading.holder or "") == _words(bill.holder),
        "date": reading.issued_on == bill.issued_on.isoformat(),
        "postcode": reading.postcode == bill.postcode,
        "town": plain(reading.town or "") == plain(bill.town),
    }
    return BillScore(
        **right,
        kind=reading.kind == bill.kind,
        wrong_and_sure=sum(
            not right[name] and value is not None and CRITERIA[name] not in facts.doubtful
            for name, value in _values(reading).items()
        ),
        seconds=seconds,
    )


def _values(reading: AddressReading) -> dict[str, str | None]:
    return {
        "holder": reading.holder,
        "date": reading.issued_on,
        "postcode": reading.postcode,
        "town": reading.town,
    }


def _words(name: str) -> list[str]:
    """Bills print the surname first or last."""
    return sorted(plain(name).split())


def _row(name: str, scores: list[BillScore]) -> tuple[Cell, ...]:
    return (
        name,
        len(scores),
        share(score.holder for score in scores),
        share(score.date for score in scores),
        share(score.postcode for score in scores),
        share(score.town for score in scores),
        share(score.kind for score in scores),
        sum(score.wrong_and_sure for score in scores),
        median_seconds(score.seconds for score in scores),
    )
