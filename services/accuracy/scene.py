"""The rendered sitter taken apart: where person, face, skin and eyes are, for defects to act on."""

import functools
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from services.demo.specimens.portraits import portrait
from services.imagecheck.engines.faces import find_faces, person_mask
from services.imagecheck.engines.raster import Pixels, decode_picture

Floats = npt.NDArray[np.float32]

#: Height of photo for which strengths in pixels are quoted.
QUOTED_HEIGHT = 600
#: Numbers of the face mesh: corners of both eyes.
EYES = ((33, 133), (362, 263))
#: Softness of the edge of skin and person, as a share of the width.
FEATHER = 0.012


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """One photo, and masks from 0 to 1 of its parts."""

    pixels: Pixels
    person: Floats
    face: Floats
    skin: Floats
    #: Middle and width of each eye, pixels.
    eyes: tuple[tuple[tuple[int, int], int], ...]

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.pixels.shape[0])

    @property
    def unit(self) -> float:
        """Pixels here for one pixel of a photo of the quoted height."""
        return self.height / QUOTED_HEIGHT

    @property
    def middle(self) -> float:
        """Column between the eyes."""
        return float(np.mean([centre[0] for centre, _ in self.eyes]))

    def on_person(self, changed: Floats) -> Pixels:
        """The person changed, the ground kept."""
        share = self.person[:, :, None]
        return to_bytes(changed * share + self.pixels * (1 - share))

    def on_ground(self, changed: Floats) -> Pixels:
        """The ground changed, the person kept."""
        share = self.person[:, :, None]
        return to_bytes(self.pixels * share + changed * (1 - share))

    def warped(self, matrix: npt.NDArray[Any]) -> Pixels:
        """Everything moved; what comes in from outside goes on as the rim was."""
        size = (self.width, self.height)
        return np.asarray(
            cv2.warpAffine(self.pixels, matrix, size, borderMode=cv2.BORDER_REPLICATE),
            dtype=np.uint8,
        )


@functools.cache
def scene_of(seed: int) -> Scene:
    """The demo's compliant portrait; odd seeds are mirrored."""
    pixels = decode_picture(portrait(seed=seed)).pixels
    if seed % 2:
        pixels = np.ascontiguousarray(pixels[:, ::-1])
    height, width = pixels.shape[:2]
    mesh = find_faces(pixels)[0].mesh[:, :2]
    person = cv2.resize(person_mask(pixels), (width, height), interpolation=cv2.INTER_LINEAR)
    face = np.zeros((height, width), np.float32)
    cv2.fillConvexPoly(face, cv2.convexHull(np.rint(mesh).astype(np.int32)), 1.0)
    return Scene(
        pixels=pixels,
        person=_soft(person, width),
        face=face,
        skin=_soft(face, width),
        eyes=tuple(_eye(mesh, corners) for corners in EYES),
    )


def _soft(mask: npt.NDArray[Any], width: int) -> Floats:
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), FEATHER * width), dtype=np.float32)


def _eye(mesh: npt.NDArray[np.float32], corners: tuple[int, int]) -> tuple[tuple[int, int], int]:
    one, other = mesh[corners[0]], mesh[corners[1]]
    middle = (one + other) / 2
    width = round(float(np.hypot(*(one - other))))
    return (round(float(middle[0])), round(float(middle[1]))), width


def to_bytes(values: npt.ArrayLike) -> Pixels:
    """Any numbers as pixels."""
    return np.asarray(np.clip(values, 0, 255), dtype=np.uint8)
