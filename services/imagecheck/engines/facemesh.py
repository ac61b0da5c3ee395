"""The face mesh (468 points) that confirms a face, and the eyelids of the iris model."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.engines.litert import Tensor, load_model, shares_of_red_first
from services.imagecheck.engines.raster import Pixels

Points = npt.NDArray[np.float32]

#: Side of the mesh model's square input, pixels.
MESH_SIDE = 192
#: Side of the iris model's square input, pixels.
IRIS_SIDE = 64
#: The crop is that many times the face's or the eye's longest side (published graph settings).
FACE_MARGIN = 1.5
EYE_MARGIN = 2.3

#: Points of the mesh, by their number in the published map; left and right as the picture shows.
LEFT_EYE_CORNERS = (33, 133)
RIGHT_EYE_CORNERS = (263, 362)
#: Points of the iris model's outline of an eye: outer and inner corner, middle of each lid.
IRIS_CORNERS = (0, 8)
IRIS_LIDS = (4, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """A turned square of the picture, given to a model upright."""

    centre: tuple[float, float]
    side: float
    #: Radians, clockwise as the picture shows it.
    angle: float

    def matrix(self, side: int) -> npt.NDArray[np.float64]:
        """Affine map from the picture to a square of that many pixels."""
        scale = side / self.side
        cos, sin = math.cos(self.angle) * scale, math.sin(self.angle) * scale
        x, y = self.centre
        half = side / 2
        return np.array(
            [[cos, sin, half - cos * x - sin * y], [-sin, cos, half + sin * x - cos * y]]
        )


def crop_around(points: Points, corners: tuple[int, int], margin: float) -> Crop:
    """Square around all points, turned so that the two corners lie level."""
    first, second = points[corners[0], :2], points[corners[1], :2]
    across = second - first
    angle = math.atan2(float(across[1]), float(across[0]))
    cos, sin = math.cos(angle), math.sin(angle)
    turned = points[:, :2] @ np.array([[cos, -sin], [sin, cos]], dtype=np.float32)
    low, high = turned.min(axis=0), turned.max(axis=0)
    middle = (low + high) / 2
    x, y = float(middle[0]), float(middle[1])
    return Crop(
        centre=(x * cos - y * sin, x * sin + y * cos),
        side=float((high - low).max()) * margin,
        angle=angle,
    )


def _cut(pixels: Pixels, crop: Crop, side: int) -> tuple[Tensor, npt.NDArray[np.float64]]:
    matrix = crop.matrix(side)
    cut = cv2.warpAffine(pixels, matrix, (side, side), flags=cv2.INTER_LINEAR)
    back = np.asarray(cv2.invertAffineTransform(matrix), dtype=np.float64)
    return shares_of_red_first(np.asarray(cut, np.uint8)), back


def fit_mesh(pixels: Pixels, crop: Crop) -> tuple[Points, float]:
    """The 468 points in pixels (depth in the same unit) and the probability of a face there."""
    picture, back = _cut(pixels, crop, MESH_SIDE)
    raw, logit = load_model("face_mesh.tflite").run(picture)
    points = raw.reshape(468, 3)
    flat = points[:, :2] @ back[:, :2].T + back[:, 2]
    depth = points[:, 2:] * (crop.side / MESH_SIDE)
    mesh = np.hstack([flat, depth]).astype(np.float32)
    return mesh, 1.0 / (1.0 + math.exp(-float(np.clip(logit.ravel()[0], -100.0, 100.0))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Eye:
    """One eye as the iris model sees it."""

    #: Gap between the lids over the width of the eye: about 0.3 when open, 0.1 when closed.
    opening: float
    #: Middle and radius of the iris, pixels of the picture; a guess when the eye is closed.
    iris: tuple[float, float]
    iris_radius: float


def read_eye(
    pixels: Pixels, mesh: Points, corners: tuple[int, int], margin: float = EYE_MARGIN
) -> Eye:
    """Lids and iris of the eye between those corners; the crop is `margin` times its width."""
    mirrored = corners == RIGHT_EYE_CORNERS
    level = corners[::-1] if mirrored else corners
    crop = crop_around(mesh[list(level)], (0, 1), margin)
    picture, back = _cut(pixels, crop, IRIS_SIDE)
    if mirrored:  # the model was trained on one side only
        picture = np.ascontiguousarray(picture[:, ::-1])
    outline, iris = load_model("iris.tflite").run(picture)
    points, rings = outline.reshape(71, 3)[:, :2], iris.reshape(5, 3)[:, :2]
    width = float(np.linalg.norm(points[IRIS_CORNERS[0]] - points[IRIS_CORNERS[1]]))
    gap = float(np.linalg.norm(points[IRIS_LIDS[0]] - points[IRIS_LIDS[1]]))
    radius = float(np.linalg.norm(rings[1:] - rings[0], axis=1).mean())
    x = IRIS_SIDE - 1 - float(rings[0, 0]) if mirrored else float(rings[0, 0])
    middle = back @ np.array([x, float(rings[0, 1]), 1.0])
    return Eye(
        opening=gap / max(width, 1.0),
        iris=(float(middle[0]), float(middle[1])),
        iris_radius=radius * crop.side / IRIS_SIDE,
    )
