"""What saving, a screen or a pencil leaves in the pixels of a face."""

from dataclasses import dataclass

import cv2
import numpy as np

from services.imagecheck.engines.raster import Pixels
from services.imagecheck.engines.scaling import halved_towards
from services.imagecheck.photo.sharpness import Floats, inside_of

#: JPEG stores squares of eight pixels (ITU-T T.81).
BLOCK = 8
#: Side of the part whose spectrum is taken, pixels.
SPECTRUM_SIDE = 256
#: Periods that screens and prints leave, cycles a pixel: below lies the face, above the noise.
LEAST_FREQUENCY, MOST_FREQUENCY = 0.06, 0.45
#: Bins beside the axes that are left out: borders and JPEG squares lie there.
AXIS = 4
#: Side of the surroundings that a peak is compared with, bins.
SURROUNDINGS = 15
#: Side from which a face is halved before tones and edges are looked at, pixels.
TONES_SIDE = 200
#: Grey levels within which nine neighbouring pixels are flat, and from which they hold a hard edge;
#: JPEG's ringing beside such edges is taken away first, by a median of that many pixels a side.
FLAT, HARD, MEDIAN = 1, 40, 5
#: Grey levels that are neither black nor burnt: those are flat on photographs too.
SHADED = (8, 246)
#: Grey levels between a face's darkest and lightest parts, below which all of it is flat.
LEAST_CONTRAST = 70
#: Brings the product of two shares to the order of one.
POSTER_SCALE = 10.0
#: Smaller cuts have too few borders and waves to speak of.
LEAST_SIDE = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """The meaning of each is told in PhotoFacts."""

    blockiness: float
    moire_peak: float
    #: None where the face has too little contrast to tell.
    poster_trace: float | None
    flat_share: float | None


def measure_traces(cut: Pixels, outline: Floats) -> Traces | None:
    """Traces in the picture cut around the face, at the file's own pixels where possible."""
    if min(cut.shape[:2]) < LEAST_SIDE:
        return None
    grey = np.asarray(cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY), np.uint8)
    tones = _flat_and_hard(grey, outline)
    return Traces(
        blockiness=_blockiness(grey),
        moire_peak=_moire_peak(grey),
        poster_trace=None if tones is None else POSTER_SCALE * tones[0] * tones[1],
        flat_share=None if tones is None else tones[0],
    )


def _blockiness(grey: Pixels) -> float:
    """Mean step across the likeliest grid over the mean of the others, the weaker direction.

    The grid is searched, since a crop moves it.
    """
    return min(_grid(grey), _grid(np.ascontiguousarray(grey.T)))


def _grid(grey: Pixels) -> float:
    signed = grey.astype(np.int16)
    steps = np.minimum(np.abs(np.diff(signed, axis=1)), 20).mean(axis=0)
    phases = np.array([steps[phase::BLOCK].mean() for phase in range(BLOCK)])
    strongest = int(phases.argmax())
    others = np.delete(phases, strongest).mean()
    return float((phases[strongest] + 0.05) / (others + 0.05))


def _moire_peak(grey: Pixels) -> float:
    """Highest peak of the spectrum over the mean of its surroundings."""
    height, width = grey.shape
    side = min(height, width, SPECTRUM_SIDE)
    top, left = (height - side) // 2, (width - side) // 2
    part = grey[top : top + side, left : left + side].astype(np.float32)
    window = np.hanning(side).astype(np.float32)
    spectrum = np.abs(np.fft.rfft2((part - part.mean()) * np.outer(window, window)))
    size = np.asarray(np.fft.fftshift(spectrum, axes=0), np.float32)
    around = cv2.blur(size, (SURROUNDINGS, SURROUNDINGS), borderType=cv2.BORDER_REFLECT_101)
    down = np.abs(np.arange(side) - side // 2)[:, np.newaxis]
    across = np.arange(size.shape[1])[np.newaxis]
    frequency = np.hypot(down, across) / side
    wanted = (frequency > LEAST_FREQUENCY) & (frequency < MOST_FREQUENCY)
    wanted &= (down >= AXIS) & (across >= AXIS)
    smooth = cv2.blur(size, (3, 3))
    return float((smooth / np.maximum(around, 1e-3))[wanted].max())


def _flat_and_hard(grey: Pixels, outline: Floats) -> tuple[float, float] | None:
    """Shares of flat tones and of hard edges: drawings have both, a photographed face neither.

    None in dim or pale light, which makes all tones flat.
    """
    small = halved_towards(grey, TONES_SIDE)
    points = outline * np.float32(small.shape[0] / grey.shape[0])
    tones = cv2.medianBlur(small, MEDIAN)
    square = np.ones((3, 3), np.uint8)
    spread = cv2.subtract(cv2.dilate(tones, square), cv2.erode(tones, square))
    inside = inside_of(points, tones.shape)
    if not inside.any():
        return None
    spreads, shades = spread[inside], tones[inside]
    darkest, lightest = np.quantile(shades, (0.02, 0.98))
    if lightest - darkest < LEAST_CONTRAST:
        return None
    flat = (spreads <= FLAT) & (shades >= SHADED[0]) & (shades <= SHADED[1])
    return float(flat.mean()), float((spreads >= HARD).mean())
