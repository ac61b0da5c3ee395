"""How legible a scan is, asked only where nothing could be read on it."""

import cv2
import numpy as np

from services.imagecheck.engines.raster import Pixels
from services.imagecheck.engines.scaling import scaled
from services.imagecheck.identity.measured import ScanQuality

#: Sharpness is taken at this long side at most, so that it means the same for every camera.
MEASURED_SIDE = 1200


def measure_quality(grey: Pixels) -> ScanQuality:
    """Measure a page."""
    long_side = max(grey.shape)
    small = scaled(grey, min(1.0, MEASURED_SIDE / long_side))
    dark, light = (float(level) for level in np.percentile(small, (0.1, 99.9)))
    edges = np.abs(cv2.Laplacian(small, cv2.CV_32F))
    contrast = light - dark
    return ScanQuality(
        long_side=long_side,
        contrast=contrast,
        sharpness=float(np.percentile(edges, 99.5)) / max(1.0, contrast),
    )
