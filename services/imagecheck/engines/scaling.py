"""Smaller copies of a picture: what the checks measure on, whatever the size of the file."""

import cv2
import numpy as np

from services.imagecheck.engines.raster import Pixels


def fit_within(pixels: Pixels, side: int) -> Pixels:
    """The picture with its longest side brought down to `side`; never enlarged, never empty."""
    height, width = pixels.shape[:2]
    scale = side / max(width, height)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
