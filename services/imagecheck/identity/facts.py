"""What is measured on an identity proof; nothing is judged here."""

import contextlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np

from services.imagecheck.engines.line_reader import LineReader
from services.imagecheck.engines.pdf import page_count, render_page
from services.imagecheck.engines.rapidocr import installed_reader
from services.imagecheck.engines.raster import Pixels, decode_picture
from services.imagecheck.identity.assembly import assemble, best_of
from services.imagecheck.identity.document_kind import kind_of_print, kind_of_zone
from services.imagecheck.identity.licence_fields import read_licence
from services.imagecheck.identity.measured import MIN_PRINT_CONTRAST, IdentityFacts, ScanQuality
from services.imagecheck.identity.mrz_fields import read_fields
from services.imagecheck.identity.mrz_read import MrzReading, read_mrz
from services.imagecheck.identity.page_lines import Sheet, other_ways, upright_sheet
from services.imagecheck.identity.print_text import Print, read_print
from services.imagecheck.identity.quality import measure_quality
from services.imagecheck.identity.visual_zone import read_visual_zone
from services.imagecheck.identity.zone_search import search_zone
from services.imagecheck.identity.zone_settling import settle
from shared.domain.files import (
    SNIFF_BYTES,
    UnreadableBack,
    UnreadableFile,
    sniff_media_type,
)
from shared.domain.findings import Evidence, FieldReading

#: [D] Pages looked at: two sides of a card, or a card among a few pages scanned together. A page
#: takes about a second; the rest is for a person.
MAX_PAGES_READ = 6

DATES = frozenset({"birth_date", "issued_on", "expiry_date"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """One page as read."""

    number: int
    quality: ScanQuality
    zone: MrzReading | None = None
    kind: str | None = None
    printed: tuple[FieldReading, ...] = field(default=())

    @property
    def is_sound(self) -> bool:
        """True when a zone was read whose check digits hold."""
        return self.zone is not None and not self.zone.fitted.failed


def read_identity(data: bytes, back: bytes | None = None) -> IdentityFacts:
    """Read an identity proof, picture or PDF, every side and page of it.

    A back in a file of its own is read as the pages that follow. Raises UnreadableFile with the
    reason when the bytes are not a usable file, UnreadableBack where those of the back are not.
    """
    pages = _pages(data)
    if back is not None:
        pages = itertools.chain(itertools.islice(pages, MAX_PAGES_READ // 2), _back_pages(back))
    return read_pages(pages, installed_reader())


@contextlib.contextmanager
def naming_back() -> Iterator[None]:
    """Whatever is refused here is refused as the back."""
    try:
        yield
    except UnreadableFile as refusal:
        raise UnreadableBack(refusal.code) from refusal


def _back_pages(back: bytes) -> Iterator[Pixels]:
    with naming_back():
        yield from itertools.islice(_pages(back), MAX_PAGES_READ // 2)


def read_pages(pages: Iterator[Pixels], reader: LineReader | None) -> IdentityFacts:
    """Read the pages of one proof; the first page with a sound zone says who is meant."""
    read: list[PageFacts] = []
    for number, pixels in enumerate(pages, start=1):
        read.append(read_page(pixels, number, reader))
        if read[-1].is_sound and reader is None:
            break
    return facts_of_pages(read)


def _pages(data: bytes) -> Iterator[Pixels]:
    """The pages as a person sees them: a text layer may say what the page does not show."""
    if sniff_media_type(data[:SNIFF_BYTES]) != "application/pdf":
        yield decode_picture(data).pixels
        return
    for index in range(min(page_count(data), MAX_PAGES_READ)):
        yield render_page(data, index).pixels


def _grey(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def read_page(pixels: Pixels, number: int, reader: LineReader | None) -> PageFacts:
    """Zone and print of one page; without the second reader the zone alone."""
    grey = _grey(pixels)
    quality = measure_quality(grey)
    if quality.contrast < MIN_PRINT_CONTRAST:
        return PageFacts(number=number, quality=quality)
    zone = read_mrz(grey, reader)
    if reader is None:
        return PageFacts(
            number=number,
            quality=quality,
            zone=zone,
            kind=kind_of_zone(zone.fitted) if zone else None,
        )
    sheet = upright_sheet(pixels, reader, zone.angle if zone else None)
    if zone is None:
        zone, sheet = _searched(sheet, reader)
    lines = read_print(sheet, reader, number, zone.box if zone else None)
    kind = kind_of_zone(zone.fitted) if zone else kind_of_print(lines)
    return PageFacts(
        number=number, quality=quality, zone=zone, kind=kind, printed=_printed(lines, kind)
    )


def _searched(sheet: Sheet, reader: LineReader) -> tuple[MrzReading | None, Sheet]:
    """The zone that only the second reader finds, and the page as its print stands upright."""
    for way in itertools.chain((sheet,), other_ways(sheet)):
        zone = search_zone(way, reader)
        if zone is not None:
            return zone, way
    return None, sheet


def _printed(lines: list[Print], kind: str | None) -> tuple[FieldReading, ...]:
    return read_licence(lines) if kind == "licence" else read_visual_zone(lines)


def facts_of_pages(pages: list[PageFacts]) -> IdentityFacts:
    """One document out of its pages: the zone of the best, the print of those that are its own."""
    best = max(pages, key=lambda page: (page.is_sound, page.zone is not None, -page.number))
    own = [page for page in pages if page is best or page.zone is None]
    printed = best_of(reading for page in own for reading in page.printed)
    kind = next((page.kind for page in (best, *own) if page.kind), None)
    if best.zone is None:
        # Of a blank form at most specks of labels are read: a document has a date on each side.
        said = printed if DATES & printed.keys() else {}
        reading = assemble(None, said, kind, best.number)
        return IdentityFacts(reading=reading, quality=best.quality)
    settled = settle(best.zone, printed)
    zone, fitted = settled.zone, settled.zone.fitted
    fields, reading = read_fields(fitted), assemble(zone, settled.printed, kind, best.number)
    return IdentityFacts(
        reading=reading,
        quality=best.quality,
        state=fields.state,
        document_code=fitted.lines[0][:2],
        failed_checks=fitted.failed,
        repaired=fitted.searched,
        names_truncated=reading.names_truncated,
        names_incomplete=fields.names_incomplete and reading.names_truncated,
        agreed=settled.agreed,
        differing=settled.differing,
        evidence=Evidence(page=best.number, box=zone.box),
    )
