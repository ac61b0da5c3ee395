"""The model's material: lawful lines, alike for a seed, and a model that reads such lines."""

import os
import random
import string
from pathlib import Path

import numpy as np
import pytest

from services.imagecheck.engines.tesseract import MODELS, MRZ_LINE, read_words
from services.imagecheck.models.line_pictures import FONTS, SAVED_HEIGHT, worn_line
from services.imagecheck.models.line_texts import invented_line

ALPHABET = set(string.ascii_uppercase + string.digits + "<")

needs_fonts = pytest.mark.skipif(
    not all(Path(font).exists() for font in FONTS) and not os.environ.get("CI"),
    reason="needs Debian's fonts-ocr-b",
)


def test_invented_lines_are_of_the_alphabet_and_of_a_width_in_use():
    rng = random.Random(5)

    lines = [invented_line(rng) for _ in range(400)]

    assert set("".join(lines)) == ALPHABET
    assert {len(line) for line in lines} == {30, 36, 44}


@needs_fonts
def test_the_same_seed_draws_the_same_picture():
    first, again = (worn_line("P<FRAMARTIN<<ANNE", random.Random(3)) for _ in range(2))

    assert first.shape[0] == SAVED_HEIGHT
    assert np.array_equal(first, again)


@needs_fonts
def test_the_shipped_model_reads_most_worn_lines_to_the_letter():
    rng = random.Random(99)
    texts = [invented_line(rng) for _ in range(40)]
    pictures = [worn_line(text, rng) for text in texts]

    read = ["".join(word.text for word in words) for words in read_words(pictures, MRZ_LINE)]

    exact = sum(ours == text for ours, text in zip(read, texts, strict=True))
    assert exact >= 26, f"{exact} of 40"
    assert (MODELS / "mrz.traineddata").stat().st_size < 1_000_000
