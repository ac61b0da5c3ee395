"""Where a place on a picture that was cut, turned and levelled lies on the page as it was sent."""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from services.imagecheck.engines.raster import Move, Pixels
from shared.domain.evidence import Box

#: Left, top, right and bottom of a part of a picture.
Edges = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """A picture of a page, and the way back to the page."""

    pixels: Pixels
    #: Takes places of these pixels to shares (0..1) of the page.
    back: Move

    def moved(self, pixels: Pixels, forth: Move) -> "Sheet":
        """Another picture of it; `forth` takes places of this one to those of the other."""
        return Sheet(pixels=pixels, back=self.back @ np.linalg.inv(forth))

    def redrawn(self, pixels: Pixels) -> "Sheet":
        """The same picture in other shades."""
        return Sheet(pixels=pixels, back=self.back)

    def turned(self, quarters: int) -> "Sheet":
        """Turned counter-clockwise by quarter turns."""
        height, width = self.pixels.shape[:2]
        forth = np.eye(3)
        for _ in range(quarters % 4):
            forth = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, width], [0.0, 0.0, 1.0]]) @ forth
            height, width = width, height
        return self.moved(np.ascontiguousarray(np.rot90(self.pixels, quarters)), forth)


def whole_sheet(pixels: Pixels) -> Sheet:
    """The page as it was sent."""
    height, width = pixels.shape[:2]
    return Sheet(pixels=pixels, back=np.diag([1 / width, 1 / height, 1.0]))


def box_on_page(parts: Iterable[Edges], back: Move) -> Box | None:
    """The upright rectangle around parts of a picture, on its page; None for none."""
    corners = [
        (across, down)
        for left, top, right, bottom in parts
        for across in (left, right)
        for down in (top, bottom)
    ]
    if not corners:
        return None
    places = cv2.perspectiveTransform(np.array([corners], dtype=np.float64), back)[0]
    (left, top), (right, bottom) = np.clip([places.min(axis=0), places.max(axis=0)], 0, 1)
    return Box(left=left, top=top, width=right - left, height=bottom - top)
