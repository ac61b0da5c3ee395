"""A 2D-Doc's text taken apart: header, fields by number, signature. Nothing is verified here."""

import base64
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tddoc.data_definition import c40  # type: ignore[import-untyped]  # carries no type information

#: Separators (RULEBOOK 10): end of a field, end of a field cut to fit, start of the signature.
GS, RS, US = "\x1d", "\x1e", "\x1f"

#: Days are counted from here, in hexadecimal; FFFF is no day.
EPOCH, NO_DAY = dt.date(2000, 1, 1), "FFFF"

#: Characters of the header by version (RULEBOOK 10).
HEADER_LENGTHS = {1: 22, 2: 22, 3: 24, 4: 26}

_HEADER = re.compile(
    r"DC(?P<version>0[1-4])(?P<authority>[A-Z0-9]{4})(?P<certificate>[A-Z0-9]{4})"
    r"(?P<issued>[0-9A-F]{4})(?P<signed>[0-9A-F]{4})(?P<type>[A-Z0-9]{2})"
)

#: First bytes of a code in binary mode, which only version 4 has, and the length of its header
#: (tddoc, header.py).
BINARY_MARK, BINARY_HEADER = b"\xdc\x04", 19

#: Bytes of a signature printed as such in codes of version 1, which have no separator before it.
RAW_SIGNATURE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What stands before the fields."""

    version: int
    authority: str
    certificate: str
    issued_on: dt.date | None
    signed_on: dt.date | None
    document_type: str
    perimeter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A code taken apart."""

    #: The whole code, one character a byte.
    text: str
    #: None where the code starts like one and goes on otherwise.
    header: Header | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    truncated: tuple[str, ...] = ()
    #: True for a code in binary mode, of which neither the fields nor the signature are read.
    binary: bool = False
    #: The bytes that the signature covers.
    signed: bytes = b""
    #: None without one; b"" where what stands in its place is none.
    signature: bytes | None = None


def parse(code: bytes) -> Payload | None:
    """The code taken apart; None for a DataMatrix that is no 2D-Doc."""
    text = code.decode("latin-1")
    if code.startswith(BINARY_MARK) and len(code) >= BINARY_HEADER:
        return Payload(text=text, binary=True)
    if not re.match(r"DC0[1-4]", text):
        return None
    header = _header(text)
    if header is None:
        return Payload(text=text)
    signed, signature = _split(text, header.version)
    fields, truncated = _fields(signed[HEADER_LENGTHS[header.version] :], header.perimeter)
    return Payload(
        text=text,
        header=header,
        fields=fields,
        truncated=truncated,
        signed=signed.encode("latin-1"),
        signature=signature,
    )


def _header(text: str) -> Header | None:
    match = _HEADER.match(text)
    if match is None or len(text) < HEADER_LENGTHS[int(match["version"])]:
        return None
    version = int(match["version"])
    return Header(
        version=version,
        authority=match["authority"],
        certificate=match["certificate"],
        issued_on=_day(match["issued"]),
        signed_on=_day(match["signed"]),
        document_type=match["type"],
        perimeter=text[22:24] if version >= 3 else "01",
    )


def _day(code: str) -> dt.date | None:
    return None if code == NO_DAY else EPOCH + dt.timedelta(days=int(code, 16))


def _split(text: str, version: int) -> tuple[str, bytes | None]:
    """What is signed, and the signature."""
    tail = text[-RAW_SIGNATURE:]
    if version == 1 and len(text) > HEADER_LENGTHS[1] + RAW_SIGNATURE and not tail.isascii():
        return text[:-RAW_SIGNATURE], tail.encode("latin-1")
    signed, separator, rest = text.partition(US)
    return signed, _from_base32(rest) if separator else None


def _from_base32(text: str) -> bytes | None:
    """Only the one spelling of the bytes: else a changed last character would go unnoticed."""
    if not text:
        return None
    try:
        signature = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError:  # binascii.Error is one
        return b""
    return signature if base64.b32encode(signature).decode().rstrip("=") == text else b""


def _fields(text: str, perimeter: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Values by number; of a number that comes twice the first value counts."""
    fields: dict[str, str] = {}
    truncated: list[str] = []
    while len(text) >= 2:
        number, rest = text[:2], text[2:]
        value, cut, text = _value(rest, *_lengths(perimeter, number))
        fields.setdefault(number, value)
        if cut:
            truncated.append(number)
    return fields, tuple(truncated)


def _lengths(perimeter: str, number: str) -> tuple[int | None, int | None]:
    """Fixed length and longest length of a field; None where there is none."""
    known: Any = c40.datatype_get(int(perimeter) if perimeter.isdecimal() else 0, number)[1]
    return known.fixed, known.encoding.size_max


def _value(text: str, fixed: int | None, longest: int | None) -> tuple[str, bool, str]:
    """The value at the start, whether it was cut to fit, and what follows."""
    limit = fixed or longest or len(text)
    ends = [place for place in (text.find(GS, 0, limit + 1), text.find(RS, 0, limit + 1))]
    end = min((place for place in ends if place >= 0), default=min(limit, len(text)))
    mark = text[end : end + 1]
    return text[:end], mark == RS, text[end + (mark in (GS, RS) and bool(mark)) :]
