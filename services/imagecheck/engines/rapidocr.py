"""RapidOCR on onnxruntime: the one file that starts it. Finds print anywhere, reads single lines.

Its models come with its wheel and are opened by their path, so that nothing is ever downloaded.
"""

import functools
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from services.imagecheck.engines.raster import Pixels

#: Four corners, clockwise from the top left, in pixels.
Quad = npt.NDArray[np.float32]

#: Longest side that the detector sees. On cards 960 found the labels that 736 lost; more only
#: costs time, because lines are read on the picture itself.
DETECTOR_SIDE = 960

#: Pictures of other sizes are brought to multiples of this by the detector.
SMALLEST_SIDE = 32

#: Width over height beyond which a crop is an edge or a rule of the paper: the longest zone, of 44
#: characters, has about 34.
MAX_ASPECT = 60.0

#: Files of the wheel: detector and recogniser of PP-OCRv6, small.
DETECTOR, RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"

_SETTINGS: dict[str, Any] = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "Global.use_preprocess_img": False,  # pictures come in their final size
    # One thread: the pool runs as many processes as there are cores.
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    # An arena keeps the largest picture's memory for ever (findings: 1.1 GB against 0.5 GB).
    "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
    "Det.limit_type": "max",
    "Det.limit_side_len": DETECTOR_SIDE,
    # A batch is padded to its longest line, and a zone is ten times as long as a date.
    "Rec.rec_batch_num": 1,
    # Height and least width of a line; the 320 of the package fill the price of a bill up to four
    # times its length: 34 lines took 0.60 s with 320, 0.45 s with 96, and read the same.
    "Rec.rec_img_shape": [3, 48, 96],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """One line as read."""

    text: str
    #: 0 to 1, by the recogniser's own account.
    confidence: float


NOTHING = ReadLine(text="", confidence=0.0)


class RapidReader:
    """Detector and recogniser of one process; the models are loaded when first needed."""

    def __init__(self, models: Path) -> None:
        """`models` is the folder that holds both files."""
        from rapidocr import RapidOCR

        paths = {
            "Det.model_path": str(models / DETECTOR),
            "Rec.model_path": str(models / RECOGNISER),
        }
        self._engine = RapidOCR(params={**_SETTINGS, **paths})

    def find(self, picture: Pixels) -> tuple[Quad, ...]:
        """Where lines of print lie, at any angle, in reading order."""
        if min(picture.shape[:2]) < SMALLEST_SIDE:
            return ()
        found = self._engine(_in_colour(picture), use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        return () if boxes is None else tuple(np.asarray(box, dtype=np.float32) for box in boxes)

    def read(self, crops: Sequence[Pixels]) -> tuple[ReadLine, ...]:
        """The text of each upright line."""
        return tuple(self._read_one(crop) for crop in crops)

    def _read_one(self, crop: Pixels) -> ReadLine:
        if not 0 < crop.shape[1] <= MAX_ASPECT * crop.shape[0]:
            return NOTHING
        read = self._engine(_in_colour(crop), use_det=False, use_cls=False, use_rec=True)
        texts, scores = getattr(read, "txts", None), getattr(read, "scores", None)
        if not texts or not scores:
            return NOTHING
        return ReadLine(text=str(texts[0]), confidence=float(scores[0]))


def _in_colour(picture: Pixels) -> Pixels:
    if picture.ndim == 3:
        return picture
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


@functools.cache
def installed_reader() -> RapidReader | None:
    """The process's reader; None where the package or its models are not installed."""
    package = importlib.util.find_spec("rapidocr")
    if package is None or package.origin is None or not importlib.util.find_spec("onnxruntime"):
        return None
    models = Path(package.origin).parent / "models"
    if not all((models / name).is_file() for name in (DETECTOR, RECOGNISER)):
        return None
    return RapidReader(models)
