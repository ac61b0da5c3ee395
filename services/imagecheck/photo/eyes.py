"""Red pupils and reflections on glasses: the small square around each eye."""

from dataclasses import dataclass

import cv2
import numpy as np

from services.imagecheck.engines.facemesh import Eye
from services.imagecheck.engines.raster import Pixels

#: A pixel is red when its red is that many times the stronger of green and blue, and that many
#: grey levels above it. Measured on 24 portraits: no iris reaches it, painted red eyes all do.
RED, LEAST_RED = 1.9, 60.0
#: Under a warm lamp everything is redder: then red is that many times what the skin around is.
REDDER_THAN_SKIN = 1.4
#: The zone of a lens around the iris, in radii of the iris: across, up and down. An iris is 11.7 mm
#: wide (human median), a lens about 50 by 30 mm.
ACROSS, DOWN = 3.5, 2.5
#: CIELAB lightness from which a pixel of that zone is a reflection (measured: 92 left clear eyes
#: alone on 23 identity photos, the white of the eye included), and how far above the cheeks it
#: is: in a burnt picture all is light.
REFLECTION, ABOVE_CHEEKS = 92.0, 12.0
#: CIELAB lightness in steps of eight bits.
STEPS = 2.55


@dataclass(frozen=True, slots=True, kw_only=True)
class EyeColours:
    """The worse of both eyes."""

    #: Share of the iris that is red.
    red: float
    #: Share of the zone of a lens that is a reflection.
    glare: float


def measure_eyes(pixels: Pixels, eyes: tuple[Eye, Eye], skin_lightness: float) -> EyeColours | None:
    """Colours of both eyes; None when one lies outside the picture."""
    reflection = max(REFLECTION, skin_lightness + ABOVE_CHEEKS)
    seen = [_measure(pixels, eye, reflection) for eye in eyes]
    if any(one is None for one in seen):
        return None
    both = [one for one in seen if one is not None]
    return EyeColours(red=max(one.red for one in both), glare=max(one.glare for one in both))


def _measure(pixels: Pixels, eye: Eye, reflection: float) -> EyeColours | None:
    (x, y), radius = eye.iris, max(eye.iris_radius, 1.0)
    left, top = max(int(x - ACROSS * radius), 0), max(int(y - DOWN * radius), 0)
    zone = pixels[top : int(y + DOWN * radius) + 1, left : int(x + ACROSS * radius) + 1]
    if min(zone.shape[:2]) < 3:
        return None
    rows, columns = np.mgrid[top : top + zone.shape[0], left : left + zone.shape[1]]
    iris = np.square(rows - y) + np.square(columns - x) <= radius**2
    if not iris.any():
        return None
    blue, green, red = np.moveaxis(zone[iris].astype(np.float32), 1, 0)
    other = np.maximum(green, blue)
    usual = np.median(zone.reshape(-1, 3), axis=0)
    redness = max(RED, REDDER_THAN_SKIN * float(usual[2] / max(usual[0], usual[1], 1.0)))
    is_red = (red > redness * other) & (red - other > LEAST_RED)
    lightness = cv2.cvtColor(zone, cv2.COLOR_BGR2LAB)[:, :, 0] / STEPS
    return EyeColours(red=float(is_red.mean()), glare=float((lightness > reflection).mean()))
