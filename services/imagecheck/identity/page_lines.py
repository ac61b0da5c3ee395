"""Lines of print on a page, found and read by the second reader, the page turned upright first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from services.imagecheck.engines.line_crops import height_of, length_of, line_crop
from services.imagecheck.engines.line_reader import LineReader
from services.imagecheck.engines.rapidocr import Quad, ReadLine
from services.imagecheck.engines.raster import Pixels
from services.imagecheck.engines.scaling import fit_within, scaled
from shared.domain.findings import Box

#: Long side at most: two faces of a card one above the other then have capitals of 20 px.
PAGE_SIDE = 2000

#: Long side at least: the detector finds no print of less than about 8 px.
SMALL_SIDE = 960

#: Lines read in both ways to tell which side is up.
SAMPLE = 4

#: Print whose sample is read with this confidence stands upright; on its head it scores half.
UPRIGHT_CONFIDENCE = 0.85

#: Length over height of a line that may be one of a zone.
LONG_ASPECT = 10.0

#: Lines read on a page: a card has 15 to 40.
MAX_LINES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page turned upright, and where its lines lie."""

    picture: Pixels
    #: Each clockwise from the top left of its text.
    quads: tuple[Quad, ...]
    #: Quarter turns, counter-clockwise, that made it upright.
    turns: int

    def box_of(self, quad: Quad) -> Box:
        """The upright rectangle around a line, as shares of the page before it was turned."""
        height, width = self.picture.shape[:2]
        shares = np.clip(quad / np.array([width, height], dtype=np.float32), 0, 1)
        left, top = shares.min(axis=0)
        right, bottom = shares.max(axis=0)
        return turned_box((float(left), float(top), float(right), float(bottom)), self.turns)


def turned_box(edges: tuple[float, float, float, float], turns: int) -> Box:
    """A rectangle on the upright page, as it lies on the page that was turned."""
    left, top, right, bottom = edges
    for _ in range(turns % 4):  # one quarter turn back, clockwise
        left, top, right, bottom = 1 - bottom, left, 1 - top, right
    return Box(left=left, top=top, width=right - left, height=bottom - top)


def upright_sheet(picture: Pixels, reader: LineReader, angle: float | None) -> Sheet:
    """Find the lines and turn the page; `angle` is that of its print where it is known."""
    page = fit_within(picture, PAGE_SIDE)
    page = scaled(page, SMALL_SIDE / max(page.shape[:2])) if max(page.shape) < SMALL_SIDE else page
    quads = reader.find(page)
    if angle is None:
        sheet = _turned(page, quads, _sideways(quads))
        return _turned(page, quads, sheet.turns + 2) if _on_its_head(sheet, reader) else sheet
    return _turned(page, quads, round(angle / 90) % 4)


def other_ways(sheet: Sheet) -> Iterator[Sheet]:
    """The sheet as pages look on which some long lines run across the others: passports spread."""
    if not any(height_of(quad) > LONG_ASPECT * length_of(quad) for quad in sheet.quads):
        return
    for quarter in (1, 3):
        way = _turned(sheet.picture, sheet.quads, quarter)
        yield replace(way, turns=(sheet.turns + quarter) % 4)


def _turned(page: Pixels, quads: Sequence[Quad], turns: int) -> Sheet:
    height, width = page.shape[:2]
    points = list(quads)
    for _ in range(turns % 4):  # counter-clockwise: what was right is up
        points = [np.stack([quad[:, 1], width - quad[:, 0]], axis=1) for quad in points]
        height, width = width, height
    picture = np.ascontiguousarray(np.rot90(page, turns % 4))
    ordered = tuple(_ordered(quad) for quad in points)
    return Sheet(picture=picture, quads=ordered, turns=turns % 4)


def _ordered(quad: Quad) -> Quad:
    """Corners clockwise from the top left."""
    by_x = quad[np.argsort(quad[:, 0], kind="stable")]
    left, right = by_x[:2], by_x[2:]
    left, right = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], dtype=np.float32)


def _sideways(quads: Sequence[Quad]) -> int:
    """One quarter turn where most of the print runs up or down the page."""
    sizes = [np.ptp(quad, axis=0) for quad in quads]
    along = sum(float(size[0]) for size in sizes if size[0] > size[1])
    across = sum(float(size[1]) for size in sizes if size[1] > 2 * size[0])
    return int(across > along)


def _on_its_head(sheet: Sheet, reader: LineReader) -> bool:
    """True when the longest lines read better the other way up."""
    longest = sorted(sheet.quads, key=lambda quad: -length_of(quad))[:SAMPLE]
    crops = [line_crop(sheet.picture, quad) for quad in longest]
    upright = _mean_confidence(reader.read(crops))
    if not crops or upright > UPRIGHT_CONFIDENCE:
        return False
    turned = [np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops]
    return _mean_confidence(reader.read(turned)) > upright


def _mean_confidence(lines: Sequence[ReadLine]) -> float:
    return float(np.mean([line.confidence for line in lines])) if lines else 0.0
