"""The signature alone, ready to print: cropped, black on nothing, as a transparent PNG."""

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.engines.raster import decode_picture
from services.imagecheck.engines.scaling import fit_within
from services.imagecheck.signature.ink import Ink, find_ink
from services.imagecheck.signature.lines import find_lines, written_ink

#: Longest side, pixels: over the 45 mm that a signature has on a title, more than 500 dpi.
SIDE = 900
#: Paper left around the ink, as a share of its size.
ROOM = 0.06
#: Darkness up to which it is paper, and the percentile of the ink that counts as black.
GRAIN, BLACK_PERCENTILE = 0.1, 15
#: Pixels around a stroke in which its soft edge lies.
EDGE = 2


def clean_signature(data: bytes) -> bytes | None:
    """The PNG; None where there is no ink. UnreadableFile when the bytes are no whole picture."""
    pixels = fit_within(decode_picture(data).pixels, SIDE)
    ink = find_ink(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8))
    written = written_ink(ink, find_lines(ink.mask))
    if not written.mask.any():
        return None
    alpha = _alpha(written)
    drawn = np.zeros((*alpha.shape, 4), np.uint8)
    drawn[:, :, 3] = alpha
    _, encoded = cv2.imencode(".png", drawn)
    return encoded.tobytes()


def _alpha(ink: Ink) -> npt.NDArray[np.uint8]:
    """How much of each pixel is ink, 0 to 255, cropped to the ink and a little room."""
    darkness = 1.0 - ink.flat
    black = 1.0 - float(np.percentile(ink.flat[ink.mask], BLACK_PERCENTILE))
    share = np.clip((darkness - GRAIN) / max(black - GRAIN, 0.05), 0.0, 1.0)
    window = np.ones((2 * EDGE + 1, 2 * EDGE + 1), np.uint8)
    share[cv2.dilate(ink.mask.astype(np.uint8), window) == 0] = 0.0
    rows, columns = np.flatnonzero(ink.mask.any(axis=1)), np.flatnonzero(ink.mask.any(axis=0))
    room = round(ROOM * float(max(np.ptp(rows), np.ptp(columns)))) + EDGE
    cropped = share[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    framed = cv2.copyMakeBorder(cropped, room, room, room, room, cv2.BORDER_CONSTANT, value=0.0)
    return np.asarray(np.rint(framed * 255), dtype=np.uint8)
