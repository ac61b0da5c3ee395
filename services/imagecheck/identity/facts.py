"""What is measured on an identity proof; nothing is judged here."""

from collections.abc import Iterator

import cv2
import numpy as np

from services.imagecheck.engines.pdf import page_count, render_page
from services.imagecheck.engines.raster import Pixels, decode_picture
from services.imagecheck.identity.measured import IdentityFacts, ScanQuality
from services.imagecheck.identity.mrz_fields import read_fields
from services.imagecheck.identity.mrz_read import MrzReading, read_mrz
from services.imagecheck.identity.quality import measure_quality
from shared.domain.files import SNIFF_BYTES, sniff_media_type
from shared.domain.findings import Evidence, IdentityReading, Mrz

#: [D] Pages looked at: two sides of a card, or a card among a few pages scanned together. A page
#: without a zone takes up to two seconds; the rest is for a person.
MAX_PAGES_READ = 6


def read_identity(data: bytes) -> IdentityFacts:
    """Read an identity proof, picture or PDF: the first page with a sound zone wins.

    Raises UnreadableFile with the reason when the bytes are not a usable file.
    """
    best: IdentityFacts | None = None
    for number, grey in enumerate(_pages(data), start=1):
        facts = _read_page(grey, number)
        if facts.reading.mrz is not None and not facts.failed_checks:
            return facts
        if best is None or (best.reading.mrz is None and facts.reading.mrz is not None):
            best = facts
    assert best is not None  # a file without a page was refused
    return best


def _pages(data: bytes) -> Iterator[Pixels]:
    if sniff_media_type(data[:SNIFF_BYTES]) != "application/pdf":
        yield _grey(decode_picture(data).pixels)
        return
    for index in range(min(page_count(data), MAX_PAGES_READ)):
        yield _grey(render_page(data, index).pixels)


def _grey(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def _read_page(grey: Pixels, number: int) -> IdentityFacts:
    quality = measure_quality(grey)
    zone = read_mrz(grey)
    if zone is None:
        return IdentityFacts(reading=IdentityReading(), quality=quality)
    return facts_of_zone(zone, quality, number)


def facts_of_zone(zone: MrzReading, quality: ScanQuality, page: int) -> IdentityFacts:
    """The facts that a zone gives."""
    fitted, fields = zone.fitted, read_fields(zone.fitted)
    mrz = Mrz(lines=fitted.lines, format=fitted.layout.format, verified=zone.verified)
    return IdentityFacts(
        reading=IdentityReading(
            mrz=mrz,
            birth_name=fields.birth_name,
            given_names=fields.given_names,
            birth_date=fields.birth_date,
            document_number=fields.document_number,
            expiry_date=fields.expiry_date,
            sex=fields.sex,
        ),
        quality=quality,
        state=fields.state,
        document_code=fitted.lines[0][:2],
        failed_checks=fitted.failed,
        repaired=fitted.searched,
        names_truncated=fields.names_truncated,
        names_incomplete=fields.names_incomplete,
        evidence=Evidence(page=page, box=zone.box),
    )
