"""Measures a signature: bytes in, values out; the rules judge them."""

import dataclasses

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.engines.faces import find_faces
from services.imagecheck.engines.raster import Pixels, decode_picture
from services.imagecheck.engines.scaling import fit_within
from services.imagecheck.signature.ink import Ink, dark_share, find_ink, midtone_share
from services.imagecheck.signature.measured import SignatureFacts
from services.imagecheck.signature.strokes import (
    border_strokes,
    edge_steepness,
    stroke_widths,
    text_share,
)

#: Longest side on which strokes are measured, pixels: a pen stroke is then 2 to 8 wide.
WORKING_SIDE = 900
#: The paper is what the lightest pixels agree on; the very lightest may be glare.
PAPER_PERCENTILE = 80
#: Against the lightest gaps even a page that is scribbled all over counts as dark.
LIGHTEST_PERCENTILE = 98
#: The darkest part of the ink; edges are a mixture of ink and paper.
INK_PERCENTILE = 15


def measure_signature(data: bytes) -> SignatureFacts:
    """All values of one signature; UnreadableFile when the bytes are not a whole picture."""
    raster = decode_picture(data)
    pixels = fit_within(raster.pixels, WORKING_SIDE)
    ink = find_ink(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8))
    lab = _cielab(pixels)
    paper, lightest = np.percentile(lab[:, :, 0], (PAPER_PERCENTILE, LIGHTEST_PERCENTILE))
    facts = SignatureFacts(
        width=raster.width,
        height=raster.height,
        ink_share=float(ink.mask.mean()),
        dark_share=dark_share(lab[:, :, 0], float(lightest)),
        midtone_share=midtone_share(ink.flat),
        paper_lightness=float(paper),
        face_count=len(find_faces(pixels)),
        mark_count=len(ink.marks),
    )
    return _with_ink(facts, ink, lab) if ink.mask.any() else facts


def _cielab(pixels: Pixels) -> npt.NDArray[np.float32]:
    """CIELAB through the byte tables of OpenCV: steps of 0.4 in lightness are fine enough here."""
    scaled = cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB).astype(np.float32)
    scaled[:, :, 0] *= 100 / 255
    scaled[:, :, 1:] -= 128
    return np.asarray(scaled)


def _with_ink(facts: SignatureFacts, ink: Ink, lab: npt.NDArray[np.float32]) -> SignatureFacts:
    height, width = ink.mask.shape
    rows, columns = np.flatnonzero(ink.mask.any(axis=1)), np.flatnonzero(ink.mask.any(axis=0))
    stroke, solid = stroke_widths(ink.mask)
    lightness = lab[:, :, 0][ink.mask]
    darkest = np.percentile(lightness, INK_PERCENTILE)
    core = lab[ink.mask][lightness <= darkest]
    left, top = float(columns[0]) / width, float(rows[0]) / height
    right, bottom = float(columns[-1] + 1) / width, float(rows[-1] + 1) / height
    return dataclasses.replace(
        facts,
        border_strokes=border_strokes(ink.mask, stroke),
        margin=min(left, top, 1 - right, 1 - bottom),
        ink_lightness=float(darkest),
        ink_chroma=float(np.hypot(np.median(core[:, 1]), np.median(core[:, 2]))),
        edge_steepness=edge_steepness(ink),
        stroke_width=stroke,
        solid_ratio=solid,
        text_share=text_share(ink.marks),
        ink_left=left,
        ink_top=top,
        ink_width=right - left,
        ink_height=bottom - top,
    )
