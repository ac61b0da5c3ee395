"""Signatures by a pen that nobody holds: cursive loops with a flourish, different for each seed."""

import io

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, PngImagePlugin

#: About 76 x 25 mm at 300 dpi.
SIZE = (900, 300)
#: Share of the picture left blank on each side.
MARGIN = 0.12
#: Blue-black ink and office paper, red-green-blue.
INK, PAPER = (24, 26, 44), (250, 249, 246)
#: Drawn larger, then reduced: the edge of the ink is soft, as in a scan.
OVERSIZE = 3

Curve = npt.NDArray[np.float64]


def signature(seed: int = 0) -> bytes:
    """A signature with room around it, as a PNG."""
    return _as_png(_on_paper(_ink_mask(seed), seed))


def cropped_signature(seed: int = 0) -> bytes:
    """The same, cut off on the left through the ink."""
    paper = _on_paper(_ink_mask(seed), seed)
    return _as_png(np.ascontiguousarray(paper[:, SIZE[0] // 4 :]))


def empty_signature(seed: int = 0) -> bytes:
    """A sheet that nobody signed, as a PNG."""
    blank = np.zeros((SIZE[1], SIZE[0]), np.float32)
    return _as_png(_on_paper(blank, seed))


def _strokes(rng: np.random.Generator) -> list[Curve]:
    """A capital, a run of small loops that tires out, and most times a line beneath."""
    letters = int(rng.integers(4, 9))
    turns = np.linspace(0, letters, letters * 60)
    heights = np.concatenate(([rng.uniform(1.9, 3.2)], rng.uniform(0.35, 1.2, letters)))
    heights[rng.integers(2, letters)] = rng.choice((1.9, 2.3, -1.4, -1.8))  # an l, or a g
    rise = _along(turns, heights) * (1 - 0.04 * turns)
    # Below 0.2 a loop opens into the arch of an n, above it closes into an e.
    loops = _along(turns, rng.uniform(0.12, 0.7, letters + 1))
    phase = 2 * np.pi * turns
    across = rng.uniform(0.95, 1.35) * turns + loops * np.sin(phase) - 0.2 * rise * np.cos(phase)
    up = rise * (1 - np.cos(phase)) / 2 + 0.12 * np.sin(phase * 0.37 + rng.uniform(0, 6))
    body = np.stack([across, rng.uniform(-0.12, 0.02) * across - up], axis=1)
    strokes = [body] if rng.random() < 0.2 else [body, _flourish(body, rng)]
    slant = rng.uniform(0.0, 0.45)
    return [np.stack([s[:, 0] - slant * s[:, 1], s[:, 1]], axis=1) for s in strokes]


def _flourish(body: Curve, rng: np.random.Generator) -> Curve:
    """A line drawn back under the name, or through its end."""
    way = np.linspace(0, 1, 90)
    end = body[-1] + (rng.uniform(0.2, 1.2), rng.uniform(0.1, 0.8))
    start = body[:, 0].min() + rng.uniform(0.2, 2.2)
    dip = 0.5 * np.sin(np.pi * way * rng.uniform(0.8, 1.7)) + rng.uniform(-0.1, 0.5) * way
    return np.stack([end[0] + (start - end[0]) * way, end[1] + dip], axis=1)


def _along(turns: Curve, values: Curve) -> Curve:
    """One value for each letter, passed through softly."""
    known = np.arange(len(values)) + 0.4
    return np.asarray(np.interp(turns, known, values), np.float64)


def _ink_mask(seed: int) -> npt.NDArray[np.float32]:
    """Share of ink in each pixel."""
    rng = np.random.default_rng(seed)
    strokes = _fitted(_strokes(rng))
    width, height = SIZE[0] * OVERSIZE, SIZE[1] * OVERSIZE
    sheet = np.zeros((height, width), np.uint8)
    nib = rng.uniform(2.1, 3.0) * OVERSIZE
    for stroke in strokes:
        steps = np.linalg.norm(np.diff(stroke, axis=0), axis=1)
        # A fast pen leaves a thinner line.
        widths = nib * np.clip(1.25 - 0.35 * steps / np.median(steps), 0.55, 1.25)
        pieces = zip(stroke[:-1], stroke[1:], widths, strict=True)
        for start, end, thickness in pieces:
            _draw(sheet, start, end, thickness)
    reduced = cv2.resize(sheet, SIZE, interpolation=cv2.INTER_AREA)
    return np.asarray(reduced / np.float32(255), np.float32)


def _draw(sheet: npt.NDArray[np.uint8], start: Curve, end: Curve, thickness: float) -> None:
    one = (round(float(start[0])), round(float(start[1])))
    other = (round(float(end[0])), round(float(end[1])))
    cv2.line(sheet, one, other, 255, max(1, round(thickness)), cv2.LINE_AA)


def _fitted(strokes: list[Curve]) -> list[Curve]:
    """Strokes in pixels of the oversized sheet, inside the margins."""
    every = np.concatenate(strokes)
    low, high = every.min(axis=0), every.max(axis=0)
    room = np.array(SIZE) * OVERSIZE * (1 - 2 * MARGIN)
    scale = float((room / (high - low)).min())
    corner = (np.array(SIZE) * OVERSIZE - (high - low) * scale) / 2
    return [(stroke - low) * scale + corner for stroke in strokes]


def _on_paper(ink: npt.NDArray[np.float32], seed: int) -> npt.NDArray[np.uint8]:
    grain = np.random.default_rng(seed + 1).normal(0, 1.3, (*ink.shape, 1))
    paper = np.asarray(PAPER) + grain
    inked = paper + ink[:, :, None] * (np.asarray(INK) - paper)
    return np.clip(inked, 0, 255).astype(np.uint8)


def _as_png(pixels: npt.NDArray[np.uint8]) -> bytes:
    notes, buffer = PngImagePlugin.PngInfo(), io.BytesIO()
    notes.add_text("Comment", "SPECIMEN")
    Image.fromarray(pixels).save(buffer, "PNG", pnginfo=notes, dpi=(300, 300))
    return buffer.getvalue()
