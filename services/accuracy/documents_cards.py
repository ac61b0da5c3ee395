"""Rendered identity documents under graded wear."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from services.accuracy.documents_read import (
    ZONE_COLUMNS,
    ZoneScore,
    ZoneTruth,
    score_zone,
    timed,
    zone_row,
)
from services.accuracy.tables import Table
from services.demo.cast import candidate
from services.demo.specimens import mrz
from services.demo.specimens.identity_cards import identity_card, old_identity_card
from services.demo.specimens.passport import passport_page
from services.demo.specimens.persons import Holder, surname
from services.demo.specimens.wear import WearKind, worn_by
from services.imagecheck.identity.facts import read_identity

#: Day on which every specimen is made, so that two runs render the same pictures.
DAY = dt.date(2026, 11, 2)

#: People a document kind; three kinds.
PEOPLE = 2

#: Grade of each wear alone, where 1 makes a document hardly readable: at about half of it a
#: candidate is asked to photograph again.
STRENGTHS = (0.4,)

#: What a careful photo with a phone has of everything.
PHONE: Mapping[WearKind, float] = {
    WearKind.PERSPECTIVE: 0.3,
    WearKind.SHADOW: 0.3,
    WearKind.BLUR: 0.15,
    WearKind.JPEG: 0.3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A document kind: how it is drawn and what its zone is."""

    number: str
    draw: Callable[..., bytes]
    lines: Callable[..., list[str]]


KINDS = (
    Kind(number="D2H68{0:02d}M2", draw=identity_card, lines=mrz.td1),
    # year and month of issue open the number of the old card (RULEBOOK N9)
    Kind(number="2310693102{0:02d}", draw=old_identity_card, lines=mrz.old_card),
    Kind(number="24FV193{0:02d}", draw=passport_page, lines=mrz.td3),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A rendered document and its truth."""

    picture: bytes
    truth: ZoneTruth


def measure_cards() -> Table:
    """One row a wear and strength."""
    cards = tuple(rendered_cards())
    rows = [(name, *zone_row(tuple(_scores(cards, wear)))) for name, wear in wears()]
    return Table(
        part="documents",
        title="Identity documents",
        set_name=f"rendered: {len(cards)} cards and passports a row",
        columns=("wear", *ZONE_COLUMNS),
        rows=tuple(rows),
        notes=("Printed strings: birth name, given names, number and birth date of the front.",),
    )


def wears() -> Iterator[tuple[str, Mapping[WearKind, float]]]:
    """Each wear by its name; the first is none."""
    yield "none", {}
    yield "phone: a little of everything", PHONE
    for kind in WearKind:
        for strength in STRENGTHS:
            yield f"{kind} {strength:.2f}", {kind: strength}


def rendered_cards() -> Iterator[Card]:
    """Every kind for several people."""
    for order, kind in enumerate(KINDS):
        for seed in range(order, order + PEOPLE * len(KINDS), len(KINDS)):
            holder = _holder(seed, kind.number.format(seed))
            yield Card(picture=kind.draw(holder, seed=seed), truth=_truth(holder, kind))


def _holder(seed: int, number: str) -> Holder:
    person = candidate(seed, DAY)
    issued = dt.date(2023, 10, 9)
    return Holder(
        identity=person.identity,
        address=person.address,
        document_number=number,
        issued_on=issued,
        expires_on=issued + dt.timedelta(days=3652),
    )


def _truth(holder: Holder, kind: Kind) -> ZoneTruth:
    person, birth = holder.identity, holder.identity.birth_date or ""
    return ZoneTruth(
        lines=tuple(kind.lines(holder)),
        birth=birth.replace("-", "")[2:],
        number=holder.document_number,
        printed={
            "birth_name": surname(person),
            "given_names": " ".join(person.given_names),
            "document_number": holder.document_number,
            "birth_date": birth,
        },
    )


def _scores(cards: tuple[Card, ...], wear: Mapping[WearKind, float]) -> Iterator[ZoneScore]:
    for seed, card in enumerate(cards):
        picture = worn_by(card.picture, dict(wear), seed=seed) if wear else card.picture
        facts, seconds = timed(read_identity, picture)
        yield score_zone(facts.reading, card.truth, seconds)
