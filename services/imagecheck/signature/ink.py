"""Parts ink from paper, whatever the light that fell on the sheet."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.engines.raster import Pixels

Mask = npt.NDArray[np.bool_]

#: Closing that swallows strokes and leaves the paper: wider than any pen on a 900-pixel picture.
STROKE_CLOSING = 41
#: The paper is estimated on a picture that many times smaller: it is smooth, and time counts.
PAPER_REDUCTION = 4
#: Ink is at most that share of the paper's light; paler marks are grain or the sheet's back.
INK_CEILING = 0.82
#: Marks smaller than that share of the picture are dust.
DUST_SHARE = 2.5e-5
#: Clearly darker than the paper, CIELAB lightness.
DARK_STEP = 25.0
#: From paper to ink, what lies in the middle of the way belongs to pictures, not to pen strokes.
MIDTONES = (0.35, 0.75)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ink:
    """Ink of one picture and what parts it from the paper."""

    mask: Mask
    #: Grey levels over the paper's, 0 (black) to 1 (paper).
    flat: npt.NDArray[np.float32]
    #: Rows of x, y, width, height and area of each mark.
    marks: npt.NDArray[np.int32]


def find_ink(grey: Pixels) -> Ink:
    """The ink of a grey picture, dust left out."""
    paper = _paper(grey)
    flat = np.minimum(grey / np.maximum(paper, 1.0), 1.0, dtype=np.float32)
    level, _ = cv2.threshold((flat * 255).astype(np.uint8), 0, 255, cv2.THRESH_OTSU)
    # At most, and not below: a black-and-white file has no level under its ink.
    mask = flat <= min(level / 255, INK_CEILING)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    kept = stats[:, cv2.CC_STAT_AREA] >= max(4.0, DUST_SHARE * grey.size)
    kept[0] = False  # the first component is the paper
    return Ink(mask=kept[labels], flat=flat, marks=np.asarray(stats[kept], dtype=np.int32))


def dark_share(lightness: npt.NDArray[np.float32], lightest: float) -> float:
    """Share of pixels clearly darker than the lightest, before the light is made even."""
    return float((lightness < lightest - DARK_STEP).mean())


def midtone_share(flat: npt.NDArray[np.float32]) -> float:
    """Share of pixels that are neither paper nor ink."""
    least, most = MIDTONES
    return float(((flat > least) & (flat < most)).mean())


def _paper(grey: Pixels) -> npt.NDArray[np.float32]:
    height, width = grey.shape
    small_size = (max(1, width // PAPER_REDUCTION), max(1, height // PAPER_REDUCTION))
    small = cv2.resize(grey, small_size, interpolation=cv2.INTER_AREA)
    side = STROKE_CLOSING // PAPER_REDUCTION | 1
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    smooth = cv2.medianBlur(closed, side)
    paper = cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(paper, dtype=np.float32)
