"""Strokes: how wide, how crisp, how solid, and whether they stand like printed letters."""

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.signature.ink import Ink, Mask

#: Lines at the rim in which ink means that the signature was cut.
RIM = 2
#: Marks needed before anything is said of text: a signature may be a few separate letters.
LEAST_MARKS = 10
#: Printed letters stand on a line and have one of two heights, within that share of the median.
LETTER_TOLERANCE = 0.15


def stroke_widths(mask: Mask) -> tuple[float, float]:
    """Median width of the strokes and the thickest solid over it."""
    # A rim of paper, so that a picture of nothing but ink has a width too.
    framed = cv2.copyMakeBorder(mask.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    distance = cv2.distanceTransform(framed, cv2.DIST_L2, 3)
    ridge = (distance > 0) & (distance >= cv2.dilate(distance, np.ones((3, 3), np.uint8)))
    width = 2.0 * float(np.median(distance[ridge]))
    return width, 2.0 * float(distance.max()) / max(width, 1.0)


def border_strokes(mask: Mask, stroke_width: float) -> float:
    """Ink in the outermost lines, counted in strokes."""
    rim = mask.copy()
    rim[RIM:-RIM, RIM:-RIM] = False
    return float(rim.sum()) / (RIM * max(stroke_width, 1.0))


def edge_steepness(ink: Ink) -> float:
    """Share of the ink's contrast crossed in one pixel by the steepest edges of the strokes."""
    across = cv2.Sobel(ink.flat, cv2.CV_32F, 1, 0, ksize=3) / 8
    down = cv2.Sobel(ink.flat, cv2.CV_32F, 0, 1, ksize=3) / 8
    near = cv2.dilate(ink.mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    contrast = 1.0 - float(np.percentile(ink.flat[ink.mask], 5))
    return float(np.percentile(np.hypot(across, down)[near], 90)) / max(contrast, 0.05)


def text_share(marks: npt.NDArray[np.int32]) -> float:
    """Share of marks of a common height that stand on a common line with four others."""
    heights = marks[:, cv2.CC_STAT_HEIGHT].astype(np.float64)
    bottoms = marks[:, cv2.CC_STAT_TOP] + heights
    tall = heights >= 0.5 * np.percentile(heights, 75)  # dots and accents are left out
    heights, bottoms = heights[tall], bottoms[tall]
    if len(heights) < LEAST_MARKS:
        return 0.0
    tolerance = LETTER_TOLERANCE * float(np.median(heights))
    same_line = np.abs(bottoms[:, np.newaxis] - bottoms) <= tolerance
    same_height = np.abs(heights[:, np.newaxis] - heights) <= tolerance
    return float(((same_line & same_height).sum(axis=1) >= 5).mean())
