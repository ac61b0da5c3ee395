"""What happens to a signed sheet between the pen and the upload, good and bad, graded."""

from collections.abc import Callable, Mapping

import cv2
import numpy as np

from services.imagecheck.engines.raster import Pixels

Change = Callable[[Pixels], Pixels]

_DARK = (40, 36, 36)


def _bytes(values: np.ndarray) -> Pixels:
    return np.asarray(np.clip(values, 0, 255), dtype=np.uint8)


def blurred(sigma: float) -> Change:
    """Out of focus."""
    return lambda sheet: np.asarray(cv2.GaussianBlur(sheet, (0, 0), sigma), dtype=np.uint8)


def moved(reach: int) -> Change:
    """Moved sideways while the picture was taken."""
    kernel = np.full((1, reach), 1 / reach, np.float32)
    return lambda sheet: np.asarray(cv2.filter2D(sheet, -1, kernel), dtype=np.uint8)


def paled(share: float) -> Change:
    """Ink that takes away only that share of the light it should."""
    return lambda sheet: _bytes(255.0 - (255.0 - sheet.astype(np.float64)) * share)


def inked(colour: tuple[int, int, int]) -> Change:
    """Another ink, blue-green-red."""

    def change(sheet: Pixels) -> Pixels:
        paper = float(np.percentile(sheet, 90))
        ink = np.clip((paper - sheet.mean(axis=2, keepdims=True)) / (paper - sheet.min()), 0, 1)
        return _bytes(paper + ink * (np.asarray(colour, np.float64) - paper))

    return change


def dimmed(light: float) -> Change:
    """All of it darker: grey card, or too little light."""
    return lambda sheet: _bytes(sheet * light)


def lit_unevenly(least: float) -> Change:
    """Light that falls off towards the right."""
    return lambda sheet: _bytes(sheet * np.linspace(1, least, sheet.shape[1])[None, :, None])


def shadowed(light: float, softness: float) -> Change:
    """The edge of a shadow aslant across the sheet; softness as a share of its width."""

    def change(sheet: Pixels) -> Pixels:
        height, width = sheet.shape[:2]
        rows, columns = np.mgrid[0:height, 0:width] / width
        inside = 1 / (1 + np.exp(-np.clip((columns + 0.6 * rows - 0.6) / softness, -60, 60)))
        return _bytes(sheet * (1 - (1 - light) * inside[:, :, None]))

    return change


def ruled(lines: int, *, squared: bool) -> Change:
    """Blue-grey lines under the ink, so many across the width."""
    tone = np.array([205, 175, 155]) / 255

    def change(sheet: Pixels) -> Pixels:
        step, printed = sheet.shape[1] // lines, sheet.astype(np.float64)
        printed[step // 2 :: step] *= tone
        if squared:
            printed[:, step // 2 :: step] *= tone
        return _bytes(printed)

    return change


def grained(sigma: float) -> Change:
    """Noise of a phone in poor light."""

    def change(sheet: Pixels) -> Pixels:
        return _bytes(sheet + np.random.default_rng(7).normal(0, sigma, sheet.shape))

    return change


def two_tone(sheet: Pixels) -> Pixels:
    """Black and white, as a fax or a scanner at one bit gives it."""
    grey = cv2.cvtColor(sheet, cv2.COLOR_BGR2GRAY)
    _, pure = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)
    return np.asarray(cv2.cvtColor(pure, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def cut(share: float) -> Change:
    """Cut off on the left, through that share of the ink's width."""

    def change(sheet: Pixels) -> Pixels:
        columns = np.flatnonzero((sheet < 128).any(axis=(0, 2)))
        first = columns[0] + round(share * float(np.ptp(columns)))
        return np.ascontiguousarray(sheet[:, first:])

    return change


def boxed(sheet: Pixels) -> Pixels:
    """In the box of a form."""
    height, width = sheet.shape[:2]
    return np.asarray(cv2.rectangle(sheet.copy(), (9, 9), (width - 10, height - 10), _DARK, 3))


def named(sheet: Pixels) -> Pixels:
    """With a name printed beneath."""
    height, width = sheet.shape[:2]
    place, size = (width // 20, height - 8), width / 1000
    font = cv2.FONT_HERSHEY_DUPLEX
    return np.asarray(
        cv2.putText(sheet.copy(), "NOM : SPECIMEN Alix", place, font, size, _DARK, 2, cv2.LINE_AA)
    )


#: Wear that a signature must stand.
HARMLESS: Mapping[str, Change] = {
    "as scanned": lambda sheet: sheet,
    "light falls by half": lit_unevenly(0.5),
    "hard shadow": shadowed(0.6, 0.004),
    "soft shadow": shadowed(0.6, 0.05),
    "ruled paper": ruled(14, squared=False),
    "squared paper": ruled(20, squared=True),
    "noise σ 12": grained(12),
    "one bit": two_tone,
    "dark blue ink": inked((90, 35, 25)),
    "ballpoint blue": inked((150, 70, 45)),
}

#: Defects by criterion, each at its strengths.
HARMFUL: Mapping[str, Mapping[str, Change]] = {
    "sharpness": {
        "blur σ 3 px": blurred(3),
        "blur σ 4 px": blurred(4),
        "moved 9 px": moved(9),
        "moved 15 px": moved(15),
    },
    "ink_contrast": {"ink at 30 %": paled(0.3), "ink at 20 %": paled(0.2)},
    "ink_colour": {"red": inked((35, 30, 210)), "green": inked((50, 150, 30))},
    "paper": {"half the light": dimmed(0.5), "a third of the light": dimmed(0.33)},
    "cropped": {"cut by 10 %": cut(0.1), "cut by 30 %": cut(0.3)},
    "frame": {"in a box": boxed},
    "printed_text": {"name beneath": named},
}
