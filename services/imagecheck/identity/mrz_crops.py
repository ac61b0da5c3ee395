"""Lines cut out of a page, levelled and brought to the size that the MRZ model was trained on."""

import math

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.engines.raster import Pixels
from services.imagecheck.engines.scaling import scaled
from services.imagecheck.identity.mrz_locate import Block, PrintedLine
from shared.domain.findings import Box

Move = npt.NDArray[np.float64]

#: Height of a cut line; as in models/line_pictures.py, so that the model sees what it learnt.
CROP_HEIGHT = 48

#: Paper kept above and below, in heights of the line.
MARGIN = 0.3

#: Paper kept left and right, in heights of the line.
SIDE = 1.0


#: Stretch of the second view: enough to move every character against the network's steps.
SECOND_WIDTH = 1.12

#: The same for the third view, which also loses this much of each side, in heights of the line.
THIRD_WIDTH, TRIMMED_SIDE = 0.92, 0.6


def cut_lines(grey: Pixels, block: Block, *, turned: bool = False) -> tuple[Pixels, ...]:
    """Each line of the block over the whole width of the block; `turned` for a page on its head."""
    crops = [_cut(grey, frame) for frame in _frames(block)]
    if turned:
        crops = [np.ascontiguousarray(crop[::-1, ::-1]) for crop in reversed(crops)]
    return tuple(crops)


def _frames(block: Block) -> list[PrintedLine]:
    """The lines, all as long as the block and as high as the middle one."""
    longest = max(block, key=lambda line: line.length)
    height = float(np.median([line.height for line in block]))
    ends = []
    for line in block:
        along, _ = longest.offset_of(line)
        ends += [along - line.length / 2, along + line.length / 2]
    low, high = min(ends), max(ends)
    frames = []
    for line in block:
        along, _ = longest.offset_of(line)
        shift, turn = (low + high) / 2 - along, math.radians(line.angle)
        frames.append(
            PrintedLine(
                x=line.x + shift * math.cos(turn),
                y=line.y + shift * math.sin(turn),
                angle=line.angle,
                length=high - low,
                height=height,
            )
        )
    return frames


def _cut(grey: Pixels, line: PrintedLine) -> Pixels:
    scale = CROP_HEIGHT / (line.height * (1 + 2 * MARGIN))
    width = round((line.length + 2 * SIDE * line.height) * scale)
    turn = math.radians(line.angle)
    cosine, sine = math.cos(turn) * scale, math.sin(turn) * scale
    move = np.array(
        [
            [cosine, sine, width / 2 - cosine * line.x - sine * line.y],
            [-sine, cosine, CROP_HEIGHT / 2 + sine * line.x - cosine * line.y],
        ]
    )
    source, move = _shrunk(grey, move, scale)
    crop = cv2.warpAffine(
        source, move, (width, CROP_HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(crop, dtype=np.uint8)


def _shrunk(grey: Pixels, move: Move, scale: float) -> tuple[Pixels, Move]:
    """Average the pixels of a large picture first: warping alone would skip most of them."""
    if scale > 0.6:
        return grey, move
    return scaled(grey, scale), np.hstack([move[:, :2] / scale, move[:, 2:]])


def second_view(crop: Pixels) -> Pixels:
    """The same line wider and of full contrast: what was guessed at comes out differently."""
    wide = _stretched(crop, SECOND_WIDTH)
    soft = cv2.GaussianBlur(wide, (0, 0), 2.0)
    return np.asarray(np.clip(1.5 * wide - 0.5 * soft, 0, 255), dtype=np.uint8)


def third_view(crop: Pixels) -> Pixels:
    """The same line narrower and without most of its margins, where edges of the card lie."""
    trim = round(TRIMMED_SIDE * CROP_HEIGHT / (1 + 2 * MARGIN))
    inner = crop[:, trim : crop.shape[1] - trim] if crop.shape[1] > 4 * trim else crop
    return np.asarray(np.clip(_stretched(inner, THIRD_WIDTH), 0, 255), dtype=np.uint8)


def _stretched(crop: Pixels, width: float) -> npt.NDArray[np.float32]:
    """Full contrast, another width."""
    dark, light = (float(level) for level in np.percentile(crop, (1, 99)))
    clear = (crop.astype(np.float32) - dark) * (255 / max(1.0, light - dark))
    stretched = cv2.resize(clear, None, fx=width, fy=1, interpolation=cv2.INTER_CUBIC)
    return np.asarray(stretched, dtype=np.float32)


def block_box(block: Block, grey: Pixels) -> Box:
    """The upright rectangle around the block, as shares of the page."""
    corners = []
    for line in block:
        turn = math.radians(line.angle)
        for end in (-line.length / 2, line.length / 2):
            corners.append((line.x + end * math.cos(turn), line.y + end * math.sin(turn)))
    half = max(line.height for line in block) / 2
    points = np.array(corners) / (grey.shape[1], grey.shape[0])
    margin = np.array([half / grey.shape[1], half / grey.shape[0]])
    low = np.clip(points.min(axis=0) - margin, 0, 1)
    high = np.clip(points.max(axis=0) + margin, 0, 1)
    width, height = high - low
    return Box(left=float(low[0]), top=float(low[1]), width=float(width), height=float(height))
