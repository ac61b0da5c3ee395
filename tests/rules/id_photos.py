"""Identity photos made here from the public-domain portrait, and their verdicts."""

import functools

import cv2
import numpy as np

from services.assets import asset_path
from services.imagecheck.engines.faces import find_faces, person_mask
from services.imagecheck.photo.facts import measure_photo
from services.imagecheck.photo.rules import judge_photo
from shared.domain.findings import Verdict

LIGHT_GREY = (215, 215, 215)
LIGHT_BLUE = (230, 216, 173)


@functools.cache
def portrait() -> np.ndarray:
    return cv2.imread(str(asset_path("portrait.png")))


@functools.cache
def id_photo(ground=LIGHT_GREY) -> np.ndarray:
    """The portrait's head, 75 % of the height, on a plain ground, 35 x 45 mm at 300 dpi."""
    picture = portrait()
    side = picture.shape[0]
    mask = cv2.resize(person_mask(picture), (side, side), interpolation=cv2.INTER_LINEAR)
    mask = np.clip((mask[:, :, np.newaxis] - 0.3) / 0.5, 0, 1)
    on_ground = picture * mask + np.array(ground) * (1 - mask)
    (face,) = find_faces(picture)
    chin, middle = face.mesh[152, 1], face.left + face.width / 2
    crown = np.flatnonzero((mask[:, int(middle), 0]) > 0.5)[0]
    height = (chin - crown) / 0.75
    top, left = crown - 0.1 * height, middle - height * 35 / 45 / 2
    scale = 531 / height
    matrix = np.array([[scale, 0, -left * scale], [0, scale, -top * scale]])
    framed = cv2.warpAffine(
        on_ground.astype(np.float32),
        matrix,
        (413, 531),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.clip(framed, 0, 255).astype(np.uint8)


def png(pixels: np.ndarray) -> bytes:
    return cv2.imencode(".png", pixels)[1].tobytes()


def verdicts(pixels: np.ndarray) -> dict[str, Verdict]:
    return {one.criterion: one.verdict for one in judge_photo(measure_photo(png(pixels)))}
