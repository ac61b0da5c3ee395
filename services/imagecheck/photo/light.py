"""Exposure, evenness and colour of the face itself."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.engines.raster import Pixels
from services.imagecheck.engines.scaling import halved_towards
from services.imagecheck.photo.sharpness import Floats, inside_of

#: From there a pixel is burnt. ISO/IEC 29794-5 as OFIQ 1.0.3 counts it: 247 to 255.
BURNT = 247
#: The face is halved for its tones as long as it keeps that many pixels a side: enough for a
#: histogram.
TONE_SIDE = 96
#: Points of the mesh in the middle of each cheek, and below each eye where a lens would be.
CHEEKS = ((50, 205), (280, 425))
UNDER_EYES = ((230,), (450,))
#: Half side of the square looked at around such a point, share of the distance of the eyes.
PATCH = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """Measures of the face's pixels; the meaning of each is told in PhotoFacts."""

    burnt_share: float
    luminance: float
    highlight: float
    entropy: float
    colour_spread: float
    cheek_gap: float
    skin_lightness: float
    skin_a: float
    skin_b: float
    lens_ratio: float


def measure_light(cut: Pixels, outline: Floats, eye_distance: float) -> Light:
    """Measures inside the face's outline, on the picture cut around the face."""
    small = halved_towards(cut, TONE_SIDE)
    scale = small.shape[0] / cut.shape[0]
    points = outline * np.float32(scale)
    tones = small[inside_of(points, small.shape[:2])].astype(np.float32)
    grey = tones @ np.array([0.114, 0.587, 0.299], dtype=np.float32)  # ITU-R BT.601
    shares = np.bincount(grey.astype(np.uint8), minlength=256) / max(len(grey), 1)
    present = shares[shares > 0]
    patch = max(1, round(PATCH * eye_distance * scale))
    left, right = (_skin(small, points[list(cheek)], patch) for cheek in CHEEKS)
    skin = (left + right) / 2
    under = [_skin(small, points[list(eye)], patch)[0] for eye in UNDER_EYES]
    lights = sorted((max(float(left[0]), 1.0), max(float(right[0]), 1.0)))
    return Light(
        burnt_share=float(shares[BURNT:].sum()),
        luminance=float(grey.mean()) / 255,
        highlight=float(np.percentile(grey, 95)) / 255,
        entropy=float(-(present * np.log2(present)).sum()),
        colour_spread=float(np.percentile(np.ptp(tones, axis=1), 95)) / 255,
        cheek_gap=1 - lights[0] / lights[1],
        skin_lightness=float(skin[0]),
        skin_a=float(skin[1]),
        skin_b=float(skin[2]),
        lens_ratio=float(np.mean(under)) / max(float(skin[0]), 1.0),
    )


def _skin(small: Pixels, points: Floats, patch: int) -> npt.NDArray[np.float32]:
    """CIELAB median of the squares around the points; the rim stands in for what lies outside."""
    height, width = small.shape[:2]
    seen = []
    for x, y in np.rint(points).astype(int).tolist():
        column, row = min(max(x, 0), width - 1), min(max(y, 0), height - 1)
        square = small[max(row - patch, 0) : row + patch + 1, max(column - patch, 0) :]
        seen.append(square[:, : 2 * patch + 1].reshape(-1, 3))
    pixels = np.concatenate(seen)[np.newaxis].astype(np.float32) / 255.0
    return np.asarray(np.median(cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB)[0], axis=0), np.float32)
