"""Copies of a picture in another size: the checks measure on these, whatever the file."""

import cv2
import numpy as np

from services.imagecheck.engines.raster import Pixels


def fit_within(pixels: Pixels, side: int) -> Pixels:
    """The picture with its longest side brought down to `side`; never enlarged, never empty."""
    scale = side / max(pixels.shape[:2])
    return pixels if scale >= 1 else scaled(pixels, scale)


def scaled(pixels: Pixels, factor: float) -> Pixels:
    """The picture `factor` times as large: averaged when smaller, interpolated when larger."""
    height, width = pixels.shape[:2]
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, size, interpolation=how), dtype=np.uint8)


def halved(pixels: Pixels) -> Pixels:
    """Half the size, each pixel the mean of four; ten times as fast as any other factor."""
    height, width = pixels.shape[0] // 2, pixels.shape[1] // 2
    even = pixels[: 2 * height, : 2 * width]
    return np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def halved_towards(pixels: Pixels, side: int) -> Pixels:
    """Halved as often as the longest side stays no shorter than `side`."""
    while max(pixels.shape[:2]) >= 2 * side and min(pixels.shape[:2]) >= 2:
        pixels = halved(pixels)
    return pixels
