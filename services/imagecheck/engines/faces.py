"""Faces and the person in a picture: what the photo check sees through its models."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.engines.blazeface import Candidate, find_candidates
from services.imagecheck.engines.facemesh import (
    FACE_MARGIN,
    LEFT_EYE_CORNERS,
    RIGHT_EYE_CORNERS,
    Crop,
    Eye,
    Points,
    crop_around,
    fit_mesh,
    read_eye,
)
from services.imagecheck.engines.litert import load_model, shares_of_red_first
from services.imagecheck.engines.raster import Pixels
from services.imagecheck.engines.scaling import halved

cv2.setNumThreads(1)  # the pool runs as many processes as there are cores

#: A candidate is a face when the mesh model says so. Measured with 0.5: none of 23 pictures
#: without a face was taken for one, none of 148 portraits was missed.
LEAST_MESH_SCORE = 0.5
#: A further face counts from this share of the main one's area; smaller ones are prints on
#: clothes and passers-by far behind. Measured on the same pictures: 14 of 14 groups found.
LEAST_AREA_SHARE = 0.10
#: Score of a detector from which a face is the right way up. Measured on 24 portraits stood on
#: their heads: 0.77 at most.
SURELY_UPRIGHT = 0.88
#: Candidates looked at, at most: a crowd is refused all the same, and costs no more.
MOST_CANDIDATES = 12
#: Two boxes are one face when they share that much of the smaller one.
SAME_FACE_OVERLAP = 0.5

#: Openings near the limit between closed and open (0.18). Measured on 121 portraits: one look
#: took one open eye for a closed one, the mean of several none.
DOUBTFUL_OPENING = (0.14, 0.24)
OTHER_EYE_MARGINS = (2.1, 2.5)
#: Crops for further looks at a face, as FACE_MARGIN.
OTHER_FACE_MARGINS = (1.35, 1.65, 1.8)

#: Side of the segmentation model's square input, pixels.
MASK_SIDE = 256
#: Corners of both eyes that lie level on an upright head: outer left, outer right.
LEVEL_POINTS = (LEFT_EYE_CORNERS[0], RIGHT_EYE_CORNERS[0])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Face:
    """One face that both a detector and the mesh model agree on; units are pixels."""

    left: float
    top: float
    width: float
    height: float
    #: 468 rows of x, y and depth.
    mesh: Points
    #: Probability that the mesh model gives, 0 to 1.
    score: float

    @property
    def area(self) -> float:
        """Square pixels."""
        return self.width * self.height


def find_faces(pixels: Pixels) -> tuple[Face, ...]:
    """The faces that count, largest first."""
    faces: list[Face] = []
    tried: list[Candidate] = []
    for candidate in find_candidates(pixels):
        if any(_overlap(candidate, other) > SAME_FACE_OVERLAP for other in tried):
            continue
        tried.append(candidate)
        face = _confirm(pixels, candidate)
        if face is not None:
            faces.append(face)
        if len(tried) == MOST_CANDIDATES:
            break
    faces.sort(key=lambda face: face.area, reverse=True)
    return tuple(face for face in faces if face.area >= LEAST_AREA_SHARE * faces[0].area)


def eye_openings(pixels: Pixels, face: Face) -> tuple[float, float]:
    """Lid gap over eye width, left then right as the picture shows them."""
    left, right = read_eyes(pixels, face)
    return left.opening, right.opening


def read_eyes(pixels: Pixels, face: Face) -> tuple[Eye, Eye]:
    """Left and right eye as the picture shows them."""
    left = _read_eye(pixels, face, LEFT_EYE_CORNERS)
    return left, _read_eye(pixels, face, RIGHT_EYE_CORNERS)


def _read_eye(pixels: Pixels, face: Face, corners: tuple[int, int]) -> Eye:
    """One look; near the limit the mean of three, each cut a little differently."""
    eye = read_eye(pixels, face.mesh, corners)
    if not DOUBTFUL_OPENING[0] < eye.opening < DOUBTFUL_OPENING[1]:
        return eye
    others = [read_eye(pixels, face.mesh, corners, margin) for margin in OTHER_EYE_MARGINS]
    opening = (eye.opening + sum(other.opening for other in others)) / (1 + len(others))
    return replace(eye, opening=opening)


def other_meshes(pixels: Pixels, face: Face) -> tuple[Points, ...]:
    """The mesh of the same face from other crops: how far it strays tells how sure it is."""
    crops = (crop_around(face.mesh, LEVEL_POINTS, margin) for margin in OTHER_FACE_MARGINS)
    return tuple(fit_mesh(pixels, crop)[0] for crop in crops)


def shrink(pixels: Pixels) -> Pixels:
    """The picture squeezed to the square that the person mask covers."""
    if pixels.shape[:2] == (MASK_SIDE, MASK_SIDE):
        return pixels
    while min(pixels.shape[:2]) >= 2 * MASK_SIDE:
        pixels = halved(pixels)
    square = cv2.resize(pixels, (MASK_SIDE, MASK_SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(square, dtype=np.uint8)


def person_mask(pixels: Pixels) -> npt.NDArray[np.float32]:
    """Probability (0..1) that each pixel of the shrunk picture belongs to a person."""
    (mask,) = load_model("selfie.tflite").run(shares_of_red_first(shrink(pixels)))
    return mask[:, :, 0]


def _confirm(pixels: Pixels, candidate: Candidate) -> Face | None:
    points = np.array([candidate.left_eye, candidate.right_eye], dtype=np.float32)
    turn = crop_around(points, (0, 1), FACE_MARGIN).angle
    centre = (candidate.left + candidate.width / 2, candidate.top + candidate.height / 2)
    side = max(candidate.width, candidate.height) * FACE_MARGIN
    # Both ways up: the detectors take a face on its head for an upright one, and the mesh fits it
    # so, but never as well as the right way.
    ways = (turn,) if candidate.score >= SURELY_UPRIGHT else (turn, turn + math.pi)
    crops = (Crop(centre=centre, side=side, angle=angle) for angle in ways)
    mesh, score = max((fit_mesh(pixels, crop) for crop in crops), key=lambda fit: fit[1])
    if score < LEAST_MESH_SCORE:
        return None
    # Second pass, centred on the first one's points: the detector's box is coarse.
    finer, score = fit_mesh(pixels, crop_around(mesh, LEVEL_POINTS, FACE_MARGIN))
    if score < LEAST_MESH_SCORE:
        return None
    low, high = finer[:, :2].min(axis=0), finer[:, :2].max(axis=0)
    return Face(
        left=float(low[0]),
        top=float(low[1]),
        width=float(high[0] - low[0]),
        height=float(high[1] - low[1]),
        mesh=finer,
        score=score,
    )


def _overlap(one: Candidate, other: Candidate) -> float:
    """Shared area over the smaller area."""
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    smaller = min(one.area, other.area)
    return max(across, 0.0) * max(down, 0.0) / max(smaller, 1.0)
