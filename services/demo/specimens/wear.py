"""Wear of a picture, each kind graded from 0 (none) to 1 (hardly readable), for accuracy runs."""

import enum
import io
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from services.imagecheck.engines.raster import Pixels, decode_picture

Floats = npt.NDArray[np.float32]


#: Dark wood under the document, blue-green-red.
TABLE = (62.0, 74.0, 88.0)


class WearKind(enum.StrEnum):
    """What happens to a document between the table and the upload."""

    #: Photographed at an angle.
    PERSPECTIVE = "perspective"
    #: Out of focus or moved.
    BLUR = "blur"
    #: Saved again and again.
    JPEG = "jpeg"
    #: A hand or a head between the lamp and the paper.
    SHADOW = "shadow"
    #: The lamp mirrored in the plastic.
    GLARE = "glare"
    #: Too few pixels, enlarged again.
    LOW_RESOLUTION = "low_resolution"


def worn(picture: bytes, kind: WearKind, strength: float, *, seed: int = 0) -> bytes:
    """The picture with one kind of wear, as a JPEG."""
    return worn_by(picture, {kind: strength}, seed=seed)


def worn_by(picture: bytes, wear: dict[WearKind, float], *, seed: int = 0) -> bytes:
    """The picture with several kinds of wear, in the order in which they happen."""
    for kind, strength in wear.items():
        if not 0 <= strength <= 1:
            raise ValueError(f"strength of {kind} is {strength}, not between 0 and 1")
    pixels = decode_picture(picture).pixels
    rng = np.random.default_rng(seed)
    for kind, apply in _STEPS.items():
        # drawn even where unused: one kind's strength never changes another one's chance
        chance = np.random.default_rng(rng.integers(2**32))
        if wear.get(kind, 0) > 0:
            pixels = apply(pixels, wear[kind], chance)
    return _jpeg(pixels, quality=round(92 - 82 * wear.get(WearKind.JPEG, 0)))


def _perspective(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    """Corners drawn in by up to 16 % of the sides, turned by up to 6 degrees, on a dark table."""
    height, width = pixels.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    inwards = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]], np.float32)
    pull = rng.uniform(0.25, 1, (4, 2)) * 0.16 * strength * np.array([width, height])
    middle = np.array([width, height]) / 2
    angle = np.radians(rng.uniform(-6, 6) * strength)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    target = ((corners + inwards * pull - middle) * (1 - 0.1 * strength)) @ turn + middle
    matrix = cv2.getPerspectiveTransform(corners, target.astype(np.float32))
    tilted = cv2.warpPerspective(
        pixels, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=TABLE
    )
    return np.asarray(tilted, np.uint8)


def _blur(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    """Out of focus by up to 0.3 % of the long side, and half as much motion."""
    sigma = max(0.3, strength * 0.003 * max(pixels.shape[:2]))
    soft = cv2.GaussianBlur(pixels, (0, 0), sigma)
    reach = max(1, round(sigma))
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    angle = rng.uniform(0, np.pi)
    away = (round(reach * np.cos(angle)), round(reach * np.sin(angle)))
    cv2.line(kernel, (reach - away[0], reach - away[1]), (reach + away[0], reach + away[1]), 1.0, 1)
    return np.asarray(cv2.filter2D(soft, -1, kernel / kernel.sum()), np.uint8)


def _shadow(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    """An edge of shade across the picture that takes up to 75 % of the light."""
    across, down = _unit_grid(pixels)
    angle = rng.uniform(0, 2 * np.pi)
    distance = (across - 0.5) * np.cos(angle) + (down - 0.5) * np.sin(angle)
    shade = 1 / (1 + np.exp(-(distance - rng.uniform(-0.15, 0.15)) / 0.09))
    return _lit(pixels, 1 - 0.75 * strength * shade, 0)


def _glare(pixels: Pixels, strength: float, rng: np.random.Generator) -> Pixels:
    """A bright oval that burns out what is under it."""
    across, down = _unit_grid(pixels)
    x, y = rng.uniform(0.25, 0.75, 2)
    wide, high = 0.10 + 0.14 * strength, 0.05 + 0.10 * strength
    oval = np.exp(-(((across - x) / wide) ** 2) - (((down - y) / high) ** 2))
    return _lit(pixels, 1.0, 330 * strength * oval)


def _low_resolution(pixels: Pixels, strength: float, _rng: np.random.Generator) -> Pixels:
    """Reduced to as little as one eighth of its sides, then enlarged as phones do."""
    height, width = pixels.shape[:2]
    share = 1 - 0.875 * strength
    small = (max(1, round(width * share)), max(1, round(height * share)))
    reduced = cv2.resize(pixels, small, interpolation=cv2.INTER_AREA)
    return np.asarray(
        cv2.resize(reduced, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8
    )


#: Order of the steps: the scene, then the lens, then the sensor. JPEG comes with saving.
_STEPS: dict[WearKind, Callable[[Pixels, float, np.random.Generator], Pixels]] = {
    WearKind.PERSPECTIVE: _perspective,
    WearKind.SHADOW: _shadow,
    WearKind.GLARE: _glare,
    WearKind.BLUR: _blur,
    WearKind.LOW_RESOLUTION: _low_resolution,
}


def _unit_grid(pixels: Pixels) -> tuple[Floats, Floats]:
    height, width = pixels.shape[:2]
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    return across, np.linspace(0, 1, height, dtype=np.float32)[:, None]


def _lit(pixels: Pixels, gain: Floats | float, more: Floats | float) -> Pixels:
    lit: Floats = pixels * np.asarray(gain, np.float32)[..., None]
    lit += np.asarray(more, np.float32)[..., None]
    return np.clip(lit, 0, 255).astype(np.uint8)


def _jpeg(pixels: Pixels, quality: int) -> bytes:
    buffer = io.BytesIO()
    rgb = np.ascontiguousarray(pixels[:, :, ::-1])
    Image.fromarray(rgb).save(buffer, "JPEG", quality=quality, comment=b"SPECIMEN")
    return buffer.getvalue()
