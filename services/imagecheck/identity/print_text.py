"""The print of a page as text with places, for the reading by labels."""

import math
from dataclasses import dataclass

import numpy as np

from services.imagecheck.engines.line_crops import height_of, length_of, line_crop
from services.imagecheck.engines.line_reader import LineReader
from services.imagecheck.engines.rapidocr import Quad, ReadLine
from services.imagecheck.identity.page_lines import MAX_LINES, Sheet
from shared.domain.findings import Box, Evidence

#: Confidence under which a line is background, not print.
MIN_CONFIDENCE = 0.5

#: Print this many times as high as the middle of a page is a heading or laid across everything.
MAX_HEIGHT = 2.5

#: Radians by which a line may lean from the others: « SPÉCIMEN » is laid across at an angle.
MAX_LEAN = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """One line of print, in any one unit from the top left corner of a levelled page."""

    text: str
    #: 0 to 1.
    confidence: float
    left: float
    top: float
    right: float
    bottom: float
    evidence: Evidence

    @property
    def height(self) -> float:
        """Height of the line."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """How far down its middle lies."""
        return (self.top + self.bottom) / 2

    def at(self, position: int) -> float:
        """How far right the character of this position stands."""
        return self.left + (self.right - self.left) * position / max(1, len(self.text))


def read_print(sheet: Sheet, reader: LineReader, page: int, zone: Box | None) -> list[Print]:
    """Every level line of the sheet but those of the machine-readable zone."""
    placed = [(quad, sheet.box_of(quad)) for quad in sheet.quads if _is_level(quad)]
    kept = [(quad, box) for quad, box in placed if zone is None or not _inside(box, zone)]
    angle, height = _usual([quad for quad, _ in kept])
    kept = [(quad, box) for quad, box in kept if _is_usual(quad, angle, height)][:MAX_LINES]
    lines = reader.read([line_crop(sheet.picture, quad) for quad, _ in kept])
    return [
        _print(quad @ _turn(angle), line, Evidence(page=page, box=box))
        for (quad, box), line in zip(kept, lines, strict=True)
        if line.confidence >= MIN_CONFIDENCE and line.text.strip()
    ]


def _print(level: Quad, line: ReadLine, evidence: Evidence) -> Print:
    return Print(
        text=line.text.strip(),
        confidence=line.confidence,
        left=float(level[[0, 3], 0].mean()),
        top=float(level[[0, 1], 1].mean()),
        right=float(level[[1, 2], 0].mean()),
        bottom=float(level[[2, 3], 1].mean()),
        evidence=evidence,
    )


def _is_level(quad: Quad) -> bool:
    """Print that runs up the page is no field; a single letter is about as high as wide."""
    return length_of(quad) > 0.7 * height_of(quad)


def _inside(box: Box, zone: Box) -> bool:
    x, y = box.left + box.width / 2, box.top + box.height / 2
    return zone.left <= x <= zone.left + zone.width and zone.top <= y <= zone.top + zone.height


def _usual(quads: list[Quad]) -> tuple[float, float]:
    """The middle direction of long lines, and the middle height of all."""
    long = [quad for quad in quads if length_of(quad) > 4 * height_of(quad)]
    angle = float(np.median([_angle(quad) for quad in long])) if long else 0.0
    return angle, float(np.median([height_of(quad) for quad in quads])) if quads else 0.0


def _is_usual(quad: Quad, angle: float, height: float) -> bool:
    if height_of(quad) > MAX_HEIGHT * height:
        return False
    short = length_of(quad) < 4 * height_of(quad)
    return short or abs(_angle(quad) - angle) < MAX_LEAN


def _angle(quad: Quad) -> float:
    edge = quad[1] - quad[0] + quad[2] - quad[3]
    return math.atan2(float(edge[1]), float(edge[0]))


def _turn(angle: float) -> Quad:
    """The turn that levels the print."""
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.array([[cosine, -sine], [sine, cosine]], dtype=np.float32)
