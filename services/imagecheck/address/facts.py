"""What is measured on an address proof; nothing is judged here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from services.imagecheck.address.holder import find_holder
from services.imagecheck.address.issue_date import find_issue_date
from services.imagecheck.address.issuers import find_issuer, is_tax_notice
from services.imagecheck.address.measured import AddressFacts
from services.imagecheck.address.page_layout import Page, page_of_runs, page_of_words
from services.imagecheck.address.postal_lines import PostalBlock, find_addressee
from services.imagecheck.engines.pdf import DPI, page_runs, render_page
from services.imagecheck.engines.raster import Pixels, decode_picture
from services.imagecheck.engines.tesseract import PAGE, Word, read_words
from shared.domain.files import SNIFF_BYTES, sniff_media_type
from shared.domain.findings import AddressReading, Box, Evidence

#: Letters in a text layer under which it is a stamp or a page number and not the page's text.
MIN_LAYER_LETTERS = 80

#: Long side of a picture given to the OCR: an A4 page at 200 dpi. More takes longer and reads
#: no better (findings: one 200 dpi page takes 1.1 s, dense pages more).
OCR_LONG_SIDE = round(DPI * 11.69)

#: Letters in a picture are enlarged up to this factor when it is smaller than that.
MAX_ENLARGING = 2.0

#: Mean confidence that upright print reaches; rendered bills gave 94 upright, under 45 turned.
UPRIGHT_CONFIDENCE = 60.0

#: Quarter turns tried after that: left, right, on its head.
OTHER_TURNS = (1, 3, 2)

#: Pages of which a bill needs the first ones: the addressee and the date stand there.
MAX_PAGES_READ = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadPage:
    number: int
    page: Page
    source: str
    confidence: float


def read_address(data: bytes) -> AddressFacts:
    """Read an address proof, picture or PDF, up to its first complete pages.

    Raises UnreadableFile with the reason when the bytes are not a usable file.
    """
    best: AddressFacts | None = None
    for read in _pages(data):
        facts = facts_of_page(read.page, number=read.number, source=read.source)
        if read.source == "ocr":
            facts = replace(facts, confidence=read.confidence)
        if best is None or _fields(facts) > _fields(best):
            best = facts
        if _fields(best) == 4:
            break
    assert best is not None  # a file without a page was refused
    return best


def _fields(facts: AddressFacts) -> int:
    reading = facts.reading
    wanted = (reading.holder, reading.issued_on, reading.postcode, reading.issuer)
    return sum(field is not None for field in wanted)


def _pages(data: bytes) -> Iterator[_ReadPage]:
    if sniff_media_type(data[:SNIFF_BYTES]) != "application/pdf":
        yield _ocr(decode_picture(data).pixels, 1)
        return
    for index, runs in enumerate(page_runs(data)[:MAX_PAGES_READ]):
        letters = sum(character.isalnum() for run in runs for character in run.text)
        if letters >= MIN_LAYER_LETTERS:
            page = page_of_runs(runs)
            yield _ReadPage(number=index + 1, page=page, source="text_layer", confidence=100.0)
        else:
            yield _ocr(render_page(data, index).pixels, index + 1)


def _ocr(pixels: Pixels, number: int) -> _ReadPage:
    """Read a picture; turn it when what comes out is no text, for phones lie about what is up."""
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    sized = _sized(grey, min(MAX_ENLARGING, OCR_LONG_SIDE / max(grey.shape)))
    best = _read_turned(sized, number, 0)
    for quarters in OTHER_TURNS:
        if best.confidence >= UPRIGHT_CONFIDENCE:
            break
        turned = _read_turned(sized, number, quarters)
        best = max(best, turned, key=lambda read: read.confidence)
    return best


def _read_turned(grey: Pixels, number: int, quarters: int) -> _ReadPage:
    words = read_words([np.ascontiguousarray(np.rot90(grey, quarters))], PAGE)[0]
    confidence = float(np.mean([word.confidence for word in words])) if words else 0.0
    if sum(_is_sideways(word) for word in words) > len(words) / 2:
        confidence = 0.0  # read, but places on the page would mean nothing
    page = page_of_words(words)
    return _ReadPage(number=number, page=page, source="ocr", confidence=confidence)


def _is_sideways(word: Word) -> bool:
    return word.height > word.width and len(word.text) > 1


def _sized(grey: Pixels, factor: float) -> Pixels:
    size = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, size, interpolation=how), dtype=np.uint8)


def facts_of_page(page: Page, *, number: int, source: str) -> AddressFacts:
    """The facts that a page's print gives."""
    lines = tuple(segment.text for segment in page.segments)
    text = "\n".join(lines)
    addressee, issued = find_addressee(page), find_issue_date(page)
    return AddressFacts(
        reading=AddressReading(
            holder=find_holder(page, addressee),
            issued_on=issued.isoformat() if issued else None,
            postcode=addressee.postcode if addressee else None,
            town=addressee.town if addressee else None,
            issuer=find_issuer(text),
        ),
        source=source,
        characters=sum(character.isalnum() for character in text),
        confidence=100.0,
        tax_notice=is_tax_notice(lines),
        evidence=_evidence(page, addressee, number),
    )


def _evidence(page: Page, addressee: PostalBlock | None, number: int) -> Evidence:
    if addressee is None:
        return Evidence(page=number)
    line = addressee.line
    return Evidence(
        page=number,
        box=Box(
            left=max(0.0, line.left / page.width),
            top=max(0.0, line.top / page.height),
            width=min(1.0, (line.right - line.left) / page.width),
            height=min(1.0, line.height / page.height),
        ),
    )
