"""The photo check on pictures: the public-domain portrait, set in frames drawn here."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from services.imagecheck.photo.facts import measure_photo
from shared.domain.files import RefusalCode, UnreadableFile
from shared.domain.findings import Verdict
from tests.rules.id_photos import LIGHT_BLUE, LIGHT_GREY, id_photo, png, portrait, verdicts

DARK_BLUE = (90, 40, 20)
WHITE = (255, 255, 255)


def test_a_smiling_portrait_in_the_right_frame_fails_for_its_mouth_only():
    failed = {name for name, verdict in verdicts(id_photo()).items() if verdict is Verdict.FAIL}

    assert failed == {"mouth_closed"}


@pytest.mark.parametrize(
    ("ground", "verdict"),
    [
        pytest.param(LIGHT_GREY, Verdict.PASS, id="light-grey"),
        pytest.param(LIGHT_BLUE, Verdict.PASS, id="light-blue"),
        pytest.param(WHITE, Verdict.FAIL, id="white"),
        pytest.param(DARK_BLUE, Verdict.FAIL, id="dark-blue"),
    ],
)
def test_the_ground_behind_the_head_is_judged(ground, verdict):
    assert verdicts(id_photo(ground))["background"] is verdict


def test_a_flag_and_a_model_behind_the_person_are_a_busy_ground():
    assert verdicts(portrait())["background"] is Verdict.FAIL


def test_a_head_far_from_the_camera_is_too_small():
    assert verdicts(portrait())["head_size"] is Verdict.FAIL


def test_two_people_are_counted():
    both = np.hstack([portrait(), portrait()[:, ::-1]])

    assert measure_photo(png(both)).face_count == 2
    assert verdicts(both)["face_count"] is Verdict.FAIL


@pytest.mark.parametrize(
    ("criterion", "spoil"),
    [
        pytest.param("sharpness", lambda p: cv2.GaussianBlur(p, (0, 0), 4), id="out-of-focus"),
        pytest.param("sharpness", lambda p: cv2.blur(p, (17, 1)), id="moved"),
        pytest.param("exposure", lambda p: (p * 0.3).astype(np.uint8), id="in-the-dark"),
        pytest.param("exposure", lambda p: np.minimum(p * 1.8, 255).astype(np.uint8), id="flash"),
        pytest.param("dynamic_range", lambda p: (p * 0.1 + 150).astype(np.uint8), id="washed-out"),
        pytest.param("aspect_ratio", lambda p: p[40:], id="cut-at-the-top"),
        pytest.param("centering", lambda p: p[:, 206:], id="half-a-face"),
        pytest.param("resolution", lambda p: cv2.resize(p, (210, 270)), id="thumbnail"),
    ],
)
def test_a_spoilt_photo_is_refused_for_what_spoils_it(criterion, spoil):
    spoilt = spoil(id_photo())

    assert verdicts(id_photo())[criterion] is not Verdict.FAIL
    assert verdicts(spoilt)[criterion] is Verdict.FAIL


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_photo_is_put_right_and_judged_as_if_it_had_been_sent_so(turns):
    upright, turned = verdicts(id_photo()), verdicts(np.rot90(id_photo(), turns))

    assert turned == upright | {"orientation": Verdict.WARN}


def test_a_leaning_head_is_a_pose_and_not_a_turned_photo():
    turn = cv2.getRotationMatrix2D((206, 300), 25, 1)
    leaning = cv2.warpAffine(id_photo(), turn, (413, 531), borderMode=cv2.BORDER_REPLICATE)

    found = verdicts(leaning)

    assert found["pose"] is Verdict.FAIL
    assert found["orientation"] is Verdict.PASS


def test_a_grey_photo_is_shown_to_a_person_and_not_refused():
    grey = cv2.cvtColor(cv2.cvtColor(id_photo(), cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)

    assert verdicts(grey)["colour"] is Verdict.WARN


def test_the_mouth_of_a_grey_photo_is_measured_like_that_of_a_coloured_one():
    colour = id_photo()
    grey = cv2.cvtColor(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)

    openings = [measure_photo(png(picture)).mouth_opening for picture in (colour, grey)]

    assert openings[0] == pytest.approx(openings[1], abs=0.02)


def test_an_empty_room_has_no_face_and_passes_nothing_that_needs_one():
    ground = np.random.default_rng(7).normal(200, 6, (531, 413, 3)).clip(0, 255).astype(np.uint8)

    found = verdicts(ground)

    assert found["face_count"] is Verdict.FAIL
    assert found["background"] is Verdict.NOT_EVALUATED
    assert found["sharpness"] is Verdict.NOT_EVALUATED


def test_a_phone_picture_that_asks_to_be_turned_is_measured_upright():
    lying = Image.fromarray(np.rot90(id_photo()[:, :, ::-1]).copy())
    exif = Image.Exif()
    exif[0x0112] = 6  # "turn a quarter clockwise"
    file = io.BytesIO()
    lying.save(file, "JPEG", quality=95, exif=exif)

    facts = measure_photo(file.getvalue())

    assert facts.turned_by_exif
    assert (facts.width, facts.height, facts.face_count) == (413, 531, 1)
    assert abs(facts.roll) < 5


def test_a_file_cut_short_is_not_judged():
    with pytest.raises(UnreadableFile) as refusal:
        measure_photo(png(id_photo())[:5000])

    assert refusal.value.code in (RefusalCode.TRUNCATED, RefusalCode.CORRUPT)


def test_the_same_photo_gives_the_same_values():
    assert measure_photo(png(id_photo())) == measure_photo(png(id_photo()))
