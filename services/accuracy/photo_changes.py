"""Changes of a rendered identity photo: pixels in, pixels out."""

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from services.accuracy.scene import Scene, to_bytes
from services.imagecheck.engines.raster import Pixels

Change = Callable[[Scene], Pixels]


def blurred(sigma: float) -> Change:
    """Out of focus; sigma in pixels of a photo 600 high, as everybody quotes it."""
    return lambda scene: np.asarray(
        cv2.GaussianBlur(scene.pixels, (0, 0), sigma * scene.unit), dtype=np.uint8
    )


def moved(reach: int) -> Change:
    """Moved sideways while the picture was taken."""

    def change(scene: Scene) -> Pixels:
        length = max(3, round(reach * scene.unit))
        kernel = np.full((1, length), 1 / length, np.float32)
        return np.asarray(cv2.filter2D(scene.pixels, -1, kernel), dtype=np.uint8)

    return change


def lit(gain: float) -> Change:
    """More or less light on everything."""
    return lambda scene: to_bytes(scene.pixels * gain)


def flattened(contrast: float) -> Change:
    """Contrast around the middle grey reduced to that share."""
    return lambda scene: to_bytes(128 + (scene.pixels.astype(np.float32) - 128) * contrast)


def side_lit(loss: float) -> Change:
    """One half of the face loses that share of its light."""

    def change(scene: Scene) -> Pixels:
        columns = np.arange(scene.width, dtype=np.float32)
        slope = 1 / (1 + np.exp((columns - scene.middle) / (0.06 * scene.width)))
        return scene.on_person(scene.pixels * (1 - loss * slope[None, :, None]))

    return change


def before(colour: tuple[int, int, int]) -> Change:
    """Another ground, blue-green-red."""

    def change(scene: Scene) -> Pixels:
        ground = np.broadcast_to(np.asarray(colour, np.float32), scene.pixels.shape)
        return scene.on_ground(ground)

    return change


def shadow_behind(loss: float) -> Change:
    """A soft shadow of the head on the wall, to the right of it."""

    def change(scene: Scene) -> Pixels:
        shift = np.array([[1, 0, 0.12 * scene.width], [0, 1, 0.03 * scene.width]], np.float32)
        cast = cv2.warpAffine(scene.person, shift, (scene.width, scene.height))
        cast = cv2.GaussianBlur(cast, (0, 0), 0.012 * scene.width)
        return scene.on_ground(scene.pixels * (1 - loss * cast[:, :, None]))

    return change


def tinted(gains: tuple[float, float, float]) -> Change:
    """The wrong white balance: gains of blue, green, red."""
    return lambda scene: to_bytes(scene.pixels * np.asarray(gains, np.float32))


def red_eyed(scene: Scene) -> Pixels:
    """The flash mirrored in both pupils."""
    layer = scene.pixels.copy()
    for centre, width in scene.eyes:
        cv2.circle(layer, centre, max(2, round(0.19 * width)), (40, 30, 215), -1, cv2.LINE_AA)
    return np.asarray(layer)


def behind_glass(opacity: float) -> Change:
    """Lenses tinted to that share."""

    def change(scene: Scene) -> Pixels:
        lens = np.zeros((scene.height, scene.width), np.float32)
        for (x, y), width in scene.eyes:
            axes = (round(0.85 * width), round(0.62 * width))
            cv2.ellipse(lens, (x, y), axes, 0, 0, 360, opacity, -1, cv2.LINE_AA)
        return to_bytes(scene.pixels * (1 - lens[:, :, None]) + 18 * lens[:, :, None])

    return change


def enlarged_from(height: int) -> Change:
    """A picture of that few rows."""

    def change(scene: Scene) -> Pixels:
        size = (round(height * scene.width / scene.height), height)
        return np.asarray(
            cv2.resize(scene.pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8
        )

    return change


def striped(strength: float) -> Change:
    """The pattern of a screen that was photographed."""

    def change(scene: Scene) -> Pixels:
        rows, columns = np.mgrid[0 : scene.height, 0 : scene.width]
        wave = np.sin(2 * np.pi * (columns / 3.7 + rows / 41)) * np.sin(2 * np.pi * rows / 3.3)
        return to_bytes(scene.pixels + strength * wave[:, :, None])

    return change


def drawn(scene: Scene) -> Pixels:
    """Turned into a comic: few tones, no grain, dark outlines."""
    soft = scene.pixels
    for _ in range(4):
        soft = np.asarray(cv2.bilateralFilter(soft, 9, 45, 9), dtype=np.uint8)
    tones = (soft // 32) * 32 + 16
    edges = cv2.Canny(cv2.cvtColor(soft, cv2.COLOR_BGR2GRAY), 60, 140) > 0
    tones[cv2.dilate(edges.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0] = 20
    return np.asarray(tones, dtype=np.uint8)


def turned(degrees: float) -> Change:
    """The head leans; the ground fills the corners."""

    def change(scene: Scene) -> Pixels:
        return scene.warped(cv2.getRotationMatrix2D((scene.middle, 0.6 * scene.height), degrees, 1))

    return change


def zoomed(scale: float) -> Change:
    """The head larger or smaller, its eyes at the same place."""

    def change(scene: Scene) -> Pixels:
        return scene.warped(cv2.getRotationMatrix2D((scene.middle, 0.45 * scene.height), 0, scale))

    return change


def shifted(share: float) -> Change:
    """The head to one side."""

    def change(scene: Scene) -> Pixels:
        matrix: npt.NDArray[np.float64] = np.array([[1, 0, share * scene.width], [0, 1, 0]])
        return scene.warped(matrix)

    return change


def squared(scene: Scene) -> Pixels:
    """As broad as it is high."""
    spare = (scene.height - scene.width) // 2
    return np.asarray(
        cv2.copyMakeBorder(scene.pixels, 0, 0, spare, spare, cv2.BORDER_REPLICATE), dtype=np.uint8
    )


def lying(scene: Scene) -> Pixels:
    """A quarter turn."""
    return np.ascontiguousarray(np.rot90(scene.pixels))


def relit_skin(lightness: float) -> Change:
    """The face brought to that mean CIELAB lightness, its features and the ground kept."""

    def change(scene: Scene) -> Pixels:
        lab = cv2.cvtColor(scene.pixels.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
        face = scene.face > 0.5
        factor = lightness / float(lab[:, :, 0][face].mean())
        lab[:, :, 0] = lab[:, :, 0] * (1 + (factor - 1) * scene.skin)
        relit = cv2.cvtColor(lab, cv2.COLOR_LAB2BGR) * 255
        return to_bytes(relit)

    return change
