"""What the photo check costs on one core, split into decoding, models and measures."""

import io
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import cv2
import numpy as np
from PIL import Image

from services.bench.report import Bar, Section, figure
from services.demo.specimens.portraits import portrait
from services.imagecheck.engines.faces import find_faces, person_mask, read_eyes, shrink
from services.imagecheck.engines.raster import decode_picture
from services.imagecheck.engines.scaling import fit_within
from services.imagecheck.photo.facts import WORKING_SIDE, measure_photo
from services.imagecheck.photo.rules import judge_photo

#: A booth's photo (35 x 45 mm at 300 dots an inch), a web picture, a telephone's 12 megapixels;
#: with the milliseconds of processor time that each may take: DESIGN 7.
PHOTO_BARS: Mapping[tuple[int, int], float] = {
    (413, 531): 30.0,
    (778, 1000): 30.0,
    (3000, 4000): 80.0,
}
#: Grain of a telephone's sensor in grey levels: without it a JPEG is too easily decoded.
GRAIN = 5.0
#: Megabytes that a worker may take for this check: DESIGN 7.
MEMORY_BAR = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoCost:
    """Medians of one size, milliseconds of processor time."""

    size: tuple[int, int]
    kilobytes: float
    decode: float
    models: float
    whole: float

    @property
    def measures(self) -> float:
        """What is left: measuring and judging."""
        return max(self.whole - self.decode - self.models, 0.0)


def photo_section(repeats: int) -> Section:
    """Measure in a child of its own, so that its memory is that of a worker."""
    samples = {size: render(size) for size in PHOTO_BARS}
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as child:
        costs, memory = child.submit(measure_photos, samples, repeats).result()
    return Section(
        title="Photo check on one core",
        method=f"Median processor time of {repeats} repeats, the sizes in turn. Models: both face "
        "detectors, mesh, eyes, person mask. The floor is decoding and models alone. Memory: "
        f"{figure(memory)} MB at most, the worker that measured all of this.",
        header=("photo", "kB", "decode", "models", "floor", "measures", "whole ms"),
        rows=[_row(cost) for cost in costs],
        bars=[
            *(
                Bar(
                    what=_name(cost.size), figure=cost.whole, limit=PHOTO_BARS[cost.size], unit="ms"
                )
                for cost in costs
            ),
            Bar(what="memory of the worker", figure=memory, limit=MEMORY_BAR, unit="MB"),
        ],
    )


def render(size: tuple[int, int]) -> bytes:
    """The demo's sitter at that size, with the grain of a sensor, as a camera saves it."""
    picture = Image.open(io.BytesIO(portrait())).resize(size, Image.Resampling.LANCZOS)
    pixels = np.asarray(picture, dtype=np.float32)
    noise = np.random.default_rng(1).normal(0, GRAIN, pixels.shape[:2]).astype(np.float32)
    # Demosaicing spreads a sensor's noise over neighbours.
    pixels = pixels + cv2.GaussianBlur(noise, (0, 0), 0.7)[:, :, np.newaxis]
    buffer = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def measure_photos(
    samples: Mapping[tuple[int, int], bytes], repeats: int
) -> tuple[Sequence[PhotoCost], float]:
    """The costs of each size, and the most memory that this process held, in megabytes."""
    for data in samples.values():  # the first call loads the models
        _check(data)
    spans: dict[tuple[int, int], list[tuple[float, float, float]]] = {size: [] for size in samples}
    for _ in range(repeats):
        for size, data in samples.items():
            decoded = _spent(partial(decode_picture, data, WORKING_SIDE))
            floor = _spent(partial(_models_alone, data))
            spans[size].append((decoded, floor - decoded, _spent(partial(_check, data))))
    costs = [_cost(size, samples[size], found) for size, found in spans.items()]
    return costs, _peak_memory()


def _check(data: bytes) -> object:
    return judge_photo(measure_photo(data))


def _models_alone(data: bytes) -> object:
    """Decode, find the face and its eyes, cut out the person: what no check does without."""
    pixels = fit_within(decode_picture(data, WORKING_SIDE).pixels, WORKING_SIDE)
    face = find_faces(pixels)[0]
    return read_eyes(pixels, face), person_mask(shrink(pixels))


def _cost(
    size: tuple[int, int], data: bytes, spans: Sequence[tuple[float, float, float]]
) -> PhotoCost:
    decode, models, whole = (median(column) for column in zip(*spans, strict=True))
    return PhotoCost(
        size=size, kilobytes=len(data) / 1000, decode=decode, models=models, whole=whole
    )


def _spent(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _peak_memory() -> float:
    """Megabytes held at most; getrusage would count what the parent held when it started us."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def _row(cost: PhotoCost) -> tuple[str, ...]:
    spans = (cost.decode, cost.models, cost.decode + cost.models, cost.measures, cost.whole)
    return (_name(cost.size), figure(cost.kilobytes), *(figure(span) for span in spans))


def _name(size: tuple[int, int]) -> str:
    return f"photo {size[0]} × {size[1]}"
