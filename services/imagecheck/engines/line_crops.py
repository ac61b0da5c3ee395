"""Single lines cut out of a page, as the recogniser of lines wants them."""

import math

import cv2
import numpy as np

from services.imagecheck.engines.rapidocr import Quad
from services.imagecheck.engines.raster import Pixels
from services.imagecheck.engines.scaling import scaled

#: Height of a line as the recogniser was trained on it.
LINE_HEIGHT = 48


def length_of(quad: Quad) -> float:
    """Length of the line's upper edge."""
    return float(math.dist(quad[0], quad[1]))


def height_of(quad: Quad) -> float:
    """Length of its left edge."""
    return float(math.dist(quad[0], quad[3]))


def line_crop(picture: Pixels, quad: Quad) -> Pixels:
    """A line cut out, levelled, at the height that the recogniser wants."""
    width, height = max(1, round(length_of(quad))), max(1, round(height_of(quad)))
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    move = cv2.getPerspectiveTransform(quad, frame)
    crop = cv2.warpPerspective(
        picture, move, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return scaled(np.asarray(crop, dtype=np.uint8), LINE_HEIGHT / height)
