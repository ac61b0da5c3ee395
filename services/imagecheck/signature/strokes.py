"""Strokes: how wide, how crisp, how solid, how tangled, and whether they reach the rim."""

import cv2
import numpy as np

from services.imagecheck.signature.ink import Ink, Mask

#: Lines at the rim in which ink means that the signature was cut.
RIM = 2
#: Directions that edges are sorted into; motion blurs one of them and leaves another crisp.
SECTORS = 4
#: A direction counts where it holds that share of the edges: some signatures have hardly a stroke
#: in one of them. An edge is that steep, as a share of the steepest.
SECTOR_SHARE, EDGE_SHARE = 0.06, 0.15


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


def edge_steepness(ink: Ink) -> tuple[float, float]:
    """Share of the ink's contrast crossed in one pixel by the steepest edges of the strokes.

    First over all edges, then in the direction in which they are least steep.
    """
    across = cv2.Sobel(ink.flat, cv2.CV_32F, 1, 0, ksize=3) / 8
    down = cv2.Sobel(ink.flat, cv2.CV_32F, 0, 1, ksize=3) / 8
    near = cv2.dilate(ink.mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    contrast = max(1.0 - float(np.percentile(ink.flat[ink.mask], 5)), 0.05)
    steepness = np.hypot(across[near], down[near]) / contrast
    steepest = float(np.percentile(steepness, 90))
    edges = steepness > EDGE_SHARE * steepest
    angle = np.mod(np.arctan2(down[near], across[near])[edges], np.pi)
    sector = np.floor(angle / np.pi * SECTORS + 0.5).astype(int) % SECTORS
    least = steepest
    for number in range(SECTORS):
        within = steepness[edges][sector == number]
        if within.size > SECTOR_SHARE * edges.sum():
            least = min(least, float(np.percentile(within, 92)))
    return steepest, least


def hole_count(mask: Mask) -> int:
    """Patches of paper shut in by strokes: loops, and the meshes of a scribble."""
    framed = cv2.copyMakeBorder((~mask).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    count, _, stats, _ = cv2.connectedComponentsWithStats(framed, connectivity=4)
    # Component 0 is the ink, 1 the paper outside; a pixel or two is grain in the ink.
    return int((stats[1:count, cv2.CC_STAT_AREA] >= 6).sum()) - 1
