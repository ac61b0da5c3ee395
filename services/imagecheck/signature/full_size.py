"""Edges of the strokes at full size: what a smaller copy makes crisp again is seen here."""

import dataclasses

import cv2
import numpy as np

from services.imagecheck.engines.raster import Pixels
from services.imagecheck.engines.scaling import halved_towards
from services.imagecheck.signature.ink import Ink, Mask, paper_light
from services.imagecheck.signature.measured import SignatureFacts
from services.imagecheck.signature.strokes import edge_steepness

#: Larger pictures are halved as often as that side is left: half as much again as the copy that
#: the rest is measured on, for a quarter of the time and of the memory.
FULL_SIDE = 1350
#: Darkest part of the ink that its contrast is measured on, as for the steepness of its edges.
DARK_PERCENTILE = 5


def with_full_size(
    facts: SignatureFacts, pixels: Pixels, grey: Pixels, mask: Mask
) -> SignatureFacts:
    """The facts and the edges of `pixels`; `grey` and `mask` are its smaller copy and the ink."""
    if facts.stroke_width is None:
        return facts
    if grey.shape[:2] == pixels.shape[:2]:  # measured at full size already
        return dataclasses.replace(
            facts,
            full_steepness=facts.edge_steepness,
            full_least_steepness=facts.least_steepness,
            full_stroke_width=facts.stroke_width,
        )
    full = halved_towards(pixels, FULL_SIDE)
    ink = _ink_of(full, grey, mask)
    steepest, least = edge_steepness(ink)
    return dataclasses.replace(
        facts,
        full_steepness=steepest,
        full_least_steepness=least,
        full_stroke_width=_width_at_half(ink),
    )


def _width_at_half(ink: Ink) -> float:
    """Median width of the strokes where half their contrast is crossed: blur hardly moves it."""
    half = 1.0 - (1.0 - float(np.percentile(ink.flat[ink.mask], DARK_PERCENTILE))) / 2
    near = cv2.dilate(ink.mask.astype(np.uint8), np.ones((5, 5), np.uint8))
    inside = near * (ink.flat < half).astype(np.uint8)
    distance = cv2.distanceTransform(inside, cv2.DIST_L2, 5)
    ridge = (distance > 1) & (distance >= cv2.dilate(distance, np.ones((3, 3), np.uint8)))
    # From the middle of the first pixel outside: half a pixel too far on each side.
    return 2.0 * float(np.median(distance[ridge])) - 1.0 if ridge.any() else 1.0


def _ink_of(full: Pixels, grey: Pixels, mask: Mask) -> Ink:
    """The same ink on the larger picture."""
    size = (full.shape[1], full.shape[0])
    light = cv2.resize(paper_light(grey), size, interpolation=cv2.INTER_LINEAR)
    seen = cv2.cvtColor(full, cv2.COLOR_BGR2GRAY)
    larger = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    flat = np.minimum(seen / np.maximum(light, 1.0), 1.0, dtype=np.float32)
    return Ink(mask=larger, flat=flat, marks=np.empty((0, 5), np.int32))
