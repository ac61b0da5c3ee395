"""Pictures made smaller by averaging, larger by interpolation, never empty."""

import cv2
import numpy as np

from services.imagecheck.engines.raster import Pixels


def scaled(grey: Pixels, factor: float) -> Pixels:
    """The picture `factor` times as large, at least one pixel each way."""
    size = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, size, interpolation=how), dtype=np.uint8)
