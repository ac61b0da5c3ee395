"""A photographed page made flat: its four corners found, its light evened, its lines level."""

import cv2
import numpy as np

from services.imagecheck.engines.moved import Sheet
from services.imagecheck.engines.raster import Pixels

#: The corners are looked for on a picture of this long side: edges of paper survive it.
SMALL = 640

#: A sheet fills at least this share of its photo, else what was found is no page. [D]
MIN_SHARE = 0.30

#: A sheet that fills more needs no cutting out. [D]
MAX_SHARE = 0.97

#: Levels between the sheet and what it lies on; grain of a scan has fewer than a third. [D]
MIN_STEP = 40.0

#: Pixels of that small picture on either side of an edge between which the light must fall.
EDGE = 6.0

#: Radius and weight of the mask that sharpens. Words read on rendered bills blurred by 2 pixels:
#: 0.50 as they are, 0.68 with weight 1.5, 0.73 with 3; on sharp ones the same with all three.
SOFTNESS, SHARPENING = 3.0, 3.0

#: Lines are levelled within this many degrees: a hand lays paper no more crooked. [D]
MAX_SKEW = 8.0

#: Columns must stand out this much more than rows before a page is taken for sideways. [D]
SIDEWAYS = 1.2

#: Under this many degrees a row of print stays inside its own height across a page (a line of
#: 10 points is a fiftieth of the width: 1.1 degrees).
MIN_SKEW = 0.3

Corners = np.ndarray[tuple[int, int], np.dtype[np.float32]]


def flattened(sheet: Sheet) -> Sheet:
    """The page alone, evenly lit, its lines across and level; it may still stand on its head."""
    page = cut_out(sheet)
    flat = level(page.turned(1) if _is_sideways(page.pixels) else page)
    return flat.redrawn(sharpened(flat.pixels))


def cut_out(sheet: Sheet) -> Sheet:
    """The page alone, evenly lit, as it was held."""
    corners = find_corners(sheet.pixels)
    page = _cut_out(sheet, corners) if corners is not None else sheet
    return page.redrawn(evenly_lit(page.pixels))


def find_corners(grey: Pixels) -> Corners | None:
    """Corners of a light sheet on a darker ground, from the top left around; None without one."""
    scale = SMALL / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    # print closed away, so that the sheet is one light area
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    paper = np.asarray(closed, np.uint8)
    threshold, mask = cv2.threshold(paper, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    light, dark = paper[paper > threshold], paper[paper <= threshold]
    if not light.size or not dark.size or np.median(light) - np.median(dark) < MIN_STEP:
        return None
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    sheet = cv2.convexHull(max(outlines, key=cv2.contourArea))
    share = cv2.contourArea(sheet) / mask.size
    if not MIN_SHARE <= share <= MAX_SHARE:
        return None
    corners = _four(sheet)
    if corners is None or not _has_edges(paper, corners):
        return None
    return np.asarray(corners / scale, dtype=np.float32)


def _has_edges(paper: Pixels, corners: Corners) -> bool:
    """True when the light falls off at once along each side: a shadow's edge is a slope."""
    middle = corners.mean(axis=0)
    last = np.array(paper.shape[::-1]) - 1
    for one, other in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        points = one + np.linspace(0.1, 0.9, 25)[:, None] * (other - one)
        away = (points - middle) / np.linalg.norm(points - middle, axis=1, keepdims=True)
        outside, inside = points + EDGE * away, points - EDGE * away
        seen = np.all((outside >= 0) & (outside <= last), axis=1)
        if seen.mean() < 0.5:
            continue  # this side is the picture's own
        steps = _levels(paper, inside[seen]) - _levels(paper, outside[seen])
        if np.median(steps) < MIN_STEP:
            return False
    return True


def _levels(paper: Pixels, points: np.ndarray) -> np.ndarray:
    columns, rows = np.round(points).astype(int).T
    height, width = paper.shape
    levels = paper[rows.clip(0, height - 1), columns.clip(0, width - 1)]
    return np.asarray(levels, np.float64)


def _four(outline: np.ndarray) -> Corners | None:
    """The four corners of an outline, where four straight sides make nearly all of it."""
    around = cv2.arcLength(outline, closed=True)
    for share in (0.01, 0.02, 0.03, 0.05):
        shape = cv2.approxPolyDP(outline, share * around, closed=True)
        if len(shape) == 4:
            points = shape.reshape(4, 2).astype(np.float32)
            sums, rises = points.sum(axis=1), points[:, 1] - points[:, 0]
            order = [sums.argmin(), rises.argmin(), sums.argmax(), rises.argmax()]
            fits = cv2.contourArea(shape) > 0.95 * cv2.contourArea(outline)
            return points[order] if len(set(order)) == 4 and fits else None
    return None


def _cut_out(sheet: Sheet, corners: Corners) -> Sheet:
    top_left, top_right, bottom_right, bottom_left = corners
    width = max(_distance(top_left, top_right), _distance(bottom_left, bottom_right))
    height = max(_distance(top_left, bottom_left), _distance(top_right, bottom_right))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    size = (max(1, round(width)), max(1, round(height)))
    page = cv2.warpPerspective(sheet.pixels, matrix, size, flags=cv2.INTER_CUBIC)
    return sheet.moved(np.asarray(page, np.uint8), np.asarray(matrix, np.float64))


def _distance(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.hypot(*(one - other)))


def evenly_lit(grey: Pixels) -> Pixels:
    """Each place divided by the paper around it: shadows and lamps go, ink stays."""
    scale = min(1.0, SMALL / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), 21)
    ground = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(ground, 1), scale=255), np.uint8)


def sharpened(grey: Pixels) -> Pixels:
    """Edges that a lens or a hand made soft, steeper: blurred words stand apart again."""
    soft = cv2.GaussianBlur(grey, (0, 0), SOFTNESS)
    return np.asarray(cv2.addWeighted(grey, 1 + SHARPENING, soft, -SHARPENING, 0), np.uint8)


def level(sheet: Sheet) -> Sheet:
    """Turned by the angle at which its rows of print stand out most."""
    grey = sheet.pixels
    angle = _skew(grey)
    if abs(angle) < MIN_SKEW:
        return sheet
    height, width = grey.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    page = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    return sheet.moved(np.asarray(page, np.uint8), np.vstack([turn, [0.0, 0.0, 1.0]]))


def _ink(grey: Pixels) -> Pixels:
    scale = min(1.0, SMALL / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(np.asarray(small) < 160, np.uint8) * 255


def _is_sideways(grey: Pixels) -> bool:
    """True where columns of ink alternate more than rows: print runs down the picture."""
    ink = _ink(grey)
    return _best(np.rot90(ink))[0] > SIDEWAYS * _best(ink)[0]


def _best(ink: Pixels) -> tuple[float, float]:
    """How far rows of print stand out at the coarse angle at which they do most."""
    angles = np.arange(-MAX_SKEW, MAX_SKEW + 0.5, 1.0)
    return max((_sharpness_of_rows(ink, float(angle)), float(angle)) for angle in angles)


def _skew(grey: Pixels) -> float:
    """Degrees to turn by; coarse steps first, then finer ones around the best."""
    ink = _ink(grey)
    coarse = _best(ink)[1]
    angles = coarse + np.arange(-0.9, 0.95, 0.15)
    return float(max(angles, key=lambda angle: _sharpness_of_rows(ink, float(angle))))


def _sharpness_of_rows(ink: Pixels, angle: float) -> float:
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_NEAREST)
    return float(np.square(np.diff(turned.sum(axis=1, dtype=np.float64))).sum())
