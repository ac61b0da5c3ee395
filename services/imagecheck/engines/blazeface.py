"""Where faces may be: the two BlazeFace detectors, short range and full range.

Both are kept because each misses what the other finds: near faces for one, groups for the other.
What they give are candidates only; the face mesh confirms or drops them.
"""

import functools
from dataclasses import dataclass

import cv2
import numpy as np

from services.imagecheck.engines.litert import Tensor, load_model, shares_of_red_first
from services.imagecheck.engines.raster import Pixels
from services.imagecheck.engines.scaling import halved_towards

#: A score of the models is a logit; further out the exponential only overflows.
LOGIT_LIMIT = 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A possible face: box and eyes in pixels, eyes as the picture shows them (left first)."""

    left: float
    top: float
    width: float
    height: float
    left_eye: tuple[float, float]
    right_eye: tuple[float, float]
    score: float

    @property
    def area(self) -> float:
        """Square pixels."""
        return self.width * self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Detector:
    """How one detector was trained: published settings of its graph (Apache-2.0)."""

    asset: str
    #: Side of its square input, pixels.
    side: int
    #: (cells a side, anchors a cell) of each output layer.
    layers: tuple[tuple[int, int], ...]
    #: Lowest score taken.
    least_score: float


SHORT_RANGE = Detector(
    asset="face_short_range.tflite", side=128, layers=((16, 2), (8, 6)), least_score=0.5
)
FULL_RANGE = Detector(asset="face_full_range.tflite", side=192, layers=((48, 1),), least_score=0.6)


def find_candidates(pixels: Pixels) -> list[Candidate]:
    """What either detector takes for a face, best first; the same face may come many times."""
    found = [*_detect(pixels, SHORT_RANGE), *_detect(pixels, FULL_RANGE)]
    return sorted(found, key=lambda candidate: candidate.score, reverse=True)


@functools.cache
def anchor_centres(layers: tuple[tuple[int, int], ...]) -> Tensor:
    """Centres of the anchors, as shares of the input's side, in the order of the outputs."""
    grids = []
    for cells, anchors in layers:
        row, column = np.divmod(np.arange(cells * cells).repeat(anchors), cells)
        grids.append(np.stack([column + 0.5, row + 0.5], axis=1) / cells)
    return np.concatenate(grids).astype(np.float32)


def _detect(pixels: Pixels, detector: Detector) -> list[Candidate]:
    height, width = pixels.shape[:2]
    scale = detector.side / max(width, height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    # Padded to a square rather than squeezed: the model knows faces of natural proportions.
    square = np.zeros((detector.side, detector.side, 3), dtype=np.uint8)
    left, top = (detector.side - size[0]) // 2, (detector.side - size[1]) // 2
    small = halved_towards(pixels, detector.side)
    shrunk = cv2.resize(small, size, interpolation=cv2.INTER_AREA)
    square[top : top + size[1], left : left + size[0]] = shrunk
    boxes, logits = load_model(detector.asset).run(2.0 * shares_of_red_first(square) - 1.0)
    scores = 1.0 / (1.0 + np.exp(-np.clip(logits[:, 0], -LOGIT_LIMIT, LOGIT_LIMIT)))
    kept = np.flatnonzero(scores >= detector.least_score)
    centres = anchor_centres(detector.layers)[kept] * detector.side
    points = boxes[kept].reshape(-1, 8, 2)
    points[:, [0, 2, 3]] += centres[:, np.newaxis]
    origin = np.array([left, top], dtype=np.float32)
    points[:, [0, 2, 3]] = (points[:, [0, 2, 3]] - origin) / scale
    points[:, 1] /= scale
    return [_candidate(one, float(scores[index])) for one, index in zip(points, kept, strict=True)]


def _candidate(points: Tensor, score: float) -> Candidate:
    """Rows of the model: centre, size, right eye, left eye (of the person), then four unused."""
    centre, size, left_eye, right_eye = points[:4].tolist()
    return Candidate(
        left=centre[0] - size[0] / 2,
        top=centre[1] - size[1] / 2,
        width=size[0],
        height=size[1],
        left_eye=(left_eye[0], left_eye[1]),
        right_eye=(right_eye[0], right_eye[1]),
        score=score,
    )
