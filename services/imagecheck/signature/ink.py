"""Parts ink from paper, whatever the light that fell on the sheet."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.engines.raster import Pixels

Mask = npt.NDArray[np.bool_]

#: Closing that swallows strokes and leaves the paper: wider than any pen on a 900-pixel picture.
STROKE_CLOSING = 41
#: Ink is at most that share of the paper's light; paler marks are grain or the sheet's back.
INK_CEILING = 0.82
#: Pencil that hardly marks the paper: darker than it by at least that share and by that many
#: times the grain, and at least that long, as a share of the picture.
PALE_STEP, GRAIN_TIMES, PALE_LENGTH = 0.06, 5.0, 0.1
#: Ink below that share of the picture is looked for again, paler.
LEAST_SHARE = 5e-4
#: Marks smaller than that share of the picture are dust.
DUST_SHARE = 2.5e-5
#: From paper to ink, what lies in the middle of the way belongs to pictures, not to pen strokes.
MIDTONES = (0.35, 0.75)
#: Window in which a scribbled page still shows some paper, and how much darker its strokes are.
SCRIBBLE_WINDOW, SCRIBBLE_CEILING = 15, 0.7


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
    flat = np.minimum(grey / np.maximum(paper_light(grey), 1.0), 1.0, dtype=np.float32)
    level, _ = cv2.threshold((flat * 255).astype(np.uint8), 0, 255, cv2.THRESH_OTSU)
    # At most, and not below: a black-and-white file has no level under its ink.
    ink = keep_marks(flat <= min(level / 255, INK_CEILING), flat)
    return ink if ink.mask.mean() >= LEAST_SHARE else _pale_ink(ink)


def _pale_ink(found: Ink) -> Ink:
    """Traces too pale for ink, but long; what was found before when there are none.

    With them a pale pencil is told to be pale, and not that the sheet is empty.
    """
    smooth = cv2.GaussianBlur(found.flat, (0, 0), 1.2)
    paper = float(np.median(smooth))
    grain = 1.4826 * float(np.median(np.abs(smooth - paper)))  # robust standard deviation
    pale = keep_marks(smooth < paper - max(PALE_STEP, GRAIN_TIMES * grain), found.flat)
    return pale if longest_mark(pale) >= PALE_LENGTH else found


def longest_mark(ink: Ink) -> float:
    """Width or height of the largest mark, as a share of the picture's longer side."""
    spans = ink.marks[:, (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT)]
    height, width = ink.mask.shape
    return float(spans.max(initial=0) / max(height, width))


def keep_marks(mask: Mask, flat: npt.NDArray[np.float32]) -> Ink:
    """The ink of a mask: its connected marks, dust left out."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    kept = stats[:, cv2.CC_STAT_AREA] >= max(4.0, DUST_SHARE * mask.size)
    kept[0] = False  # the first component is the paper
    return Ink(mask=kept[labels], flat=flat, marks=np.asarray(stats[kept], dtype=np.int32))


def fill_share(grey: Pixels) -> float:
    """Share of pixels much darker than the lightest close by.

    Unlike `find_ink` it needs no paper around the strokes, and unlike a count of dark pixels it
    does not see shadows: a page scribbled all over counts, a sheet half in the dark does not.
    """
    window = np.ones((SCRIBBLE_WINDOW, SCRIBBLE_WINDOW), np.uint8)
    return float((grey < SCRIBBLE_CEILING * cv2.dilate(grey, window)).mean())


def midtone_share(flat: npt.NDArray[np.float32]) -> float:
    """Share of pixels that are neither paper nor ink."""
    least, most = MIDTONES
    return float(((flat > least) & (flat < most)).mean())


def paper_light(grey: Pixels) -> npt.NDArray[np.float32]:
    """Light of the paper in each pixel. At full size: the sharp edge of a shadow stays where it
    is, while one that was blurred would leave a false stroke along it."""
    side = STROKE_CLOSING
    # Rows and columns go on outside: where a shadow meets the rim it would end in a wedge.
    framed = cv2.copyMakeBorder(grey, side, side, side, side, cv2.BORDER_REPLICATE)
    closed = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    return np.asarray(closed[side:-side, side:-side], dtype=np.float32)
