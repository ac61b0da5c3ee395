"""Closes the mouth or the eyes of the sitter by drawing the skin over, column by column."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from services.demo.specimens.sitter import FRAME, Floats, Sitter

#: Numbers of the face mesh along each line, from one corner to the other.
UPPER_LIP = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_LIP = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
UPPER_LIDS = (
    (33, 246, 161, 160, 159, 158, 157, 173, 133),
    (362, 398, 384, 385, 386, 387, 388, 466, 263),
)
LOWER_LIDS = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133),
    (362, 382, 381, 380, 374, 373, 390, 249, 263),
)
BROWS = ((46, 53, 52, 65, 55), (285, 295, 282, 283, 276))
NOSE_FOOT, CHIN_FOLD = 2, 200

#: Share of the light that the line between closed lips swallows.
LIP_SHADOW = 0.45


def close_mouth(sitter: Sitter) -> Sitter:
    """Bring both lips to the line between them: what shows between is squeezed away."""
    columns, upper = _line(sitter.mesh, UPPER_LIP)
    _, lower = _line(sitter.mesh, LOWER_LIP)
    gap = lower - upper
    # A little of each lip goes too: the mesh runs along the teeth.
    upper, lower = upper - 0.14 * gap, lower + 0.16 * gap
    meet = upper + 0.55 * (lower - upper)
    nose, chin = sitter.mesh[NOSE_FOOT, 1], sitter.mesh[CHIN_FOLD, 1]
    shift, rows = _still()
    above = np.clip((rows - nose) / (meet - nose), 0, 1) * (upper - meet)
    below = np.clip((chin - rows) / (chin - meet), 0, 1) * (lower - meet)
    shift[:, columns] = np.where(rows <= meet, above, below)
    # Lips that touch cast a thin shadow, fainter towards the corners.
    depth = LIP_SHADOW * np.clip(gap / gap.max(), 0, 1) * np.exp(-(((rows - meet) / 2.6) ** 2))
    closed = _moved(sitter, shift)
    closed.pixels[:, columns] *= (1 - depth)[:, :, None]
    return closed


def close_eyes(sitter: Sitter) -> Sitter:
    """Draw each upper lid down to the lower one: the skin stretches, the lashes come along."""
    shift, rows = _still()
    for upper_lid, lower_lid, brow in zip(UPPER_LIDS, LOWER_LIDS, BROWS, strict=True):
        columns, upper = _line(sitter.mesh, upper_lid)
        _, lower = _line(sitter.mesh, lower_lid)
        opening = lower - upper
        # The mesh runs through the lashes and above the lower rim: the eye ends further down.
        upper, lower = upper + 0.10 * opening, lower + 0.25 * opening
        lashes = 0.45 * opening
        brow_foot = float(sitter.mesh[list(brow), 1].mean())
        start = upper - lashes - 0.7 * (upper - lashes - brow_foot)
        stretched = np.clip((rows - start) / (lower - lashes - start), 0, 1) * (upper - lower)
        shift[:, columns] = np.where(rows <= lower, stretched, 0)
    return _moved(sitter, shift)


def _still() -> tuple[Floats, Floats]:
    """No move anywhere, and the number of each row as a column vector."""
    width, height = FRAME
    return np.zeros((height, width), np.float32), np.arange(height, dtype=np.float32)[:, None]


def _line(mesh: Floats, numbers: Sequence[int]) -> tuple[slice, Floats]:
    """Columns between the two ends of a line of the mesh, and its height in each."""
    points = mesh[list(numbers)]
    points = points[np.argsort(points[:, 0])]
    columns = np.arange(int(points[0, 0]), int(points[-1, 0]) + 1)
    heights = np.interp(columns, points[:, 0], points[:, 1]).astype(np.float32)
    # The mesh is a polygon; skin has no corners.
    smooth = cv2.GaussianBlur(heights[None, :], (0, 0), 5, borderType=cv2.BORDER_REPLICATE)[0]
    return slice(int(columns[0]), int(columns[-1]) + 1), np.asarray(smooth, np.float32)


def _moved(sitter: Sitter, shift: Floats) -> Sitter:
    """Take each pixel from `shift` rows further down."""
    width, height = FRAME
    across, down = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height))
    source = (down + shift).astype(np.float32)
    pixels = cv2.remap(sitter.pixels, across, source, cv2.INTER_CUBIC)
    return replace(sitter, pixels=np.asarray(pixels, np.float32))
