"""Measures a signature: bytes in, values out; the rules judge them."""

import dataclasses

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.engines.faces import find_faces
from services.imagecheck.engines.raster import Pixels, decode_picture
from services.imagecheck.engines.scaling import fit_within
from services.imagecheck.signature.full_size import with_full_size
from services.imagecheck.signature.ink import Ink, fill_share, find_ink, midtone_share
from services.imagecheck.signature.letters import printed_letters, text_share
from services.imagecheck.signature.lines import find_lines, frame_sides, written_ink
from services.imagecheck.signature.measured import SignatureFacts
from services.imagecheck.signature.strokes import (
    border_strokes,
    edge_steepness,
    hole_count,
    stroke_widths,
)

#: Longest side on which strokes are measured, pixels: a pen stroke is then 2 to 8 wide.
WORKING_SIDE = 900
#: The paper is what the lightest pixels agree on; the very lightest may be glare.
PAPER_PERCENTILE = 90
#: The darkest part of the ink; edges are a mixture of ink and paper.
INK_PERCENTILE = 15
#: Below these the strokes speak for themselves and no face is looked for. Measured: signatures
#: have midtones up to 0.06 and solids up to 3.6 strokes thick.
PLAIN_MIDTONES, PLAIN_SOLIDS = 0.05, 3.5


def measure_signature(data: bytes) -> SignatureFacts:
    """All values of one signature; UnreadableFile when the bytes are not a whole picture."""
    raster = decode_picture(data)
    pixels = fit_within(raster.pixels, WORKING_SIDE)
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    lab, ink = _cielab(pixels), find_ink(grey)
    paper = float(np.percentile(lab[:, :, 0], PAPER_PERCENTILE))
    ground = lab[lab[:, :, 0] >= paper]
    lines = find_lines(ink.mask)
    written = written_ink(ink, lines)
    facts = SignatureFacts(
        width=raster.width,
        height=raster.height,
        ink_share=float(written.mask.mean()),
        fill_share=fill_share(grey),
        midtone_share=midtone_share(ink.flat),
        paper_lightness=paper,
        paper_chroma=float(np.hypot(np.median(ground[:, 1]), np.median(ground[:, 2]))),
        line_count=len(lines),
        frame_sides=frame_sides(ink.mask, lines),
        mark_count=len(written.marks),
    )
    if written.mask.any():
        facts = with_full_size(_with_ink(facts, written, lab), raster.pixels, grey, written.mask)
    return dataclasses.replace(facts, face_count=_face_count(facts, pixels))


def _face_count(facts: SignatureFacts, pixels: Pixels) -> int:
    """Faces, looked for where the ink alone does not show that it is a signature."""
    plain = (
        facts.midtone_share <= PLAIN_MIDTONES
        and facts.solid_ratio is not None
        and facts.solid_ratio <= PLAIN_SOLIDS
    )
    return 0 if plain else len(find_faces(pixels))


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
    # Of the darker half: among the very darkest pixels noise has a colour of its own.
    core = np.median(lab[ink.mask][lightness <= np.median(lightness)], axis=0)
    steepest, least_steep = edge_steepness(ink)
    left, top = float(columns[0]) / width, float(rows[0]) / height
    right, bottom = float(columns[-1] + 1) / width, float(rows[-1] + 1) / height
    return dataclasses.replace(
        facts,
        border_strokes=border_strokes(ink.mask, stroke),
        margin=min(left, top, 1 - right, 1 - bottom),
        ink_lightness=float(darkest),
        ink_chroma=float(np.hypot(core[1], core[2])),
        ink_blue=float(-core[2] / max(np.hypot(core[1], core[2]), 1.0)),
        edge_steepness=steepest,
        least_steepness=least_steep,
        stroke_width=stroke,
        solid_ratio=solid,
        hole_count=hole_count(ink.mask),
        text_share=text_share(ink.marks),
        printed_letters=printed_letters(ink),
        ink_left=left,
        ink_top=top,
        ink_width=right - left,
        ink_height=bottom - top,
    )
