"""Straight lines that no pen drew: the ruling of a sheet, and the frame of a form."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.signature.ink import Ink, Mask, keep_marks, longest_mark

#: A line of the sheet crosses at least that share of the picture.
LEAST_SPAN = 0.5
#: Degrees that a sheet may lie aslant under the camera.
MOST_TILT = 6.0
#: Thickest printed line, pixels of a 900-pixel picture: 1 mm of a form 10 cm wide.
MOST_THICKNESS = 9
#: Two traces closer than that share of the side are one line.
SAME_LINE = 0.012
#: A side of a frame lies that close to the outermost ink, as a share of the ink's size.
SIDE_TOLERANCE = 0.06
#: Ruling and pen differ by at least that share of the paper's light; grain differs by less.
TWO_INKS = 0.15
#: A pen's longest stroke, as a share of the picture's longer side.
LEAST_STROKE = 0.1
#: A sheet with that many lines has more, which the first look does not find all.
RULED, MOST_ROUNDS = 4, 4
#: Beyond that many parallel lines it is ruled paper, not a frame.
MOST_FRAME_LINES = 3


Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A straight line through the picture, from end to end of what was found of it."""

    #: Row (of a level line) or column (of an upright one) at the middle of the picture.
    at: float
    slope: float
    start: float
    end: float
    upright: bool


def find_lines(mask: Mask) -> tuple[Line, ...]:
    """Level lines, then upright ones, until no more are found."""
    found: tuple[Line, ...] = ()
    for _ in range(MOST_ROUNDS):
        left = without_lines(mask, found)
        more = (*_level_lines(left, upright=False), *_level_lines(left.T, upright=True))
        found += more
        if len(more) < RULED:
            break
    return found


def _level_lines(mask: Mask, *, upright: bool) -> list[Line]:
    height, width = mask.shape
    least = round(LEAST_SPAN * width)
    # Strokes are thicker than lines, so their area would drown them: only level edges vote.
    level = mask & ~np.roll(mask, 1, axis=0)
    level[0] = mask[0]
    found = cv2.HoughLinesP(
        level.astype(np.uint8), 1, math.pi / 720, max(20, least // 2), None, least, width // 25
    )
    lines: list[Line] = []
    for segment in () if found is None else found.reshape(-1, 4).astype(int).tolist():
        line = _line(segment, width, upright)
        if line is not None and all(
            abs(line.at - other.at) > max(3.0, SAME_LINE * height) for other in lines
        ):
            lines.append(line)
    return lines


def _line(segment: list[int], width: int, upright: bool) -> Line | None:
    x1, y1, x2, y2 = segment
    if abs(y2 - y1) > abs(x2 - x1) * math.tan(math.radians(MOST_TILT)):
        return None
    slope = (y2 - y1) / (x2 - x1)
    return Line(
        at=y1 + slope * (width / 2 - x1),
        slope=slope,
        start=min(x1, x2),
        end=max(x1, x2),
        upright=upright,
    )


def written_ink(ink: Ink, lines: tuple[Line, ...]) -> Ink:
    """What a pen wrote: the ink without the lines of the sheet."""
    if len(lines) >= RULED:
        # Ruling is paler than the pen in most cases: a stricter level leaves it out whole.
        tones = (ink.flat[ink.mask] * 255).astype(np.uint8)
        level, _ = cv2.threshold(tones, 0, 255, cv2.THRESH_OTSU)
        darker = ink.mask & (ink.flat <= level / 255)
        apart = _mean(ink, ink.mask & ~darker) - _mean(ink, darker) >= TWO_INKS
        # The stricter level thins the strokes: they get their edge back.
        grown = cv2.dilate(darker.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        pen = _without_crossings(keep_marks(grown & ink.mask, ink.flat), lines)
        # Where lines cross they are darker too, but only there.
        if apart and longest_mark(pen) >= LEAST_STROKE and len(find_lines(pen.mask)) < RULED:
            return pen
    return keep_marks(without_lines(ink.mask, lines), ink.flat) if lines else ink


def _mean(ink: Ink, mask: Mask) -> float:
    return float(ink.flat[mask].mean()) if mask.any() else 0.0


def _without_crossings(pen: Ink, lines: tuple[Line, ...]) -> Ink:
    """Without the small marks on the lines: where two lines cross they are as dark as a pen."""
    height, width = pen.mask.shape
    x, y, wide, high = (pen.marks[:, column].astype(float) for column in range(4))
    small = np.maximum(wide, high) <= 3 * MOST_THICKNESS
    middle_x, middle_y = x + wide / 2, y + high / 2
    near = np.zeros(len(pen.marks), dtype=bool)
    for line in lines:
        along, across = (middle_y, middle_x) if line.upright else (middle_x, middle_y)
        length = height if line.upright else width
        near |= np.abs(line.at + line.slope * (along - length / 2) - across) <= MOST_THICKNESS
    mask = pen.mask.copy()
    for left, top, mark_width, mark_height in pen.marks[small & near, :4]:
        mask[top : top + mark_height, left : left + mark_width] = False
    return keep_marks(mask, pen.flat)


def without_lines(mask: Mask, lines: tuple[Line, ...]) -> Mask:
    """The ink without these lines; strokes that cross them stay whole."""
    kept = mask.copy()
    for line in lines:
        _erase(kept.T if line.upright else kept, line)
    return kept


def _erase(mask: Mask, line: Line) -> None:
    """Take away the thin runs along the line; what is thicker there is a stroke that crosses."""
    height, width = mask.shape
    columns = np.arange(width)
    rows = np.rint(line.at + line.slope * (columns - width / 2)).astype(int)
    reach = MOST_THICKNESS + 2
    offsets = np.arange(-reach, reach + 1)[:, np.newaxis]
    places = np.clip(rows + offsets, 0, height - 1)
    band = mask[places, columns]
    thickness = band.sum(axis=0)
    drawn = thickness[thickness > 0]
    if not drawn.size:
        return
    thin = thickness <= min(float(np.median(drawn)) + 2, MOST_THICKNESS)
    mask[places[:, thin], columns[thin]] = False


def frame_sides(mask: Mask, lines: tuple[Line, ...]) -> int:
    """How many sides of a drawn rectangle surround the ink; 0 on ruled paper."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    level = [line for line in lines if not line.upright]
    upright = [line for line in lines if line.upright]
    if max(len(level), len(upright)) > MOST_FRAME_LINES or not rows.size:
        return 0
    return _outer(level, rows, columns) + _outer(upright, columns, rows)


def _outer(lines: list[Line], across: Places, along: Places) -> int:
    """Sides among parallel lines: at the ink's edge, and nearly as long as the ink."""
    low, high = float(across[0]), float(across[-1])
    slack = SIDE_TOLERANCE * (high - low) + MOST_THICKNESS
    length = 0.75 * float(along[-1] - along[0])
    long = [line.at for line in lines if line.end - line.start >= length]
    return sum(any(abs(at - edge) <= slack for at in long) for edge in (low, high))
