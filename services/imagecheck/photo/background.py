"""The ground behind the person: how light, how plain, of what colour."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.engines.raster import Pixels

#: Only what is surely not the person counts, and not the soft edge of the hair either.
NOT_PERSON = 0.1
#: Pixels of the mask (256 a side) kept away from the person.
MARGIN = 11
#: Rows and columns left out at the rim, of 256: scanners and scissors leave a line there.
RIM = 4
#: Below that share of the picture, what is left says nothing of the ground.
LEAST_SHARE = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """CIELAB medians of the ground, its spread, and its share of the picture."""

    share: float
    lightness: float
    a: float
    b: float
    spread: float


def measure_background(
    square: Pixels, mask: npt.NDArray[np.float32], chin: float
) -> Background | None:
    """Ground of a shrunk picture above the chin; below it shoulders and clothes interfere.

    The chin is a share of the height; the mask covers the same square as the picture.
    """
    rows, columns = mask.shape
    person = (mask > NOT_PERSON).astype(np.uint8)
    ground = cv2.dilate(person, np.ones((MARGIN, MARGIN), np.uint8)) == 0
    ground[:RIM], ground[:, :RIM], ground[:, columns - RIM :] = False, False, False
    ground[int(np.clip(chin * rows, 0, rows)) :] = False
    share = float(ground.mean())
    if share < LEAST_SHARE:
        return None
    seen = square[ground][np.newaxis].astype(np.float32) / 255.0
    lab = cv2.cvtColor(seen, cv2.COLOR_BGR2LAB)[0]
    lightness, a, b = np.median(lab, axis=0).tolist()
    spread = float(np.sqrt(lab.var(axis=0).sum()))
    return Background(share=share, lightness=lightness, a=a, b=b, spread=spread)
