"""PDF files through PDFium: the text layer first, pixels where there is none."""

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2 as pdfium  # type: ignore[import-untyped]  # carries no type information
import pypdfium2.raw as pdfium_raw  # type: ignore[import-untyped]  # the same

from services.imagecheck.engines.raster import MAX_PIXELS, Move, Raster
from shared.domain.files import RefusalCode, UnreadableFile

#: RULEBOOK FI1 [D]: 20 pages a file.
MAX_PAGES = 20

#: Points to the inch in PDF (ISO 32000-1, 8.3.2.3).
POINTS_PER_INCH = 72.0

#: Steps across a page in which a place on it is told.
FINE = 1_000_000

#: Points over which a letter is a watermark's and no text to be read.
MAX_PRINT_HEIGHT = 60.0

#: A page tree without a page, which PDFium refuses without a code of its own.
_NO_PAGE = re.compile(rb"/Kids\s*\[\s*\]")

#: 200 dpi: capitals of 10-point print are 19 px high; on two rendered bills the OCR read the same
#: words as at 300 dpi in 0.6 to 0.8 of the time.
DPI = 200


def page_count(data: bytes) -> int:
    """How many pages there are.

    Raises UnreadableFile with the reason when the bytes are not a usable PDF.
    """
    with _opened(data) as document:
        return len(document)


def page_texts(data: bytes) -> tuple[str, ...]:
    """The text layer of each page, lines ended by newlines; "" for a page without one.

    Raises UnreadableFile with the reason when the bytes are not a usable PDF.
    """
    with _opened(data) as document:
        return tuple(_text(document, index) for index in range(len(document)))


def render_page(data: bytes, index: int, dpi: float = DPI) -> Raster:
    """One page as pixels, at a lower resolution where the page is larger than the pixel cap."""
    with _opened(data) as document:
        try:
            page = document[index]
            width, height = page.get_size()
            scale = dpi / POINTS_PER_INCH
            area = max(1.0, width * height) * scale * scale
            if area > MAX_PIXELS:  # a page may claim to be kilometres wide
                scale *= (MAX_PIXELS / area) ** 0.5 * 0.999
            if not min(width, height) * scale >= 1:
                raise UnreadableFile(RefusalCode.CORRUPT)
            pixels = page.render(scale=scale, rev_byteorder=False).to_numpy()
        except pdfium.PdfiumError as error:
            raise UnreadableFile(RefusalCode.CORRUPT) from error
        bgr = np.ascontiguousarray(np.array(pixels[:, :, :3], dtype=np.uint8))
    return Raster(pixels=bgr)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRun:
    """A stretch of printed text, in points from the top left corner of its page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def page_runs(data: bytes) -> tuple[tuple[TextRun, ...], ...]:
    """The text layer of each page with its places; () for a page without one.

    Raises UnreadableFile with the reason when the bytes are not a usable PDF.
    """
    with _opened(data) as document:
        return tuple(_runs(document, index) for index in range(len(document)))


def page_frame(data: bytes, index: int) -> Move:
    """What takes places of a page's runs to shares (0..1) of the page as it is drawn."""
    with _opened(data) as document:
        return _frame(document[index])


@contextmanager
def _opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    document = _open(data)
    try:
        if len(document) == 0:
            raise UnreadableFile(RefusalCode.NO_PAGE)
        if len(document) > MAX_PAGES:
            raise UnreadableFile(RefusalCode.TOO_MANY_PAGES)
        yield document
    finally:
        document.close()


def _open(data: bytes) -> pdfium.PdfDocument:
    if not data:
        raise UnreadableFile(RefusalCode.EMPTY)
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise UnreadableFile(_refusal(data, error.err_code)) from error


def _refusal(data: bytes, code: int) -> RefusalCode:
    """Why PDFium would not open it. The error code alone may be left over from another file."""
    if code == pdfium_raw.FPDF_ERR_PASSWORD and b"/Encrypt" in data:
        return RefusalCode.ENCRYPTED
    return RefusalCode.NO_PAGE if _NO_PAGE.search(data) else RefusalCode.CORRUPT


def _runs(document: pdfium.PdfDocument, index: int) -> tuple[TextRun, ...]:
    try:
        page = document[index]
        return tuple(_grouped(_letters(page.get_textpage(), page.get_height())))
    except pdfium.PdfiumError:
        return ()  # the page may still render


def _frame(page: pdfium.PdfPage) -> Move:
    """Turned and cut as the page says, which its text layer is not."""
    drawn = []
    for right, down in ((0, 0), (POINTS_PER_INCH, 0), (0, POINTS_PER_INCH)):
        found = (ctypes.c_int(), ctypes.c_int())
        point = (right, page.get_height() - down)
        pdfium_raw.FPDF_PageToDevice(page, 0, 0, FINE, FINE, 0, *point, *map(ctypes.byref, found))
        drawn.append(np.array([found[0].value, found[1].value]) / FINE)
    origin, across, below = drawn
    columns = ((across - origin) / POINTS_PER_INCH, (below - origin) / POINTS_PER_INCH, origin)
    return np.vstack([np.stack(columns, axis=1), [0.0, 0.0, 1.0]])


def _letters(text_page: pdfium.PdfTextPage, page_height: float) -> Iterator[TextRun]:
    """Each character in its cell; PDFium's own groups split where a font is kerned."""
    for index in range(text_page.count_chars()):
        letter = chr(pdfium_raw.FPDFText_GetUnicode(text_page, index))
        left, bottom, right, top = text_page.get_charbox(index, loose=True)
        if letter.isprintable() and top - bottom <= MAX_PRINT_HEIGHT:
            yield TextRun(
                text=letter,
                left=left,
                top=page_height - top,
                right=right,
                bottom=page_height - bottom,
            )


def _grouped(letters: Iterator[TextRun]) -> Iterator[TextRun]:
    """Letters that follow each other on a line, joined until a gap wider than a letter."""
    run: TextRun | None = None
    for letter in letters:
        if run is not None and _follows(run, letter):
            run = TextRun(
                text=run.text + letter.text,
                left=run.left,
                top=min(run.top, letter.top),
                right=max(run.right, letter.right),
                bottom=max(run.bottom, letter.bottom),
            )
            continue
        if run is not None and run.text.strip():
            yield replace(run, text=run.text.strip())
        run = letter if letter.text.strip() else None
    if run is not None and run.text.strip():
        yield replace(run, text=run.text.strip())


def _follows(run: TextRun, letter: TextRun) -> bool:
    height = run.bottom - run.top
    shift = abs((letter.top + letter.bottom) - (run.top + run.bottom)) / 2
    return shift < 0.5 * height and -0.5 * height < letter.left - run.right < 0.8 * height


def _text(document: pdfium.PdfDocument, index: int) -> str:
    try:
        text: str = document[index].get_textpage().get_text_range()
    except pdfium.PdfiumError:
        return ""  # the page may still render
    return _clean(text)


def _clean(text: str) -> str:
    """Newlines of one kind; PDFium marks a hyphen at the end of a line by U+FFFE."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-")
