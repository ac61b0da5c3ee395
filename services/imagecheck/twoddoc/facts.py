"""The 2D-Doc codes of a picture: read, and whether their signature was verified, apart."""

import datetime as dt
import itertools
from collections.abc import Iterable
from dataclasses import replace

from services.imagecheck.engines.datamatrix import read_symbols
from services.imagecheck.engines.pdf import page_count, render_page
from services.imagecheck.engines.raster import Pixels, decode_picture
from services.imagecheck.twoddoc.certificates import TrustStore, organisation, production_trust
from services.imagecheck.twoddoc.payload import parse
from services.imagecheck.twoddoc.signature import Status, verify
from shared.domain.files import SNIFF_BYTES, sniff_media_type
from shared.domain.findings import TwoDDoc

#: Pages of a file that are looked at: both sides of a card, or a bill with its first details.
MAX_PAGES_READ = 3

#: What a code says weighs in this order where a file has several.
RANKS = (
    Status.VALID,
    Status.INVALID,
    Status.UNKNOWN_ISSUER,
    Status.UNSIGNED,
    Status.NOT_READ,
)


def read_2ddoc(pixels: Pixels, *, page: int = 1) -> tuple[TwoDDoc, ...]:
    """Every 2D-Doc of a picture, judged against the certificates of production."""
    contents = [symbol.content for symbol in read_symbols(pixels)]
    # the certificates are read once a process, and only when there is something to check
    codes = (read_code(content, production_trust(), page=page) for content in contents)
    return tuple(code for code in codes if code is not None)


def read_file_codes(data: bytes) -> tuple[TwoDDoc, ...]:
    """The codes on the first pages of a file, picture or PDF.

    Raises UnreadableFile with the reason when the bytes are not a usable file.
    """
    if sniff_media_type(data[:SNIFF_BYTES]) != "application/pdf":
        return read_2ddoc(decode_picture(data).pixels)
    pages = min(page_count(data), MAX_PAGES_READ)
    codes = (read_2ddoc(render_page(data, page).pixels, page=page + 1) for page in range(pages))
    return tuple(itertools.chain.from_iterable(codes))


def read_back_codes(front: bytes, back: bytes) -> tuple[TwoDDoc, ...]:
    """The codes of a back in a file of its own; its pages are counted on after the front's."""
    before = page_count(front) if sniff_media_type(front[:SNIFF_BYTES]) == "application/pdf" else 1
    return tuple(replace(code, page=code.page + before) for code in read_file_codes(back))


def read_code(content: bytes, trust: TrustStore, *, page: int = 1) -> TwoDDoc | None:
    """One code from its bytes; None for a DataMatrix that is no 2D-Doc."""
    payload = parse(content)
    if payload is None:
        return None
    found = verify(payload, trust)
    header = payload.header
    if header is None:
        return TwoDDoc(payload=payload.text, signature=found.status.value, page=page)
    signer = found.signer if found.status is Status.VALID else None
    return TwoDDoc(
        payload=payload.text,
        signature=found.status.value,
        document_type=header.document_type,
        authority=header.authority,
        certificate=header.certificate,
        signer=organisation(signer) if signer else None,
        issued_on=_iso(header.issued_on),
        signed_on=_iso(header.signed_on),
        certificate_until=_iso(found.signer.not_valid_after_utc.date()) if found.signer else None,
        fields=dict(payload.fields),
        truncated=payload.truncated,
        page=page,
    )


def strongest(codes: Iterable[TwoDDoc]) -> TwoDDoc | None:
    """The code to go by: one whose signature holds before any other, the first of equals."""
    ordered = sorted(codes, key=lambda code: RANKS.index(Status(code.signature)))
    return ordered[0] if ordered else None


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
