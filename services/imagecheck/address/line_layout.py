"""A page read line by line by the second reader: on worn pictures the surer of the two.

Of 32 rendered bills, scanned or photographed, it read every holder, Tesseract 28.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from services.imagecheck.address.page_layout import Page, Segment, joined_page
from services.imagecheck.address.paper import level
from services.imagecheck.engines.line_crops import height_of, length_of, line_crop
from services.imagecheck.engines.line_reader import LineReader
from services.imagecheck.engines.moved import Sheet
from services.imagecheck.engines.rapidocr import Quad, ReadLine

#: Lengths of line, in heights, that are read of a page: about 1.1 s on one core, at 2.7 ms each.
#: Rendered bills have 200 to 350; what a fuller page has beyond is left to Tesseract.
MAX_PRINT = 400.0

#: The recogniser fills shorter lines up to this length (its input is at least 48 by 96 pixels).
MIN_PRINT = 2.0

#: Length, in heights, from which a line is running text, which is read last: addresses, dates and
#: labels have up to forty letters, of half a height each.
RUNNING_TEXT = 25.0

#: Confidence under which a line is no print. [D]
MIN_CONFIDENCE = 0.5

#: Lines read in both ways to tell which side is up, and how well upright ones are read: on its
#: head print scores half.
SAMPLE, UPRIGHT = 4, 0.85

#: The detector's boxes stand off the letters by this share of their height, above and below.
MARGIN = 0.12

#: Spaces that the recogniser loses: after a title or a number, before a year, inside a name.
_LOST_SPACES = (
    re.compile(r"^(?:MME|MLLE|MR|MONSIEUR|MADAME)(?=[A-ZÀ-Ý]['’]?[A-ZÀ-Ýa-zà-ÿ])"),
    re.compile(r"^(?:Mme|Mlle|Mr|Monsieur|Madame)\.?(?=[A-ZÀ-Ý])"),
    re.compile(r"^M\.(?=\w)"),
    re.compile(r"(?<![\w/])\d{1,5}(?=[A-Za-zÀ-ÿ]{3})"),
    re.compile(r"[a-zà-ÿ]{3}(?=(?:19|20)\d\d\b)"),
    re.compile(r"[\dA-Za-zÀ-ÿ]{3}(?=(?:du|le|au)\s?\d{1,2}(?:\s?[/.-]\s?\d|\s[a-zéû]{3}))"),
    re.compile(r"\b(?:du|le|au)(?=\d{1,2}(?:\s?[/.-]\s?\d|\s[a-zéû]{3}))"),
)
_TITLED = re.compile(r"^(?:M|MR|MME|MLLE|Monsieur|Madame)\b", re.IGNORECASE)
_INSIDE_NAME = re.compile(r"(?<=[a-zà-ÿ])(?<!\bMc)(?<!\bMac)(?=[A-ZÀ-Ý])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What was read of a page."""

    page: Page
    #: Mean of its lines, 0 to 100.
    confidence: float
    #: The page turned upright.
    sheet: Sheet
    #: False where lines of it were left unread.
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What was read, and where."""

    print: Print
    quads: list[Quad]


def read_print(sheet: Sheet, reader: LineReader) -> Print:
    """Read a page whichever side is up."""
    read = _read(*_lines_across(sheet, reader), reader)
    if read.print.confidence >= 100 * UPRIGHT or not _is_on_its_head(read, reader):
        return read.print
    page = read.print.sheet.turned(2)
    return _read(page, reader.find(page.pixels), reader).print


def chosen_lines(quads: Sequence[Quad]) -> list[Quad]:
    """The lines that are read, within the time for a page: running text after all else."""
    order = sorted(quads, key=lambda quad: (_length(quad) > RUNNING_TEXT, float(quad[0][1])))
    spent, chosen = 0.0, []
    for quad in order:
        spent += max(MIN_PRINT, _length(quad))
        if spent > MAX_PRINT:
            break
        chosen.append(quad)
    return chosen


def page_of_lines(quads: Sequence[Quad], lines: Sequence[ReadLine]) -> Page:
    """The page that lines and their places make."""
    segments = (
        _segment(quad, line)
        for quad, line in zip(quads, lines, strict=True)
        if line.confidence >= MIN_CONFIDENCE
    )
    return replace(joined_page(segments, overlap=" "), scanned=True)


def spaced(text: str) -> str:
    """A line with the spaces that the recogniser lost."""
    for lost in _LOST_SPACES:
        text = lost.sub(lambda match: f"{match[0]} ", text)
    return _INSIDE_NAME.sub(" ", text) if _TITLED.match(text) else text


def _length(quad: Quad) -> float:
    return length_of(quad) / max(1.0, height_of(quad))


def _segment(quad: Quad, line: ReadLine) -> Segment:
    (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
    margin = MARGIN * float(bottom - top)
    return Segment(
        text=spaced(line.text),
        left=float(left) + margin,
        top=float(top) + margin,
        right=float(right) - margin,
        bottom=float(bottom) - margin,
        confidence=line.confidence,
    )


def _lines_across(sheet: Sheet, reader: LineReader) -> tuple[Sheet, tuple[Quad, ...]]:
    """The page turned so that its print runs across, and its lines."""
    page = level(sheet)
    quads = reader.find(page.pixels)
    if _is_sideways(quads):
        page = level(sheet.turned(1))
        quads = reader.find(page.pixels)
    return page, quads


def _read(sheet: Sheet, quads: Sequence[Quad], reader: LineReader) -> _Reading:
    chosen = chosen_lines(quads)
    lines = reader.read([line_crop(sheet.pixels, quad) for quad in chosen])
    read = Print(
        page=page_of_lines(chosen, lines),
        confidence=100 * _mean(lines),
        sheet=sheet,
        whole=len(chosen) == len(quads),
    )
    return _Reading(print=read, quads=chosen)


def _is_sideways(quads: Sequence[Quad]) -> bool:
    """True where most of the print runs up or down the page."""
    sizes = [np.ptp(quad, axis=0) for quad in quads]
    along = sum(float(width) for width, height in sizes if width >= height)
    return sum(float(height) for width, height in sizes if height > 2 * width) > along


def _is_on_its_head(read: _Reading, reader: LineReader) -> bool:
    """True where some middling lines read better the other way up."""
    middling = sorted(read.quads, key=_length)
    start = len(middling) // 2
    crops = [line_crop(read.print.sheet.pixels, quad) for quad in middling[start : start + SAMPLE]]
    turned = [np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops]
    return _mean(reader.read(turned)) > _mean(reader.read(crops))


def _mean(lines: Sequence[ReadLine]) -> float:
    return float(np.mean([line.confidence for line in lines])) if lines else 0.0
