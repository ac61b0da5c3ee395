"""The second reader: single lines, print at any angle, and its absence."""

import importlib.util
import os

import numpy as np
import pytest

from services.imagecheck.engines import rapidocr
from services.imagecheck.engines.rapidocr import installed_reader

needs_reader = pytest.mark.skipif(
    installed_reader() is None and not os.environ.get("CI"), reason="needs RapidOCR"
)


@needs_reader
def test_a_process_has_one_reader():
    assert installed_reader() is installed_reader()


@needs_reader
def test_blank_paper_holds_no_line():
    assert installed_reader().find(np.full((400, 600, 3), 255, dtype=np.uint8)) == ()


@needs_reader
@pytest.mark.parametrize("shape", [(1, 900), (48, 0), (10, 10, 3)])
def test_odd_crops_give_no_text_and_no_failure(shape):
    (line,) = installed_reader().read([np.full(shape, 255, dtype=np.uint8)])

    assert line.text == ""


@needs_reader
def test_a_picture_too_small_for_print_is_not_searched():
    assert installed_reader().find(np.zeros((8, 500, 3), dtype=np.uint8)) == ()


def test_without_the_package_there_is_no_reader(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    assert installed_reader.__wrapped__() is None


def test_without_its_models_there_is_no_reader_and_nothing_is_downloaded(monkeypatch):
    monkeypatch.setattr(rapidocr, "DETECTOR", "absent.onnx")

    assert installed_reader.__wrapped__() is None
