"""Rendered 2D-Doc codes: sound, forged, unsigned and of authorities that nobody pinned."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from services.accuracy.documents_cards import DAY
from services.accuracy.documents_read import share
from services.accuracy.tables import Table
from services.demo.specimens.two_d_doc import (
    SpecimenSigner,
    code_picture,
    signed,
    specimen_signer,
    unsigned_code,
)
from services.imagecheck.engines.datamatrix import read_symbols
from services.imagecheck.engines.raster import Pixels
from services.imagecheck.twoddoc.certificates import TrustStore, production_trust, trust_store
from services.imagecheck.twoddoc.facts import read_code
from shared.domain.findings import TwoDDoc

#: Codes a row.
CODES = 10

#: In force around the day of the specimens.
IN_FORCE = (DAY - dt.timedelta(days=400), DAY + dt.timedelta(days=400))

_GREYS: tuple[tuple[str, Callable[[Pixels], Pixels]], ...] = (
    ("as made", lambda grey: grey),
    ("half the size", lambda grey: _resized(grey, 0.5)),
    ("blurred", lambda grey: np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.2), np.uint8)),
    ("turned by 7 degrees", lambda grey: _turned(grey, 7.0)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSet:
    """One way of making a code, and what is right to say of its signature."""

    name: str
    right: str
    trust: TrustStore
    make: Callable[[str], bytes]


def measure_codes() -> Table:
    """One row a kind of code and a wear."""
    return Table(
        part="documents",
        title="2D-Doc codes",
        set_name="rendered",
        columns=("code", "codes", "read", "right status", "said valid"),
        rows=tuple(
            (f"{one.name}, {how}", *_measured(list(_codes(one, change)), one.right))
            for one in code_sets()
            for how, change in _GREYS
        ),
        notes=("The authorities are made for the run; keys differ from run to run.",),
    )


def code_sets() -> tuple[CodeSet, ...]:
    """Sound codes, and all that must never be said valid."""
    trusted = specimen_signer(IN_FORCE, authority="FR09", name="GOOD")
    root = hashlib.sha256(trusted.files[0]).hexdigest()
    pinned = trust_store(trusted.files, {"FR09": root})

    def one(name: str, right: str, make: Callable[[str], bytes]) -> CodeSet:
        return CodeSet(name=name, right=right, trust=pinned, make=make)

    return (
        one("signed under a pinned root", "valid", lambda text: signed(text, trusted)),
        one("one character changed", "invalid", lambda text: _forged(text, trusted)),
        one("without signature", "unsigned", lambda text: text.encode()),
        one("under a root of its own", "unknown_issuer", lambda text: _own(text, "XX01", "SPEC")),
        CodeSet(
            name="test authority FR00",
            right="unknown_issuer",
            trust=production_trust(),
            make=lambda text: _own(text, "FR00", "0001"),
        ),
    )


def _measured(
    found: list[TwoDDoc | None], right: str
) -> tuple[int, float | None, float | None, int]:
    return (
        len(found),
        share(code is not None for code in found),
        share(code is not None and code.signature == right for code in found),
        sum(code is not None and code.signature == "valid" for code in found),
    )


def _codes(one: CodeSet, change: Callable[[Pixels], Pixels]) -> Iterator[TwoDDoc | None]:
    for number in range(CODES):
        picture = change(code_picture(one.make(_text(number))))
        codes = (read_code(symbol.content, one.trust) for symbol in read_symbols(picture))
        yield next((code for code in codes if code is not None), None)


def _fields(number: int) -> Mapping[str, str]:
    return {"10": f"MME CLAIRE SPECIMEN{number}", "24": "69003", "26": "FR", "25": "LYON"}


def _text(number: int) -> str:
    names = ("FR09", "GOOD")
    return unsigned_code(_fields(number), document_type="01", day=DAY, names=names)


def _forged(text: str, signer: SpecimenSigner) -> bytes:
    """The town changed after signing."""
    return signed(text, signer).replace(b"LYON", b"LION")


def _own(text: str, authority: str, name: str) -> bytes:
    """Signed in the name of an authority that somebody made for himself."""
    signer = specimen_signer(IN_FORCE, authority=authority, name=name)
    return signed(text.replace("FR09GOOD", f"{authority}{name}"), signer)


def _resized(grey: Pixels, factor: float) -> Pixels:
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def _turned(grey: Pixels, degrees: float) -> Pixels:
    side = round(max(grey.shape) * 1.3)
    matrix = cv2.getRotationMatrix2D((grey.shape[1] / 2, grey.shape[0] / 2), degrees, 1.0)
    matrix[:, 2] += [(side - grey.shape[1]) / 2, (side - grey.shape[0]) / 2]
    return np.asarray(cv2.warpAffine(grey, matrix, (side, side), borderValue=255), np.uint8)
