"""Print on a page as segments with places, whoever read it."""

import heapq
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.imagecheck.engines.pdf import TextRun

#: Words nearer than this many heights are one segment: a space is a quarter of an em, columns
#: of a bill stand further apart.
MAX_SPACE = 1.3

#: Share of its height by which a run that continues a ligature reaches back.
OVERLAP = 0.2

#: And by no more than this: a ligature of three letters is as wide as it is high.
OVERLAP_REACH = 1.2

#: Lines of one address are at most this many heights apart, from top to top.
MAX_LEADING = 2.9

#: [D] Parts of a page that are joined: each is held against every line before it. The fullest bills
#: have about 700 words.
MAX_PARTS = 1500

#: Left edges of one block differ by less than this many heights.
MAX_INDENT = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Words on one line without a wide gap. Places in any one unit, from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    #: How sure its reader is of it, 0 to 1; a text layer is never in doubt.
    confidence: float = 1.0

    @property
    def height(self) -> float:
        """Height of its letters."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Height on the page of its middle."""
        return (self.top + self.bottom) / 2

    def same_row(self, other: "Segment") -> bool:
        """True when both stand on one line of the page."""
        return abs(self.middle - other.middle) < 0.6 * max(self.height, other.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page's segments, from top to bottom, and its size."""

    segments: tuple[Segment, ...]
    width: float
    height: float
    #: True for print that the OCR read.
    scanned: bool = False

    def left_of(self, segment: Segment) -> Segment | None:
        """The nearest segment to the left on the same line."""
        row = [
            other
            for other in self.segments
            if other.right <= segment.left + segment.height and other.same_row(segment)
        ]
        return max(row, key=lambda other: other.right, default=None)

    def right_of(self, segment: Segment) -> Segment | None:
        """The nearest segment to the right on the same line."""
        row = [other for other in self.segments if self.left_of(other) == segment]
        return min(row, key=lambda other: other.left, default=None)

    @property
    def usual_height(self) -> float:
        """Height of the letters of most of its print."""
        heights = sorted(segment.height for segment in self.segments)
        return heights[len(heights) // 2] if heights else 0.0

    def above(self, segment: Segment) -> Segment | None:
        """The line just above that starts at the same place."""
        near = [
            other
            for other in self.segments
            if other.middle < segment.middle - 0.6 * min(segment.height, other.height)
            and segment.middle - other.middle < MAX_LEADING * segment.height
            and abs(other.left - segment.left) < MAX_INDENT * segment.height
        ]
        return max(near, key=lambda other: other.middle, default=None)

    def over(self, segment: Segment) -> Segment | None:
        """The line just above in the same column, wherever it starts."""
        near = [
            other
            for other in self.segments
            if 0.6 * segment.height < segment.middle - other.middle < MAX_LEADING * segment.height
            and min(other.right, segment.right) > max(other.left, segment.left)
        ]
        return max(near, key=lambda other: other.middle, default=None)

    def below(self, segment: Segment) -> Segment | None:
        """The line just below that starts at the same place."""
        near = [other for other in self.segments if self.above(other) == segment]
        return min(near, key=lambda other: other.middle, default=None)


def page_of_runs(runs: Iterable[TextRun]) -> Page:
    """A page from its text layer."""
    parts = (
        Segment(text=run.text, left=run.left, top=run.top, right=run.right, bottom=run.bottom)
        for run in runs
    )
    return joined_page(parts, overlap="")  # the letters of a ligature share its box


def joined_page(parts: Iterable[Segment], *, overlap: str) -> Page:
    """A page whose parts are joined to segments; `overlap` goes between parts that touch."""
    chains: list[list[Segment]] = []
    for part in _first_of(parts):
        near = [chain for chain in chains if _continues(chain[-1], part)]
        if near:
            min(near, key=lambda chain: abs(chain[-1].middle - part.middle)).append(part)
        else:
            chains.append([part])
    segments = sorted(
        (_joined(chain, overlap) for chain in chains),
        key=lambda segment: (segment.middle, segment.left),
    )
    width = max((segment.right for segment in segments), default=1.0)
    height = max((segment.bottom for segment in segments), default=1.0)
    return Page(segments=tuple(segments), width=width, height=height)


def _first_of(parts: Iterable[Segment]) -> list[Segment]:
    """The parts from left to right; of a page with too many, those that stand highest."""
    highest = heapq.nsmallest(MAX_PARTS, parts, key=lambda part: part.top)
    return sorted(highest, key=lambda part: part.left)


def _continues(last: Segment, part: Segment) -> bool:
    """True for a part on the line of another, at the distance of a space or inside its end."""
    height = max(part.height, last.height)
    return -OVERLAP_REACH * height < part.left - last.right < MAX_SPACE * height and last.same_row(
        part
    )


def _joined(chain: Sequence[Segment], overlap: str) -> Segment:
    text = chain[0].text
    for last, part in itertools.pairwise(chain):
        inside = part.left < last.right - OVERLAP * part.height
        text += (overlap if inside else " ") + part.text
    return Segment(
        text=text,
        left=chain[0].left,
        top=min(part.top for part in chain),
        right=max(part.right for part in chain),
        bottom=max(part.bottom for part in chain),
        confidence=min(part.confidence for part in chain),
    )
