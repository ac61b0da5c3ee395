"""The pages of an address proof: print with places and 2D-Doc codes, from text layer or OCR."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from services.imagecheck.address.line_layout import read_print
from services.imagecheck.address.page_layout import Page, page_of_runs
from services.imagecheck.address.paper import cut_out, flattened, sharpened
from services.imagecheck.address.word_layout import page_of_words
from services.imagecheck.engines.moved import Sheet, whole_sheet
from services.imagecheck.engines.pdf import DPI, page_frame, page_runs, render_page
from services.imagecheck.engines.rapidocr import installed_reader
from services.imagecheck.engines.raster import Move, Pixels, decode_picture
from services.imagecheck.engines.tesseract import PAGE, Word, read_words
from services.imagecheck.twoddoc.facts import read_2ddoc
from shared.domain.files import SNIFF_BYTES, sniff_media_type
from shared.domain.findings import TwoDDoc

#: Letters in a text layer under which it is a stamp or a page number and not the page's text.
MIN_LAYER_LETTERS = 80

#: Long side of a picture given to the OCR: an A4 page at 200 dpi. More takes longer and reads
#: no better (findings: one 200 dpi page takes 1.1 s, dense pages more).
OCR_LONG_SIDE = round(DPI * 11.69)

#: Letters in a picture are enlarged up to this factor when it is smaller than that.
MAX_ENLARGING = 2.0

#: Nearer to the wanted size than this a picture stays as it is: drawn anew it only gets softer.
SAME_SIZE = 0.1

#: Mean confidence that upright print reaches; rendered bills gave 94 upright, under 45 turned.
UPRIGHT_CONFIDENCE = 60.0

#: Pages of which a bill needs the first ones: the addressee and the date stand there.
MAX_PAGES_READ = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadPage:
    """One page as read."""

    number: int
    page: Page
    #: "text_layer" or "ocr".
    source: str
    #: Mean confidence of the OCR, 0 to 100; 100 for a text layer.
    confidence: float
    #: Takes places of its print to shares (0..1) of the page as it was sent.
    back: Move
    codes: tuple[TwoDDoc, ...] = ()
    #: The page turned upright, of one that was read line by line.
    sheet: Sheet | None = None
    #: False where print of it was left unread: `read_whole` reads it all.
    whole: bool = True


def read_pages(data: bytes) -> Iterator[ReadPage]:
    """The first pages of a file, each read when it is asked for.

    Raises UnreadableFile with the reason when the bytes are not a usable file.
    """
    if sniff_media_type(data[:SNIFF_BYTES]) != "application/pdf":
        yield _read_picture(decode_picture(data).pixels, 1)
        return
    for index, runs in enumerate(page_runs(data)[:MAX_PAGES_READ]):
        pixels = render_page(data, index).pixels
        letters = sum(character.isalnum() for run in runs for character in run.text)
        if letters >= MIN_LAYER_LETTERS:
            yield ReadPage(
                number=index + 1,
                page=page_of_runs(runs),
                source="text_layer",
                confidence=100.0,
                back=page_frame(data, index),
                codes=read_2ddoc(pixels, page=index + 1),
            )
        else:
            yield _read_picture(pixels, index + 1)


def read_whole(read: ReadPage) -> ReadPage:
    """A page of which print was left unread, read by the reader that takes no longer for it."""
    if read.sheet is None or read.whole:
        return read
    confidence, page = _read_upright(sharpened(read.sheet.pixels))
    return replace(read, page=page, confidence=confidence, sheet=None, whole=True)


def _read_picture(pixels: Pixels, number: int) -> ReadPage:
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    codes, reader = read_2ddoc(grey, page=number), installed_reader()
    if reader is None:
        return replace(_read_by_tesseract(whole_sheet(grey), number), codes=codes)
    read = read_print(_sized(cut_out(whole_sheet(grey))), reader)
    return ReadPage(
        number=number,
        page=read.page,
        source="ocr",
        confidence=read.confidence,
        back=read.sheet.back,
        codes=codes,
        sheet=read.sheet,
        whole=read.whole,
    )


def _read_by_tesseract(sheet: Sheet, number: int) -> ReadPage:
    """Read a picture; turn it when what comes out is no text, for phones lie about what is up."""
    flat = _sized(flattened(sheet))
    confidence, page = _read_upright(flat.pixels)
    if confidence < UPRIGHT_CONFIDENCE:  # on its head
        head = flat.turned(2)
        surer, other = _read_upright(head.pixels)
        if surer > confidence:
            flat, confidence, page = head, surer, other
    return ReadPage(number=number, page=page, source="ocr", confidence=confidence, back=flat.back)


def _read_upright(grey: Pixels) -> tuple[float, Page]:
    words = read_words([grey], PAGE)[0]
    confidence = float(np.mean([word.confidence for word in words])) if words else 0.0
    if sum(_is_sideways(word) for word in words) > len(words) / 2:
        confidence = 0.0  # read, but places on the page would mean nothing
    return confidence, page_of_words(words)


def _is_sideways(word: Word) -> bool:
    return word.height > word.width and len(word.text) > 1


def _sized(sheet: Sheet) -> Sheet:
    """At the size at which letters are read best."""
    grey = sheet.pixels
    factor = min(MAX_ENLARGING, OCR_LONG_SIDE / max(grey.shape))
    if abs(factor - 1) < SAME_SIZE:
        return sheet
    size = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    forth = np.diag([size[0] / grey.shape[1], size[1] / grey.shape[0], 1.0])
    return sheet.moved(np.asarray(cv2.resize(grey, size, interpolation=how), np.uint8), forth)
