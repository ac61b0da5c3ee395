"""The ground behind the person: how light, how plain, of what colour, with what shadow."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.engines.raster import Pixels
from services.imagecheck.engines.scaling import halved

Mask = npt.NDArray[np.bool_]

#: Only what is surely not the person counts, and not the soft edge of the hair either.
NOT_PERSON = 0.1
#: Pixels of the mask (256 a side) kept away from the person.
MARGIN = 11
#: Rows and columns left out at the rim, of 256: scanners and scissors leave a line there.
RIM = 4
#: Below that share of the picture, what is left says nothing of the ground.
LEAST_SHARE = 0.02
#: Side of the cells in which shadows are looked for, of 128: wider than texture, narrower than a
#: head's shadow. A cell counts when that share of it is ground.
CELL, LEAST_OF_CELL = 8, 0.6
#: What is lit and what lies in shadow: quantiles of the cells, so that no single one decides.
LIT, SHADED = 0.8, 0.05
#: Cells needed to speak of a shadow.
LEAST_CELLS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """CIELAB medians of the ground, its spread, and its share of the picture."""

    share: float
    lightness: float
    a: float
    b: float
    spread: float
    #: Lightness between the lit part and the darkest part; None where too little ground is seen.
    shadow: float | None
    #: How far pixels stray from their own cell, CIELAB units: objects and texture, no shadow.
    texture: float | None


def measure_background(
    square: Pixels, mask: npt.NDArray[np.float32], chin: float
) -> Background | None:
    """Ground of a shrunk picture above the chin; below it shoulders and clothes interfere.

    The chin is a share of the height; the mask covers the same square as the picture.
    """
    ground = _ground(mask, chin)
    share = float(ground.mean())
    if share < LEAST_SHARE:
        return None
    rows = int(np.flatnonzero(ground.any(axis=1))[-1]) + 1
    # Halved: grain is averaged away, so that a noisy photo does not count as a busy one.
    shown = halved(square)[: rows // 2]
    ground = ground[::2, ::2][: rows // 2]
    lab = cv2.cvtColor(np.multiply(shown, np.float32(1 / 255)), cv2.COLOR_BGR2LAB)
    seen = lab[ground]
    lightness, a, b = np.median(seen, axis=0).tolist()
    shadow, texture = _in_cells(np.asarray(lab, np.float32), ground)
    return Background(
        share=share,
        lightness=lightness,
        a=a,
        b=b,
        spread=float(np.sqrt(seen.var(axis=0).sum())),
        shadow=shadow,
        texture=texture,
    )


def _ground(mask: npt.NDArray[np.float32], chin: float) -> Mask:
    rows, columns = mask.shape
    person = (mask > NOT_PERSON).astype(np.uint8)
    ground = cv2.dilate(person, np.ones((MARGIN, MARGIN), np.uint8)) == 0
    ground[:RIM], ground[:, :RIM], ground[:, columns - RIM :] = False, False, False
    ground[int(np.clip(chin * rows, 0, rows)) :] = False
    return np.asarray(ground, np.bool_)


def _in_cells(lab: npt.NDArray[np.float32], ground: Mask) -> tuple[float | None, float | None]:
    """Depth of the shadow and strength of the texture, from means and spreads of cells."""
    rows, columns = ground.shape[0] // CELL * CELL, ground.shape[1] // CELL * CELL
    shape = (rows // CELL, CELL, columns // CELL, CELL)
    weight = ground[:rows, :columns].reshape(shape).astype(np.float32)
    filled = weight.mean(axis=(1, 3))
    kept = filled >= LEAST_OF_CELL
    if int(kept.sum()) < LEAST_CELLS:
        return None, None
    values = lab[:rows, :columns].reshape(*shape, 3)
    counts = np.maximum(weight.sum(axis=(1, 3)), 1.0)[:, :, np.newaxis]
    means = (values * weight[..., np.newaxis]).sum(axis=(1, 3)) / counts
    squares = (np.square(values) * weight[..., np.newaxis]).sum(axis=(1, 3)) / counts
    spreads = np.sqrt(np.maximum(squares - np.square(means), 0).sum(axis=2))[kept]
    lit, shaded = np.quantile(means[:, :, 0][kept], (LIT, SHADED))
    return float(lit - shaded), float(np.median(spreads))
