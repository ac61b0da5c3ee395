"""Identity photos 35 x 45 of the demo's sitter: one that should pass, and one for each fault."""

import enum
import io
from dataclasses import dataclass, replace

import cv2
import numpy as np
from PIL import Image

from services.demo.specimens.face_moves import close_eyes, close_mouth
from services.demo.specimens.sitter import CHIN, FRAME, Floats, Sitter, load_sitter

#: Light grey, as RULEBOOK PH6 asks (white is forbidden); blue-green-red.
LIGHT_GREY, DARK_GREY = (224.0, 221.0, 218.0), (62.0, 58.0, 56.0)
#: Colour of the plain jumper that stands in for the flight suit.
CLOTH = (58.0, 47.0, 43.0)

#: Numbers of the face mesh on both sides: where the jaw turns from the cheek, and its corner.
JAW_LEFT, JAW_RIGHT = (58, 172), (288, 397)


class PortraitFault(enum.StrEnum):
    """What can be wrong with a photo; NONE is as compliant as the sitter allows."""

    NONE = "none"
    DARK_BACKGROUND = "dark_background"
    EYES_CLOSED = "eyes_closed"
    MOUTH_OPEN = "mouth_open"
    TWO_FACES = "two_faces"
    BLURRED = "blurred"
    TOO_SMALL = "too_small"


def portrait(fault: PortraitFault = PortraitFault.NONE, *, seed: int = 0) -> bytes:
    """An identity photo as a JPEG: 700 x 900 pixels, or 140 x 180 where it is too small."""
    ground = DARK_GREY if fault is PortraitFault.DARK_BACKGROUND else LIGHT_GREY
    picture: Floats = np.full((FRAME[1], FRAME[0], 3), ground, np.float32)
    for figure in _figures(fault):
        picture = picture + figure.alpha[:, :, None] * (figure.pixels - picture)
    if fault is PortraitFault.BLURRED:
        # A thirtieth of the distance between the outer corners of the eyes.
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 9), np.float32)
    size = (140, 180) if fault is PortraitFault.TOO_SMALL else FRAME
    return _developed(picture, size, seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a figure stands: share of its size, and shift in pixels from the middle."""

    scale: float
    right: float
    mirrored: bool = False


def _figures(fault: PortraitFault) -> list[Sitter]:
    sitter = load_sitter()
    if fault is not PortraitFault.MOUTH_OPEN:
        sitter = close_mouth(sitter)
    if fault is PortraitFault.EYES_CLOSED:
        sitter = close_eyes(sitter)
    dressed = _dressed(sitter)
    if fault is not PortraitFault.TWO_FACES:
        return [dressed]
    places = (_Place(scale=0.62, right=150, mirrored=True), _Place(scale=0.66, right=-150))
    return [_moved_to(dressed, place) for place in places]


def _dressed(sitter: Sitter) -> Sitter:
    """Put a plain jumper in the place of the suit, whose neck ring rises beside the face."""
    width, height = FRAME
    left, right = _neck(sitter.mesh, JAW_LEFT, 6), _neck(sitter.mesh, JAW_RIGHT, -24)
    chin, jaw = float(sitter.mesh[CHIN, 1]), float(sitter.mesh[JAW_LEFT[0], 1])
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    outside = np.maximum(np.maximum(left - columns, columns - right), 0)
    # Shoulders fall away from the neck, ever more steeply.
    shoulder = chin + 18 + 260 * (outside / width) ** 1.4
    cloth = np.clip((rows - shoulder) / 6, 0, 1)
    suit = np.clip(outside / 5, 0, 1) * (rows > jaw)
    alpha = np.maximum(sitter.alpha * (1 - suit), cloth)
    collar = np.clip(outside / 18, 0, 1)
    # Wider than it shows, so that nothing of the suit is left along its edge.
    covered = np.maximum(collar, rows > chin + 60) * (rows > shoulder - 30)
    worn = cv2.GaussianBlur(covered.astype(np.float32), (0, 0), 6)[:, :, None]
    fold = 10 * np.cos((columns - width / 2) / width * 4.5)[:, :, None]
    fabric = np.asarray(CLOTH, np.float32) + fold
    pixels = sitter.pixels + worn * (fabric - sitter.pixels)
    return replace(sitter, pixels=pixels.astype(np.float32), alpha=alpha.astype(np.float32))


def _neck(mesh: Floats, jaw: tuple[int, int], inwards: float) -> Floats:
    """Column of one side of jaw and neck in each row, as a column vector."""
    upper, corner = mesh[jaw[0]], mesh[jaw[1]]
    # 85 rows under the corner of the jaw the neck is at its narrowest.
    known_rows = [upper[1], corner[1], corner[1] + 85]
    known_columns = [upper[0], corner[0], corner[0] + inwards]
    columns = np.interp(np.arange(FRAME[1]), known_rows, known_columns)
    return np.asarray(columns, np.float32)[:, None]


def _moved_to(sitter: Sitter, place: _Place) -> Sitter:
    """The figure smaller and to one side, its foot on the lower edge."""
    width, height = FRAME
    flip = -1.0 if place.mirrored else 1.0
    middle = width / 2 + place.right - flip * place.scale * width / 2
    matrix = np.array(
        [[flip * place.scale, 0, middle], [0, place.scale, height * (1 - place.scale)]]
    )
    # The edge is repeated outwards: shoulders go on to the border of the picture.
    edge = cv2.BORDER_REPLICATE
    pixels = cv2.warpAffine(sitter.pixels, matrix, FRAME, flags=cv2.INTER_AREA, borderMode=edge)
    alpha = cv2.warpAffine(sitter.alpha, matrix, FRAME, flags=cv2.INTER_LINEAR, borderMode=edge)
    return replace(sitter, pixels=np.asarray(pixels), alpha=np.asarray(alpha))


def _developed(picture: Floats, size: tuple[int, int], seed: int) -> bytes:
    """Sensor grain of 1.2 grey levels, then JPEG as a booth saves it."""
    if size != FRAME:
        picture = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)
    grain = np.random.default_rng(seed).normal(0, 1.2, picture.shape[:2]).astype(np.float32)
    shown = np.clip(picture + grain[:, :, None], 0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    dots = round(size[0] / 35 * 25.4)
    # A photo bears no mark that people see: the word is in the file's comment.
    image = Image.fromarray(np.ascontiguousarray(shown[:, :, ::-1]))
    image.save(buffer, "JPEG", quality=92, dpi=(dots, dots), comment=b"SPECIMEN")
    return buffer.getvalue()
