"""Address proofs in many layouts, for accuracy runs: where things stand is drawn by lot."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from services.demo.specimens.bill_blocks import (
    Block,
    block,
    code_block,
    digits,
    small_print,
    table,
)
from services.demo.specimens.bill_words import DATE_LABELS, KINDS, Words, spelled_date
from services.demo.specimens.fonts import REGULAR, font_path
from services.demo.specimens.two_d_doc import SpecimenSigner
from services.demo.specimens.varied_people import Customer, a_customer, elsewhere

#: Families that typst carries itself, and the one of the fonts package.
FONTS = ("DejaVu Sans", "Libertinus Serif", "DejaVu Sans", "New Computer Modern")


@dataclass(frozen=True, slots=True, kw_only=True)
class VariedBill:
    """A proof and what it says."""

    pdf: bytes
    kind: str
    issuer: str
    #: Given name and surname.
    holder: str
    issued_on: dt.date
    postcode: str
    town: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """All choices of one bill."""

    words: Words
    holder: Customer
    #: Where the service is given; another place than the post in some bills.
    service: Customer
    issued_on: dt.date
    rng: np.random.Generator
    #: Who signs a 2D-Doc on it.
    signer: SpecimenSigner | None = None


def varied_bill(seed: int, newest: dt.date, signer: SpecimenSigner | None = None) -> VariedBill:
    """The bill of a seed, dated in the hundred days before a day, with a 2D-Doc where signed."""
    rng = np.random.default_rng(seed)
    words, holder = KINDS[rng.integers(len(KINDS))], a_customer(rng)
    service = elsewhere(rng, holder) if words.service and rng.random() < 0.25 else holder
    issued = newest - dt.timedelta(days=int(rng.integers(100)))
    drawn = _Drawn(
        words=words, holder=holder, service=service, issued_on=issued, rng=rng, signer=signer
    )
    return VariedBill(
        pdf=_compile(drawn, rng),
        kind=words.kind,
        issuer=words.issuer,
        holder=holder.name,
        issued_on=issued,
        postcode=service.postcode,
        town=service.town,
    )


def _compile(drawn: _Drawn, rng: np.random.Generator) -> bytes:
    import typst  # an extra of the demo: the services run without it

    pages = [_first_page(drawn)]
    if rng.random() < 0.4:
        pages.append(_second_page(drawn))
    content = {
        "font": FONTS[rng.integers(len(FONTS))],
        "size": float(rng.choice([8.0, 9.0, 10.0])),
        "pages": pages,
    }
    return bytes(
        typst.compile(
            str(Path(__file__).with_name("varied_bill.typ")),
            font_paths=[str(font_path(REGULAR).parent)],
            ignore_system_fonts=True,
            sys_inputs={"bill": json.dumps(content)},
            timestamp=dt.datetime.combine(drawn.issued_on, dt.time(), dt.UTC),
        )
    )


def _first_page(drawn: _Drawn) -> list[Block]:
    """Sender, addressee, title with date, amount, service, table, small print."""
    rng = drawn.rng
    window_left = rng.random() < 0.35
    sender_x, window_x = (120.0, 20.0) if window_left else (15.0, 108.0)
    sender_y = 12.0
    blocks = [
        block(sender_x, sender_y, [drawn.words.issuer], size=18, weight="bold"),
        block(sender_x, sender_y + 10, list(drawn.words.sender), size=7.5, fill="#555555"),
        block(window_x, 45 + float(rng.integers(12)), _window(drawn), size=10),
    ]
    left = 15.0 if not window_left else 120.0
    references = [
        f"N° client : {digits(rng, 10)}",
        f"Référence : {digits(rng, 3)} {digits(rng, 5)} {digits(rng, 3)}",
    ]
    blocks.append(block(left, 50 + float(rng.integers(10)), references, size=8))
    blocks += _dated(drawn, 88 + float(rng.integers(8)))
    blocks += _service(drawn, 118 + float(rng.integers(8)))
    blocks.append(table(rng, 150))
    blocks += small_print(drawn.words, rng, 225)
    if drawn.signer is not None:
        blocks.append(code_block(drawn.holder, drawn.service, drawn.issued_on, drawn.signer))
    return blocks


def _second_page(drawn: _Drawn) -> list[Block]:
    number = digits(drawn.rng, 11)
    return [
        block(15, 15, [f"{drawn.words.issuer} – détail de la facture n° {number}"], size=11),
        table(drawn.rng, 35),
        *small_print(drawn.words, drawn.rng, 120),
    ]


def _window(drawn: _Drawn) -> list[str]:
    return [drawn.holder.printed, *drawn.holder.lines]


def _dated(drawn: _Drawn, y: float) -> list[Block]:
    """The date of issue under one of the labels in use, with other dates around it."""
    rng, words = drawn.rng, drawn.words
    label, shape = DATE_LABELS[rng.integers(len(DATE_LABELS))]
    label = label.replace("{title}", words.title).replace("{number}", digits(rng, 9))
    date = spelled_date(drawn.issued_on, int(rng.integers(6)))
    due = spelled_date(drawn.issued_on + dt.timedelta(days=14), 0)
    start = spelled_date(drawn.issued_on - dt.timedelta(days=62), 0)
    end = spelled_date(drawn.issued_on - dt.timedelta(days=2), 0)
    placed: dict[str, Callable[[], list[Block]]] = {
        "line": lambda: [block(15, y, [f"{label} {date}"], size=11, weight="bold")],
        "beside": lambda: [block(15, y, [label], size=9), block(75, y, [date], size=9)],
        "below": lambda: [block(15, y, [label, date], size=9)],
        "letter": lambda: [block(120, y - 14, [f"{drawn.words.town}, le {date}"], size=9)],
    }
    others = [
        words.due.replace("{due}", due),
        words.period.replace("{start}", start).replace("{end}", end),
    ]
    titled = words.title in label
    title = [] if titled else [block(15, y - 8, [words.title], size=13, weight="bold")]
    return [*title, *placed[shape](), block(15, y + 12, [line for line in others if line], size=9)]


def _service(drawn: _Drawn, y: float) -> list[Block]:
    words, service = drawn.words, drawn.service
    if not words.service or (service is drawn.holder and drawn.rng.random() < 0.5):
        return []
    if drawn.rng.random() < 0.5:
        text = f"{words.service} : {', '.join(service.lines)}"
        return [block(15, y, [text], size=9)]
    return [block(15, y, [words.service, *service.lines], size=9)]
