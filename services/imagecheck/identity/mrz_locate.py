"""Where long lines of even print lie on a page, at any angle: candidates for an MRZ."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.engines.raster import Pixels
from services.imagecheck.engines.scaling import scaled

#: Long side at which lines are looked for: an A4 scan then shows capitals of 10 px.
WORKING_SIDE = 1200

#: Capital heights tried, in working pixels: from a passport on an A4 page to a card that fills
#: the picture (Doc 9303-3: capitals of 2.4 to 3 mm on a card 85.6 mm wide).
CAPITALS = (9, 15, 25, 40)

#: Length over height of a line: the shortest zone (30 characters, 76 mm) has 76/3; half of it
#: is enough to be found, since the longest line of the block gives the frame.
MIN_ASPECT = 10.0

#: Lines of a zone stand 4.2 mm apart (six to the inch), 1.4 to 1.8 of a capital.
MAX_GAP = 3.2

#: Blocks read: the zone is among the first, ordered by length.
MAX_BLOCKS = 6

#: Degrees by which lines of one block may differ.
MAX_SKEW = 3.0

MAX_LINES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """A line of print: its middle, direction and size, in pixels of the picture."""

    x: float
    y: float
    #: Degrees, clockwise from the horizontal, -90 to 90.
    angle: float
    length: float
    height: float

    def scaled(self, factor: float) -> "PrintedLine":
        """The same line on a picture `factor` times as large."""
        return PrintedLine(
            x=self.x * factor,
            y=self.y * factor,
            angle=self.angle,
            length=self.length * factor,
            height=self.height * factor,
        )

    def offset_of(self, other: "PrintedLine") -> tuple[float, float]:
        """How far the other's middle lies along this line, and below it."""
        turn = math.radians(self.angle)
        right, down = other.x - self.x, other.y - self.y
        along = right * math.cos(turn) + down * math.sin(turn)
        return along, down * math.cos(turn) - right * math.sin(turn)


Block = tuple[PrintedLine, ...]


def find_blocks(grey: Pixels) -> tuple[Block, ...]:
    """Blocks of up to three parallel lines, longest first, in pixels of `grey`."""
    factor = WORKING_SIDE / max(grey.shape)
    working = scaled(grey, factor)
    blocks: list[Block] = []
    for capital in CAPITALS:
        lines = _lines(working, capital, upright=True) + _lines(working, capital, upright=False)
        blocks.extend(gather_blocks(lines))
    blocks.sort(key=_size, reverse=True)
    kept: list[Block] = []
    for block in blocks:
        if not any(_same(block, other) for other in kept):
            kept.append(block)
    return tuple(tuple(line.scaled(1 / factor) for line in block) for block in kept[:MAX_BLOCKS])


def _size(block: Block) -> float:
    """Long lines, and several of them."""
    return max(line.length for line in block) * (1.5 if len(block) > 1 else 1.0)


def _same(block: Block, other: Block) -> bool:
    """True when every line of the block is one of the other, seen at another scale."""
    return all(any(_overlap(line, theirs) for theirs in other) for line in block)


def _overlap(line: PrintedLine, other: PrintedLine) -> bool:
    along, below = other.offset_of(line)
    near = abs(along) < 0.1 * other.length and abs(below) < 0.4 * other.height
    return near and abs(line.length - other.length) < 0.1 * other.length


def _lines(working: Pixels, capital: int, *, upright: bool) -> list[PrintedLine]:
    """Dark strokes joined along the line only, so that lines stay apart."""
    strokes = cv2.morphologyEx(working, cv2.MORPH_BLACKHAT, _brush(capital, capital))
    _, ink = cv2.threshold(strokes, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    join, trim = (round(1.3 * capital), 1), (2 * capital, max(2, capital // 3))
    if not upright:
        join, trim = join[::-1], trim[::-1]
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, _brush(*join))
    trimmed = cv2.morphologyEx(joined, cv2.MORPH_OPEN, _brush(*trim))
    contours, _ = cv2.findContours(trimmed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = (_line(np.asarray(contour, dtype=np.int32), capital) for contour in contours)
    return [line for line in found if line is not None]


def _brush(width: int, height: int) -> npt.NDArray[np.uint8]:
    return np.ones((height, width), dtype=np.uint8)


def _line(contour: npt.NDArray[np.int32], capital: int) -> PrintedLine | None:
    (x, y), (width, height), angle = cv2.minAreaRect(contour)
    if width < height:
        width, height, angle = height, width, angle - 90
    angle = (angle + 90) % 180 - 90
    if not 0.5 * capital <= height <= 2.2 * capital or width < MIN_ASPECT * height:
        return None
    return PrintedLine(x=x, y=y, angle=angle, length=width, height=height)


def gather_blocks(lines: list[PrintedLine]) -> list[Block]:
    """Each line with its neighbours above and below, top line first; longest blocks first."""
    left = sorted(lines, key=lambda line: line.length, reverse=True)
    blocks = []
    while left:
        block = [left.pop(0)]
        for line in list(left):
            if len(block) < MAX_LINES and any(_neighbours(member, line) for member in block):
                block.append(_facing(line, block[0]))
                left.remove(line)
        first = block[0]
        blocks.append(tuple(sorted(block, key=lambda line: first.offset_of(line)[1])))
    return blocks


def _facing(line: PrintedLine, first: PrintedLine) -> PrintedLine:
    """The line read in the direction of the first: near the vertical, up and down look alike."""
    opposed = abs(line.angle - first.angle) > 90
    turned = line.angle + (180 if first.angle > line.angle else -180)
    return replace(line, angle=turned) if opposed else line


def _neighbours(line: PrintedLine, other: PrintedLine) -> bool:
    along, below = line.offset_of(other)
    skew = abs((line.angle - other.angle + 90) % 180 - 90)
    return (
        skew < MAX_SKEW
        and 0.6 * line.height < abs(below) < MAX_GAP * line.height
        and abs(along) + other.length / 2 < line.length * 0.6
        and 0.5 < other.height / line.height < 2
        and other.length > 0.3 * line.length
    )
