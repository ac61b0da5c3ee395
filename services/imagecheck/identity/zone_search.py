"""The zone among lines that the second reader found, where Tesseract's own search found none."""

import math
from dataclasses import replace

import cv2
import numpy as np

from services.imagecheck.engines.line_crops import height_of, length_of, line_crop
from services.imagecheck.engines.line_reader import LineReader
from services.imagecheck.engines.rapidocr import Quad
from services.imagecheck.identity.mrz_alphabet import in_alphabet
from services.imagecheck.identity.mrz_locate import PrintedLine, gather_blocks
from services.imagecheck.identity.mrz_read import MrzReading, has_trace, read_blocks
from services.imagecheck.identity.page_lines import Sheet, turned_box

#: Length over height of what may be a line of a zone, or half of one: a whole line has 14 to 20.
MIN_ASPECT = 6.0

#: Share of the box's height that the letters take: the detector widens every box.
LETTER_SHARE = 0.66

#: Pieces of one line stand nearer than this, in heights.
MAX_BREAK = 3.0

#: Lines looked at: the longest of the page.
LONGEST = 6


def search_zone(sheet: Sheet, reader: LineReader) -> MrzReading | None:
    """The zone of an upright page."""
    long = [quad for quad in sheet.quads if length_of(quad) > MIN_ASPECT * height_of(quad)]
    longest = sorted(long, key=lambda quad: -length_of(quad))[:LONGEST]
    texts = [line.text for line in reader.read([line_crop(sheet.picture, q) for q in longest])]
    if not any(has_trace(in_alphabet(text)) for text in texts):
        return None
    blocks = gather_blocks(_joined([_line(quad) for quad in long]))
    grey = np.asarray(cv2.cvtColor(sheet.picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    zone = read_blocks(grey, blocks[:LONGEST], reader)
    if zone is None:
        return None
    box = zone.box
    edges = (box.left, box.top, box.left + box.width, box.top + box.height)
    return replace(zone, box=turned_box(edges, sheet.turns), angle=zone.angle + 90 * sheet.turns)


def _line(quad: Quad) -> PrintedLine:
    x, y = (float(value) for value in quad.mean(axis=0))
    right, down = (float(value) for value in quad[1] - quad[0] + quad[2] - quad[3])
    return PrintedLine(
        x=x,
        y=y,
        angle=math.degrees(math.atan2(down, right)),
        length=length_of(quad),
        height=LETTER_SHARE * height_of(quad),
    )


def _joined(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Pieces of one line put together, left to right."""
    left = sorted(lines, key=lambda line: line.x)
    joined: list[PrintedLine] = []
    for line in left:
        before = next((other for other in joined if _continues(other, line)), None)
        if before is None:
            joined.append(line)
            continue
        joined[joined.index(before)] = _union(before, line)
    return joined


def _continues(line: PrintedLine, other: PrintedLine) -> bool:
    along, below = line.offset_of(other)
    gap = along - (line.length + other.length) / 2
    return abs(below) < 0.5 * line.height and -line.height < gap < MAX_BREAK * line.height


def _union(line: PrintedLine, other: PrintedLine) -> PrintedLine:
    along, _ = line.offset_of(other)
    start, end = -line.length / 2, along + other.length / 2
    middle, turn = (start + end) / 2, math.radians(line.angle)
    return replace(
        line,
        x=line.x + middle * math.cos(turn),
        y=line.y + middle * math.sin(turn),
        length=end - start,
    )
