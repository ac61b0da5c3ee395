"""Sharpness, exposure and colour of the face itself."""

from dataclasses import dataclass

import cv2
import numpy as np

from services.imagecheck.engines.faces import Face
from services.imagecheck.engines.raster import Pixels

#: Pixels between the eyes at which sharpness is compared, about what a compliant head has on 531
#: rows: a larger file gains nothing by its size, and every threshold was measured at this one.
COMPARED_EYE_DISTANCE = 90.0
#: Widths (pixels, at that size) of the blurs that part fine from medium detail. Nothing finer is
#: used: there, noise and JPEG blocks would pass for detail.
BLURS = (1.0, 2.0, 4.0)
#: From there a pixel is burnt. ISO/IEC 29794-5 as OFIQ 1.0.3 counts it: 247 to 255.
BURNT = 247
#: Side to which the face is brought for its tones, pixels: enough for a histogram.
TONE_SIDE = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """Measures of the face's pixels; the meaning of each is told in PhotoFacts."""

    sharpness: float
    burnt_share: float
    luminance: float
    highlight: float
    entropy: float
    colour_spread: float


def measure_light(pixels: Pixels, face: Face, eye_distance: float) -> Light | None:
    """Measures inside the face's outline; None when the face lies outside the picture."""
    top, left = max(int(face.top), 0), max(int(face.left), 0)
    cut = pixels[top : int(face.top + face.height), left : int(face.left + face.width)]
    if min(cut.shape[:2]) < 8:
        return None
    outline = face.mesh[:, :2] - np.array([left, top], dtype=np.float32)
    tones = _tones(cut, outline).astype(np.float32)
    grey = tones @ np.array([0.114, 0.587, 0.299], dtype=np.float32)  # ITU-R BT.601
    shares = np.bincount(grey.astype(np.uint8), minlength=256) / len(grey)
    present = shares[shares > 0]
    return Light(
        sharpness=_sharpness(cut, outline, COMPARED_EYE_DISTANCE / max(eye_distance, 1.0)),
        burnt_share=float(shares[BURNT:].sum()),
        luminance=float(grey.mean()) / 255,
        highlight=float(np.percentile(grey, 95)) / 255,
        entropy=float(-(present * np.log2(present)).sum()),
        colour_spread=float(np.percentile(np.ptp(tones, axis=1), 95)) / 255,
    )


def _tones(cut: Pixels, outline: np.ndarray) -> Pixels:
    """The pixels inside the outline, as rows of blue, green, red."""
    scale = min(1.0, TONE_SIDE / max(cut.shape[:2]))
    small = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    inside = _filled(outline * scale, small.shape[:2]) > 0
    return np.asarray(small[inside], dtype=np.uint8)


def _filled(outline: np.ndarray, shape: tuple[int, ...]) -> Pixels:
    inside = np.zeros(shape, dtype=np.uint8)
    cv2.fillConvexPoly(inside, cv2.convexHull(np.rint(outline).astype(np.int32)), 255)
    return inside


def _sharpness(cut: Pixels, outline: np.ndarray, scale: float) -> float:
    """Fine detail over medium detail, in the direction that shows less of it.

    Dim light lowers both alike, blur only the first; a moving hand blurs one direction only.
    """
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    grey = cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY)
    sized = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=method).astype(np.float32)
    # The rim is left out: hair and ground make edges there that say nothing of the face.
    inside = cv2.erode(_filled(outline * scale, sized.shape), np.ones((7, 7), np.uint8)) > 0
    if not inside.any():
        return 0.0
    return min(_detail_ratio(sized, inside), _detail_ratio(sized.T.copy(), inside.T))


def _detail_ratio(grey: np.ndarray, inside: np.ndarray) -> float:
    """Fine over medium detail across the picture; below one grey level there is no detail."""
    still = np.ones((1, 1))
    soft = [
        cv2.sepFilter2D(grey, -1, cv2.getGaussianKernel(2 * int(3 * blur) + 1, blur), still)
        for blur in BLURS
    ]
    fine = float(np.sqrt(np.mean(np.square((soft[0] - soft[1])[inside]))))
    medium = float(np.sqrt(np.mean(np.square((soft[1] - soft[2])[inside]))))
    return fine / max(medium, 1.0)
