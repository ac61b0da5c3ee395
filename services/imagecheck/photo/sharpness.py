"""How far the sharpest edges of a face are smeared: out of focus, moved, or enlarged."""

import math

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.engines.raster import Pixels

Floats = npt.NDArray[np.float32]

#: Pixels between the eyes at which blur is measured. A compliant head has 110 on 531 rows (PH2):
#: a larger file gains nothing by its size, a smaller one is not enlarged.
COMPARED_EYE_DISTANCE = 130.0
#: The picture is softened twice, by Gaussians of these widths; how much weaker an edge is in the
#: second tells its own width (Zhuo and Sim, Pattern Recognition 44, 2011). Softening also takes
#: away the noise and the JPEG blocks that pass for sharp detail.
SOFTENED = (1.0, 2.0)
#: Edges that count: the steepest 6 % of the face in each direction; of those, the sharper quarter
#: speaks. Best of 48 settings on 24 development portraits.
STEEPEST, SHARPER = 0.06, 0.25
#: Directions compared; a hand that moves blurs one of them and spares another.
DIRECTIONS = (0, 45, 90, 135)
#: Pixels of the face's rim left out: hair and ground make edges there that are not the face's.
RIM = 7
#: Fewer pixels than that say nothing.
LEAST_PIXELS = 200


def measure_edge_blur(cut: Pixels, outline: Floats, eye_distance: float) -> float | None:
    """Width (standard deviation, pixels) of the sharper edges, in the direction worst off.

    `cut` is the picture around the face, `outline` the face's points in it.
    """
    scale = min(1.0, COMPARED_EYE_DISTANCE / max(eye_distance, 1.0))
    grey = cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY)
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    inside = inside_of(outline * scale, grey.shape[:2], RIM)
    if int(inside.sum()) < LEAST_PIXELS:
        return None
    first, second = SOFTENED
    soft = _softened(np.asarray(grey, np.float32), first)
    softer = _softened(soft, math.sqrt(second**2 - first**2))
    slopes, weaker = _slopes(soft, inside), _slopes(softer, inside)
    return max(_width(slopes, weaker, math.radians(angle)) for angle in DIRECTIONS)


def inside_of(outline: Floats, shape: tuple[int, ...], rim: int = 0) -> npt.NDArray[np.bool_]:
    """True inside the outline of the face, `rim` pixels away from it."""
    inside = np.zeros(shape, dtype=np.uint8)
    cv2.fillConvexPoly(inside, cv2.convexHull(np.rint(outline).astype(np.int32)), 255)
    if rim:
        inside = np.asarray(cv2.erode(inside, np.ones((rim, rim), np.uint8)), np.uint8)
    return inside > 0


def _softened(grey: Floats, width: float) -> Floats:
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), width), np.float32)


def _slopes(grey: Floats, inside: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0)[inside]
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1)[inside]
    return np.asarray(across, np.float32), np.asarray(down, np.float32)


def _width(slopes: tuple[Floats, Floats], weaker: tuple[Floats, Floats], angle: float) -> float:
    """An edge of width w softened by s has a slope of 1 over the root of w² + s²."""
    cos, sin = np.float32(math.cos(angle)), np.float32(math.sin(angle))
    steep = np.abs(slopes[0] * cos + slopes[1] * sin)
    rank = int(len(steep) * (1 - STEEPEST))
    kept = np.argpartition(steep, rank)[rank:]
    weak = np.abs(weaker[0][kept] * cos + weaker[1][kept] * sin)
    ratio = np.square(steep[kept] / np.maximum(weak, 1e-3))
    first, second = SOFTENED[0] ** 2, SOFTENED[1] ** 2
    squares = (second - ratio * first) / np.maximum(ratio - 1, 1e-3)
    return math.sqrt(max(float(np.quantile(squares, SHARPER)), 0.0))
