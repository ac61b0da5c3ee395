"""The proposed crop: compliant wherever it is proposed, and not proposed where none can be."""

import dataclasses
import io

import cv2
import numpy as np
import pytest
from PIL import Image

from services.demo.specimens.portraits import portrait
from services.imagecheck.engines.raster import decode_picture
from services.imagecheck.photo.crop import LEAST_SIZE, CropProposal, propose_crop
from services.imagecheck.photo.facts import measure_photo
from services.imagecheck.photo.measured import PhotoFacts
from services.imagecheck.photo.overlay import DRAWING_ROWS, help_with_crop
from services.imagecheck.photo.rules import judge_photo
from services.imagecheck.photo.thresholds import RATIO
from shared.domain.findings import Verdict
from tests.rules.id_photos import png

#: What a crop can mend.
MENDED = {"head_size", "centering", "resolution", "aspect_ratio", "orientation"}


def a_telephone_picture(**changes) -> PhotoFacts:
    """Values of a person who stands well inside 3000 x 4000 pixels."""
    facts = PhotoFacts(
        width=3000,
        height=4000,
        face_count=1,
        eye_column=0.5,
        eye_row=0.40,
        chin_row=0.50,
        head_seen=0.22,
        head_deduced=0.20,
    )
    return dataclasses.replace(facts, **changes)


def in_a_room(rows: int = 1500, columns: int = 1600) -> np.ndarray:
    """The demo's sitter at full size in a much larger picture, a little to the left."""
    sitter = decode_picture(portrait()).pixels
    room = np.full((rows, columns, 3), sitter[2, 2], np.uint8)
    height, width = sitter.shape[:2]
    room[rows - height :, 350 : 350 + width] = sitter
    return room


def test_the_head_takes_three_quarters_of_the_crop_and_the_eyes_are_in_its_middle():
    crop = propose_crop(a_telephone_picture())

    assert crop is not None
    assert crop.head_share == pytest.approx(0.75)
    assert crop.height == pytest.approx(0.21 * 4000 / 0.75, abs=1)
    assert crop.width / crop.height == pytest.approx(RATIO, abs=0.002)
    assert crop.left + crop.width / 2 == pytest.approx(1500, abs=1)
    assert (0.40 * 4000 - crop.top) / crop.height == pytest.approx(0.45, abs=0.01)


def test_near_the_upper_rim_the_crop_moves_down_as_far_as_the_eyes_may():
    crop = propose_crop(a_telephone_picture(eye_row=0.12, chin_row=0.22))

    assert crop is not None
    assert crop.top == 0


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"face_count": 0}, id="no-face"),
        pytest.param({"face_count": 2}, id="two-faces"),
        pytest.param({"head_seen": None, "head_deduced": None}, id="head-not-measured"),
        pytest.param({"width": 600, "height": 800}, id="too-few-pixels-on-the-head"),
        pytest.param({"roll": 20.0}, id="leaning-head"),
        pytest.param({"eye_column": 0.05}, id="at-the-left-rim"),
        pytest.param({"eye_column": 0.97}, id="at-the-right-rim"),
        pytest.param({"eye_row": 0.03}, id="at-the-upper-rim"),
        pytest.param({"head_seen": 0.95, "head_deduced": 0.93}, id="nearer-than-the-frame"),
    ],
)
def test_no_crop_is_proposed_where_none_complies(changes):
    assert propose_crop(a_telephone_picture(**changes)) is None


@pytest.mark.parametrize("row", [0.1, 0.2, 0.4, 0.6, 0.8])
@pytest.mark.parametrize("column", [0.12, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("head", [0.1, 0.135, 0.2, 0.4, 0.6])
def test_a_crop_lies_inside_the_picture_and_has_the_pixels_of_a_title(row, column, head):
    facts = a_telephone_picture(
        eye_row=row, eye_column=column, head_seen=1.05 * head, head_deduced=head
    )
    crop = propose_crop(facts)

    if crop is not None:
        assert crop.left >= 0
        assert crop.top >= 0
        assert crop.left + crop.width <= facts.width
        assert crop.top + crop.height <= facts.height
        assert crop.width >= LEAST_SIZE[0]
        assert crop.height >= LEAST_SIZE[1]


@pytest.mark.parametrize("turns", [0, 1, 2])
def test_the_cropped_photo_passes_all_that_a_crop_can_mend(turns):
    found = help_with_crop(png(np.rot90(in_a_room(), turns)))

    assert isinstance(found.proposal, CropProposal)
    verdicts = {one.criterion: one.verdict for one in judge_photo(measure_photo(found.cropped))}
    assert {verdicts[criterion] for criterion in MENDED} == {Verdict.PASS}


def test_the_drawing_shows_the_photo_with_lines_and_the_frame_on_it():
    room = in_a_room()
    drawing = Image.open(io.BytesIO(help_with_crop(png(room)).overlay))

    assert drawing.format == "PNG"
    assert drawing.height == DRAWING_ROWS
    plain = cv2.resize(room[:, :, ::-1], drawing.size, interpolation=cv2.INTER_CUBIC)
    changed = (np.abs(np.asarray(drawing).astype(int) - plain).max(axis=2) > 60).mean()
    assert 0.005 < changed < 0.2


def test_without_a_face_the_drawing_is_the_photo_alone():
    ground = np.full((600, 480, 3), 210, np.uint8)
    found = help_with_crop(png(ground))

    assert found.proposal is None
    assert found.cropped is None
    assert np.ptp(np.asarray(Image.open(io.BytesIO(found.overlay)))) == 0
