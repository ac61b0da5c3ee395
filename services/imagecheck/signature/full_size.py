"""Edges of the strokes at full size: what a smaller copy makes crisp again is seen here."""

import dataclasses

import cv2
import numpy as np

from services.imagecheck.engines.raster import Pixels
from services.imagecheck.engines.scaling import halved_towards
from services.imagecheck.signature.ink import Ink, Mask, paper_light
from services.imagecheck.signature.measured import SignatureFacts
from services.imagecheck.signature.strokes import edge_steepness

#: Larger pictures are halved, down to that side and no further: below twice that size, 12
#: megapixels take some 40 ms and 80 MB less, and a stroke is still 5 pixels wide and more.
FULL_SIDE = 1350


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
    steepest, least = edge_steepness(_ink_of(full, grey, mask))
    return dataclasses.replace(
        facts,
        full_steepness=steepest,
        full_least_steepness=least,
        full_stroke_width=facts.stroke_width * max(full.shape[:2]) / max(grey.shape),
    )


def _ink_of(full: Pixels, grey: Pixels, mask: Mask) -> Ink:
    """The same ink on the larger picture."""
    size = (full.shape[1], full.shape[0])
    light = cv2.resize(paper_light(grey), size, interpolation=cv2.INTER_LINEAR)
    seen = cv2.cvtColor(full, cv2.COLOR_BGR2GRAY)
    larger = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    flat = np.minimum(seen / np.maximum(light, 1.0), 1.0, dtype=np.float32)
    return Ink(mask=larger, flat=flat, marks=np.empty((0, 5), np.int32))
