"""Defects rendered on a sound photo, at graded strengths: the slight one passes, the strong not."""

import cv2
import numpy as np
import pytest

from services.demo.specimens.portraits import portrait as demo_portrait
from services.imagecheck.engines.faces import Face, find_faces, person_mask, read_eyes
from services.imagecheck.engines.raster import decode_picture
from services.imagecheck.photo.facts import measure_photo
from shared.domain.findings import Verdict
from tests.rules.id_photos import png, verdicts

PASS, WARN, FAIL, NOT_EVALUATED = Verdict
#: Corners of both eyes in the face mesh.
EYES = ((33, 133), (263, 362))


@pytest.fixture(scope="module")
def sound() -> tuple[np.ndarray, Face]:
    """The demo's compliant photo at 600 rows, and its face."""
    picture = decode_picture(demo_portrait()).pixels
    scale = 600 / picture.shape[0]
    picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return picture, find_faces(picture)[0]


def clipped(picture: np.ndarray) -> np.ndarray:
    return np.clip(picture, 0, 255).astype(np.uint8)


def blurred(width):
    return lambda p, face: cv2.GaussianBlur(p, (0, 0), width)


def moved(length, angle):
    def render(p, face):
        kernel = np.zeros((length, length), np.float32)
        middle, reach = length // 2, np.linspace(-length / 2 + 0.5, length / 2 - 0.5, 8 * length)
        rows = np.rint(middle + reach * np.sin(np.radians(angle))).astype(int)
        columns = np.rint(middle + reach * np.cos(np.radians(angle))).astype(int)
        np.add.at(kernel, (rows, columns), 1)
        return cv2.filter2D(p, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)

    return render


def noisy(width, then):
    grain = np.random.default_rng(5)
    return lambda p, face: clipped(then(p, face) + grain.normal(0, width, p.shape))


def side_lit(loss):
    def render(p, face):
        place = (np.arange(p.shape[1]) - face.left - face.width / 2) / (0.12 * face.width)
        return clipped(p * (1 - loss / (1 + np.exp(-place)))[None, :, None])

    return render


def shadowed(loss):
    def render(p, face):
        height, width = p.shape[:2]
        person = cv2.resize(person_mask(p), (width, height))
        away = np.float32([[1, 0, 0.2 * face.width], [0, 1, 0.05 * face.width]])
        shade = cv2.warpAffine((person > 0.5).astype(np.float32), away, (width, height))
        shade = cv2.GaussianBlur(shade, (0, 0), 0.04 * face.width)
        ground = np.clip((0.5 - person) / 0.4, 0, 1)
        return clipped(p * (1 - loss * shade * ground)[:, :, None])

    return render


def tinted(blue, green, red):
    return lambda p, face: clipped(p * np.array([blue, green, red]))


def patterned(period, strength):
    def render(p, face):
        rows, columns = np.mgrid[0 : p.shape[0], 0 : p.shape[1]]
        wave = np.sin(2 * np.pi * (0.87 * columns + 0.5 * rows) / period)
        return clipped(p + strength * wave[:, :, None])

    return render


def saved(quality):
    def render(p, face):
        code = cv2.imencode(".jpg", p, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        return cv2.imdecode(code, cv2.IMREAD_COLOR)

    return render


def enlarged_from(rows):
    def render(p, face):
        small = cv2.resize(p, (rows * p.shape[1] // p.shape[0], rows), interpolation=cv2.INTER_AREA)
        return cv2.resize(small, p.shape[1::-1], interpolation=cv2.INTER_CUBIC)

    return render


def red_pupils(p, face):
    painted = p.copy()
    for eye in read_eyes(p, face):
        middle = tuple(round(value) for value in eye.iris)
        cv2.circle(painted, middle, round(0.7 * eye.iris_radius), (40, 25, 190), -1, cv2.LINE_AA)
    return painted


def behind_lenses(opacity):
    def render(p, face):
        lenses = np.zeros(p.shape[:2], np.float32)
        for corners in EYES:
            x, y = face.mesh[list(corners), :2].mean(axis=0)
            reach = np.linalg.norm(face.mesh[corners[0], :2] - face.mesh[corners[1], :2])
            size = (round(reach), round(0.8 * reach))
            cv2.ellipse(lenses, (round(x), round(y + 0.15 * reach)), size, 0, 0, 360, opacity, -1)
        return clipped(p * (1 - lenses[:, :, None]) + 20 * lenses[:, :, None])

    return render


def reflecting(p, face):
    x, y = face.mesh[list(EYES[0]), :2].mean(axis=0)
    reach = np.linalg.norm(face.mesh[EYES[0][0], :2] - face.mesh[EYES[0][1], :2])
    size = (round(0.7 * reach), round(0.45 * reach))
    return cv2.ellipse(p.copy(), (round(x), round(y)), size, 20, 0, 360, (255, 255, 255), -1)


def drawn(p, face):
    """A cartoon of the face in flat colours, which the face models take for a face."""
    picture, points = np.full_like(p, (230, 225, 220)), np.rint(face.mesh[:, :2]).astype(np.int32)
    cv2.fillConvexPoly(picture, cv2.convexHull(points), (160, 190, 235), cv2.LINE_AA)
    for eye in ((33, 160, 158, 133, 153, 144), (263, 387, 385, 362, 380, 373)):
        cv2.fillPoly(picture, [points[list(eye)]], (255, 255, 255), cv2.LINE_AA)
        middle = tuple(int(value) for value in points[list(eye)].mean(axis=0))
        cv2.circle(picture, middle, round(0.03 * face.width), (60, 40, 20), -1, cv2.LINE_AA)
    for brow in ((70, 63, 105, 66, 107), (300, 293, 334, 296, 336)):
        cv2.polylines(picture, [points[list(brow)]], False, (30, 40, 60), 5, cv2.LINE_AA)
    mouth = (61, 40, 37, 0, 267, 270, 291, 321, 314, 17, 84, 91)
    cv2.fillPoly(picture, [points[list(mouth)]], (110, 110, 200), cv2.LINE_AA)
    return picture


DEFECTS = [
    pytest.param("sharpness", blurred(0.5), {PASS}, id="hardly-softened"),
    pytest.param("sharpness", blurred(2), {FAIL}, id="blur-2"),
    pytest.param("sharpness", blurred(3), {FAIL}, id="blur-3"),
    pytest.param("sharpness", noisy(5, blurred(2)), {FAIL}, id="blur-2-under-noise"),
    pytest.param("sharpness", noisy(5, blurred(0.1)), {PASS}, id="noise-is-no-blur"),
    pytest.param("sharpness", moved(13, 0), {FAIL}, id="moved-13-across"),
    pytest.param("sharpness", moved(13, 90), {FAIL}, id="moved-13-down"),
    pytest.param("sharpness", moved(13, 45), {FAIL}, id="moved-13-aslant"),
    pytest.param("sharpness", enlarged_from(150), {WARN, FAIL}, id="enlarged-fourfold"),
    pytest.param("face_lighting", side_lit(0.15), {PASS}, id="side-15"),
    pytest.param("face_lighting", side_lit(0.7), {FAIL}, id="side-70"),
    pytest.param("shadow", shadowed(0.05), {PASS}, id="shadow-5"),
    pytest.param("shadow", shadowed(0.3), {FAIL}, id="shadow-30"),
    pytest.param("exposure", lambda p, face: clipped(p * 0.25), {FAIL}, id="quarter-of-the-light"),
    pytest.param("exposure", lambda p, face: clipped(p * 2.0), {FAIL}, id="twice-the-light"),
    pytest.param(
        "dynamic_range", lambda p, face: clipped(128 + 0.2 * (p - 128.0)), {FAIL}, id="pale"
    ),
    pytest.param("colour", tinted(1.0, 1.0, 1.0), {PASS}, id="natural"),
    pytest.param("colour", tinted(0.8, 1.3, 0.8), {FAIL}, id="green"),
    pytest.param("colour", tinted(1.4, 0.95, 0.6), {FAIL}, id="blue"),
    pytest.param("moire", patterned(4.3, 6), {FAIL}, id="screen-fine"),
    pytest.param("moire", patterned(7.0, 6), {WARN, FAIL}, id="screen-coarse"),
    pytest.param("compression", saved(80), {PASS}, id="quality-80"),
    pytest.param("compression", saved(35), {WARN, FAIL}, id="quality-35"),
    pytest.param("compression", saved(10), {FAIL}, id="quality-10"),
    pytest.param("red_eye", red_pupils, {FAIL}, id="flash"),
    pytest.param("glasses", behind_lenses(0.5), {WARN}, id="half-dark"),
    pytest.param("glasses", behind_lenses(0.9), {FAIL}, id="sunglasses"),
    pytest.param("glasses", reflecting, {FAIL}, id="reflection"),
    pytest.param("photographic", drawn, {FAIL}, id="drawing"),
]


@pytest.mark.parametrize(("criterion", "render", "wanted"), DEFECTS)
def test_a_defect_is_judged_by_its_strength(sound, criterion, render, wanted):
    assert verdicts(render(*sound))[criterion] in wanted


def test_the_sound_photo_fails_nothing_of_its_picture(sound):
    found = verdicts(sound[0])

    assert {criterion for criterion, verdict in found.items() if verdict is FAIL} == set()


def test_a_blur_that_is_gone_at_the_size_of_a_photo_is_no_reason_to_refuse(sound):
    large = cv2.resize(sound[0], None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)

    assert verdicts(cv2.GaussianBlur(large, (0, 0), 2))["sharpness"] is not FAIL


def test_a_defect_of_the_left_eye_counts_as_much_as_one_of_the_right(sound):
    picture, face = sound
    mirrored = np.ascontiguousarray(reflecting(picture, face)[:, ::-1])

    assert verdicts(mirrored)["glasses"] is FAIL


@pytest.mark.parametrize("share", [1.0, 0.75, 0.55, 0.42])
def test_a_darker_skin_before_the_same_ground_is_not_underexposed(sound, share):
    """Fairness: the face's own luminance falls, the light of the scene does not."""
    picture, _ = sound
    person = cv2.resize(person_mask(picture), picture.shape[1::-1])[:, :, None]
    darker = clipped(picture * (1 - person * (1 - share)))

    found = verdicts(darker)

    assert found["exposure"] is not FAIL
    assert found["face_lighting"] is PASS
    assert found["colour"] is not FAIL
    assert measure_photo(png(darker)).face_luminance < 0.7 * share
