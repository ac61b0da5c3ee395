"""Tesseract: its failures are the system's, never a verdict on a document."""

import os

import numpy as np
import pytest

from services.imagecheck.engines import tesseract
from services.imagecheck.engines.tesseract import MRZ_LINE, PAGE, Mode, read_words
from shared.errors import CheckTimedOut, Retryable, ServerUnavailable

BLANK = np.full((60, 200), 255, dtype=np.uint8)


def test_nothing_to_read_starts_nothing(monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert read_words([], PAGE) == ()


def test_a_blank_picture_gives_no_word_and_keeps_its_place():
    assert read_words([BLANK, BLANK], MRZ_LINE) == ((), ())


def test_the_program_is_held_to_one_thread():
    read_words([BLANK], MRZ_LINE)

    assert os.environ["OMP_THREAD_LIMIT"] == "1"


def test_a_missing_program_is_tried_again_later(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(ServerUnavailable):
        read_words([BLANK], PAGE)


def test_a_missing_model_is_tried_again_later():
    with pytest.raises(ServerUnavailable):
        read_words([BLANK], Mode(model="absent", segmentation=3))


def test_a_reading_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(tesseract, "SECONDS_TO_START", 0.001)
    monkeypatch.setattr(tesseract, "SECONDS_A_PICTURE", 0.001)

    with pytest.raises(CheckTimedOut):
        read_words([BLANK], PAGE)


def test_both_failures_belong_to_the_family_that_is_retried():
    assert issubclass(CheckTimedOut, Retryable)
    assert issubclass(ServerUnavailable, Retryable)


def test_dictionaries_are_off_for_zones_and_on_for_pages():
    assert "load_system_dawg=0" in MRZ_LINE.options
    assert "dawg" not in PAGE.options
