"""The one file that runs LiteRT: a model by the name of its asset, tensors in, tensors out."""

import functools
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import numpy as np
import numpy.typing as npt
from ai_edge_litert.interpreter import Interpreter

from services.assets import asset_path

Tensor = npt.NDArray[np.float32]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep LiteRT's greeting, written below Python at the first load, off the terminal."""
    kept = os.dup(2)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(silence)


class Model:
    """One network, ready to run. Calls from several threads wait for each other."""

    def __init__(self, name: str) -> None:
        """Load the model once; the first call of a process pays for it."""
        # One thread a process: the pool runs as many processes as there are cores.
        with _quiet():
            self._interpreter = Interpreter(model_path=str(asset_path(name)), num_threads=1)
            self._interpreter.allocate_tensors()
        self._input: int = self._interpreter.get_input_details()[0]["index"]
        self._outputs: list[int] = [d["index"] for d in self._interpreter.get_output_details()]
        # An interpreter keeps its tensors in place, so two callers would mix their pictures.
        self._lock = threading.Lock()

    def run(self, picture: Tensor) -> tuple[Tensor, ...]:
        """Outputs, without their batch axis, in the order that the model file gives them."""
        with self._lock:
            self._interpreter.set_tensor(self._input, picture[np.newaxis])
            self._interpreter.invoke()
            return tuple(self._interpreter.get_tensor(index)[0] for index in self._outputs)


def shares_of_red_first(pixels: npt.NDArray[np.uint8]) -> Tensor:
    """A blue-green-red picture as the models were trained on it: red-green-blue, 0 to 1."""
    return np.multiply(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), np.float32(1 / 255))


@functools.cache
def load_model(name: str) -> Model:
    """The model of that name, loaded at its first use and kept for the life of the process."""
    return Model(name)
