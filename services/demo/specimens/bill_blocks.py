"""Blocks of print of varied bills: text, table, small print, and a 2D-Doc as a picture."""

import datetime as dt
import io
from typing import Any

import numpy as np
from PIL import Image

from services.demo.specimens.bill_words import FILLERS, Words
from services.demo.specimens.two_d_doc import (
    SpecimenSigner,
    code_picture,
    signed,
    unsigned_code,
)
from services.demo.specimens.varied_people import Customer, plain

Block = dict[str, Any]


def code_block(holder: Customer, place: Customer, day: dt.date, signer: SpecimenSigner) -> Block:
    """The code of the bill, 25 mm wide with its margin: modules of half a millimetre."""
    fields = {
        "10": plain(holder.name),
        "22": plain(place.lines[-2]),
        "24": place.postcode,
        "25": plain(place.town).replace("-", " "),
        "26": "FR",
    }
    text = unsigned_code(fields, document_type="01", day=day)
    picture = io.BytesIO()
    Image.fromarray(code_picture(signed(text, signer))).save(picture, "PNG")
    return {"x": 165, "y": 235, "width": 25, "picture": list(picture.getvalue())}


def table(rng: np.random.Generator, y: float) -> Block:
    """A table of things charged for."""
    rows = [["Désignation", "Quantité", "Montant"]]
    for _ in range(int(rng.integers(3, 7))):
        name = FILLERS[rng.integers(len(FILLERS))]
        rows.append([name, str(rng.integers(1, 900)), f"{rng.integers(1, 90)},{digits(rng, 2)} €"])
    return {"x": 15, "y": y, "columns": [100, 35, 35], "rows": rows}


def small_print(words: Words, rng: np.random.Generator, y: float) -> list[Block]:
    """Seat, register and mediator, each with an address of its own."""
    lines = [
        f"{words.issuer} – {words.seat}",
        f"RCS {digits(rng, 3)} {digits(rng, 3)} {digits(rng, 3)}",
        words.mediator,
    ]
    return [block(15, y, lines, size=7, fill="#555555")]


def block(x: float, y: float, lines: list[str], **changes: Any) -> Block:
    """Lines of text at a place, in millimetres from the top left."""
    made: Block = {"x": x, "y": y, "lines": lines, "size": 9, "weight": "regular"}
    return made | {"fill": "#111111"} | changes


def digits(rng: np.random.Generator, count: int) -> str:
    """A number that nothing else knows."""
    return "".join(str(digit) for digit in rng.integers(0, 10, count))
