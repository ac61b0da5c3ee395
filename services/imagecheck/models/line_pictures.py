"""Lines drawn in OCR-B and worn as scans and phone pictures wear them."""

import random
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Grey = npt.NDArray[np.uint8]

#: Debian package fonts-ocr-b (public domain): regular, sharp and slanted cuts, upright ones most.
FONTS = tuple(
    f"/usr/share/fonts/opentype/ocr-b/OCRB{cut}.otf" for cut in ("", "", "", "S", "S", "L")
)

#: Share of the em that a capital of this font takes, measured on its letter H.
CAPITAL = 0.73

#: Drawn at this capital height, then shrunk, so that edges are those of a scanner.
DRAWN_CAPITAL = 48

#: Height of the pictures given to the trainer; the network itself works at 36 (its name says so).
SAVED_HEIGHT = 48


@cache
def _font(path: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, round(DRAWN_CAPITAL / CAPITAL))


def worn_line(text: str, rng: random.Random) -> Grey:
    """A line as a crop of a document would show it, SAVED_HEIGHT pixels high."""
    ink = _drawn(text, rng)
    ink = _bent(ink, rng)
    capital = rng.choice((rng.uniform(7, 14), rng.uniform(12, 24), rng.uniform(20, 40)))
    ink = _resized(ink, capital / DRAWN_CAPITAL)
    grey = _blurred(_on_paper(ink, rng), rng)
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(0, 9), grey.shape)
    worn = _recompressed(np.clip(grey + noise, 0, 255).astype(np.uint8), rng)
    return _resized(worn, SAVED_HEIGHT / worn.shape[0])


def _drawn(text: str, rng: random.Random) -> Grey:
    """Ink 255 on 0, one character an advance as printers of documents do."""
    font = _font(rng.choice(FONTS))
    advance = font.getlength("H") * rng.uniform(0.94, 1.1)
    above, below, side = (rng.uniform(*span) for span in ((0.15, 0.5), (0.15, 0.5), (0.1, 1.6)))
    height = round(DRAWN_CAPITAL * (1 + above + below))
    width = round(advance * len(text) + 2 * side * DRAWN_CAPITAL)
    canvas = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(canvas)
    _clutter(pen, canvas.size, rng)
    baseline = DRAWN_CAPITAL * (1 + above)
    for index, letter in enumerate(text):
        x = side * DRAWN_CAPITAL + index * advance
        pen.text((x, baseline), letter, font=font, fill=255, anchor="ls")
    ink = np.asarray(canvas, dtype=np.uint8)
    thicker = rng.choice((0, 0, 1, 2, -1))
    kernel = np.ones((3, 3), dtype=np.uint8)
    worn = cv2.dilate(ink, kernel, iterations=thicker) if thicker > 0 else ink
    return np.asarray(cv2.erode(ink, kernel) if thicker < 0 else worn, dtype=np.uint8)


def _clutter(pen: ImageDraw.ImageDraw, size: tuple[int, int], rng: random.Random) -> None:
    """What a crop catches besides its line: the card's edge, a rule, specks of the next line."""
    width, height = size
    margin = DRAWN_CAPITAL // 12
    if rng.random() < 0.2:
        x = rng.choice((0, width - 1 - 2 * margin)) + rng.randint(0, margin)
        pen.rectangle((x, 0, x + rng.randint(1, margin), height), fill=rng.randint(60, 255))
    if rng.random() < 0.2:
        y = rng.choice((rng.randint(0, margin), height - 1 - rng.randint(0, margin)))
        pen.line((0, y, width, y), fill=rng.randint(60, 255), width=rng.randint(1, margin))
    if rng.random() < 0.15:
        y = rng.choice((0, height - margin))
        for x in range(0, width, DRAWN_CAPITAL):
            speck = (x, y, x + rng.randint(1, DRAWN_CAPITAL // 2), y + margin)
            pen.rectangle(speck, fill=255 * rng.randint(0, 1))


def _bent(ink: Grey, rng: random.Random) -> Grey:
    """A remaining tilt of up to 0.5 degree, a slant, a stretch."""
    height, width = ink.shape
    slope, slant = rng.gauss(0, 0.0025), rng.gauss(0, 0.04)
    stretch = rng.uniform(0.85, 1.15)
    turn = np.array(
        [[stretch, slant, -slant * height / 2], [slope, 1.0, -slope * width / 2]], dtype=np.float64
    )
    size = (round(width * stretch), height)
    return np.asarray(cv2.warpAffine(ink, turn, size, flags=cv2.INTER_LINEAR), dtype=np.uint8)


def _resized(picture: Grey, factor: float) -> Grey:
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    size = (max(8, round(picture.shape[1] * factor)), max(8, round(picture.shape[0] * factor)))
    return np.asarray(cv2.resize(picture, size, interpolation=how), dtype=np.uint8)


def _on_paper(ink: Grey, rng: random.Random) -> npt.NDArray[np.float32]:
    """Ink over paper with a light gradient and the waves of a security print."""
    height, width = ink.shape
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    paper = rng.uniform(140, 250) + rng.uniform(-30, 30) * columns / width
    for _ in range(rng.randrange(4)):
        length = rng.uniform(0.15, 1.2) * height
        angle, phase = rng.uniform(0, np.pi), rng.uniform(0, 6.3)
        along = rows * np.sin(angle) + columns * np.cos(angle)
        paper = paper + rng.uniform(2, 16) * np.sin(6.283 * along / length + phase)
    share = (ink.astype(np.float32) / 255) * rng.uniform(0.75, 1.0)
    black = min(rng.uniform(0, 110), float(paper.mean()) - 55)
    return np.asarray(paper * (1 - share) + black * share, dtype=np.float32)


def _blurred(grey: npt.NDArray[np.float32], rng: random.Random) -> npt.NDArray[np.float32]:
    """Out of focus by up to a tenth of the line's height, sometimes moved sideways."""
    sigma = rng.uniform(0, 0.055) * grey.shape[0]
    if sigma > 0.2:
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), sigma), dtype=np.float32)
    if rng.random() < 0.1:
        grey = np.asarray(cv2.blur(grey, (max(1, grey.shape[0] // 9), 1)), dtype=np.float32)
    return grey


def _recompressed(grey: Grey, rng: random.Random) -> Grey:
    if rng.random() < 0.4:
        return grey
    quality = [int(cv2.IMWRITE_JPEG_QUALITY), rng.randint(30, 92)]
    _, packed = cv2.imencode(".jpg", grey, quality)
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)
