"""Print on a page as segments with places, whether from a text layer or from OCR."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.imagecheck.engines.pdf import TextRun
from services.imagecheck.engines.tesseract import Word

#: Words nearer than this many heights are one segment: a space is a quarter of an em, columns
#: of a bill stand further apart.
MAX_SPACE = 1.3

#: Lines of one address are at most this many heights apart, from top to top.
MAX_LEADING = 2.9

#: Left edges of one block differ by less than this many heights.
MAX_INDENT = 1.5

#: Confidence under which a word of the OCR is noise of the background.
MIN_CONFIDENCE = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Words on one line without a wide gap. Places in any one unit, from the top left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

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

    def left_of(self, segment: Segment) -> Segment | None:
        """The nearest segment to the left on the same line."""
        row = [
            other
            for other in self.segments
            if other.right <= segment.left + segment.height and other.same_row(segment)
        ]
        return max(row, key=lambda other: other.right, default=None)

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

    def below(self, segment: Segment) -> Segment | None:
        """The line just below that starts at the same place."""
        near = [other for other in self.segments if self.above(other) == segment]
        return min(near, key=lambda other: other.middle, default=None)


def page_of_runs(runs: Iterable[TextRun]) -> Page:
    """A page from its text layer."""
    return _page(
        Segment(text=run.text, left=run.left, top=run.top, right=run.right, bottom=run.bottom)
        for run in runs
    )


def page_of_words(words: Iterable[Word]) -> Page:
    """A page from OCR, whose blocks are not trusted: rows are made anew from places."""
    return _page(
        Segment(
            text=word.text,
            left=word.left,
            top=word.top,
            right=word.left + word.width,
            bottom=word.top + word.height,
        )
        for word in words
        if word.confidence >= MIN_CONFIDENCE
    )


def _page(parts: Iterable[Segment]) -> Page:
    joined: list[Segment] = []
    for row in _rows(sorted(parts, key=lambda part: part.middle)):
        joined.extend(_joined(sorted(row, key=lambda part: part.left)))
    joined.sort(key=lambda segment: (segment.middle, segment.left))
    width = max((segment.right for segment in joined), default=1.0)
    height = max((segment.bottom for segment in joined), default=1.0)
    return Page(segments=tuple(joined), width=width, height=height)


def _rows(parts: Sequence[Segment]) -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    for part in parts:
        for row in rows[-3:]:
            if row[-1].same_row(part):
                row.append(part)
                break
        else:
            rows.append([part])
    return rows


def _joined(row: Sequence[Segment]) -> list[Segment]:
    segments: list[Segment] = []
    for part in row:
        last = segments[-1] if segments else None
        if last is not None and part.left - last.right < MAX_SPACE * max(part.height, last.height):
            segments[-1] = Segment(
                text=f"{last.text} {part.text}",
                left=last.left,
                top=min(last.top, part.top),
                right=part.right,
                bottom=max(last.bottom, part.bottom),
            )
        else:
            segments.append(part)
    return segments
