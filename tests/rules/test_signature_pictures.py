"""The signature check on pictures drawn here: pen strokes, text, sheets in bad light."""

import cv2
import numpy as np
import pytest

from services.assets import asset_path
from services.imagecheck.signature.facts import measure_signature
from services.imagecheck.signature.rules import judge_signature
from shared.domain.files import UnreadableFile
from shared.domain.findings import Verdict, overall

BLACK, BLUE = (35, 30, 30), (150, 60, 20)


def a_sheet(paper: int = 245) -> np.ndarray:
    grain = np.random.default_rng(3).normal(0, 1.5, (300, 600, 3))
    return (np.full((300, 600, 3), paper) + grain).clip(0, 255).astype(np.uint8)


def signed(sheet: np.ndarray, colour=BLACK, width: int = 4) -> np.ndarray:
    """A flourish of loops, as a pen draws them, with paper all around."""
    turn = np.linspace(0, 7 * np.pi, 500)
    x = 90 + turn * 19 + 40 * np.sin(turn)
    y = 150 + (70 - 1.5 * turn) * np.cos(turn * 1.15 + 0.4)
    path = np.stack([x, y], axis=1).round().astype(np.int32)
    return cv2.polylines(sheet.copy(), [path], False, colour, width, cv2.LINE_AA)


def png(pixels: np.ndarray) -> bytes:
    return cv2.imencode(".png", pixels)[1].tobytes()


def verdicts(pixels: np.ndarray) -> dict[str, Verdict]:
    return {one.criterion: one.verdict for one in judge_signature(measure_signature(png(pixels)))}


def failed(pixels: np.ndarray) -> set[str]:
    return {name for name, verdict in verdicts(pixels).items() if verdict is Verdict.FAIL}


def printed(line: str, lines: int) -> np.ndarray:
    sheet = a_sheet()
    for row in range(lines):
        place = (20, 70 + 55 * row)
        cv2.putText(sheet, line, place, cv2.FONT_HERSHEY_DUPLEX, 1.0, BLACK, 2, cv2.LINE_AA)
    return sheet


def shaded(pixels: np.ndarray) -> np.ndarray:
    return (pixels * np.linspace(1.0, 0.5, pixels.shape[1])[:, np.newaxis]).astype(np.uint8)


def edge_of_shadow(pixels: np.ndarray) -> np.ndarray:
    """The hard shadow of a hand across the sheet, aslant."""
    rows, columns = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]]
    inside = (columns - 260 + 0.6 * rows)[:, :, np.newaxis] > 0
    return np.where(inside, pixels * 0.55, pixels).astype(np.uint8)


def ruled(pixels: np.ndarray, step: int, *, squared: bool) -> np.ndarray:
    """Blue-grey lines printed on the sheet: a pen's ink covers them."""
    tone = np.array([200, 170, 150]) / 255
    sheet = pixels.astype(np.float64)
    sheet[step // 2 :: step] *= tone
    if squared:
        sheet[:, step // 2 :: step] *= tone
    return sheet.astype(np.uint8)


def framed(pixels: np.ndarray) -> np.ndarray:
    return cv2.rectangle(pixels.copy(), (12, 10), (588, 290), BLACK, 3)


def moved(pixels: np.ndarray, reach: int = 9) -> np.ndarray:
    return cv2.filter2D(pixels, -1, np.full((1, reach), 1 / reach))


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(signed(a_sheet()), id="white-sheet"),
        pytest.param(edge_of_shadow(signed(a_sheet())), id="edge-of-a-shadow"),
        pytest.param(ruled(signed(a_sheet()), 34, squared=False), id="ruled-paper"),
        pytest.param(ruled(signed(a_sheet()), 26, squared=True), id="squared-paper"),
        pytest.param(signed(a_sheet(), width=2), id="fine-pen"),
        pytest.param(signed(a_sheet(paper=215)), id="grey-sheet"),
        pytest.param(shaded(signed(a_sheet())), id="half-in-shadow"),
        pytest.param(cv2.resize(signed(a_sheet()), (1800, 900)), id="large-scan"),
        pytest.param(
            np.where(signed(a_sheet()) < 128, 0, 255).astype(np.uint8), id="black-and-white"
        ),
    ],
)
def test_a_signature_in_black_ink_passes(picture):
    findings = judge_signature(measure_signature(png(picture)))

    assert overall(findings) is Verdict.PASS


@pytest.mark.parametrize(
    ("picture", "criteria"),
    [
        pytest.param(a_sheet(), {"blank"}, id="blank-sheet"),
        pytest.param(signed(a_sheet())[:, 150:], {"cropped"}, id="cut-on-the-left"),
        pytest.param(signed(a_sheet(), colour=(195, 195, 195)), {"ink_contrast"}, id="pale-pencil"),
        pytest.param(
            cv2.GaussianBlur(signed(a_sheet()), (0, 0), 3), {"sharpness"}, id="out-of-focus"
        ),
        pytest.param(moved(signed(a_sheet())), {"sharpness"}, id="moved"),
        pytest.param(signed(a_sheet(), colour=(30, 30, 210)), {"ink_colour"}, id="red-ink"),
        pytest.param(framed(signed(a_sheet())), {"frame"}, id="in-the-box-of-a-form"),
        pytest.param(signed(a_sheet() // 2), {"paper"}, id="grey-card"),
        pytest.param(
            np.minimum(signed(a_sheet()), (80, 225, 250)).astype(np.uint8),
            {"paper"},
            id="yellow-card",
        ),
        pytest.param(ruled(a_sheet(), 34, squared=True), {"blank"}, id="squared-paper-unsigned"),
        pytest.param(printed("PAUL", 1), {"printed_text"}, id="four-printed-letters"),
        pytest.param(printed("Lu et approuve le", 1), {"printed_text"}, id="one-printed-line"),
        pytest.param(printed("Je soussigne declare", 4), {"printed_text"}, id="printed-page"),
    ],
)
def test_a_picture_that_will_not_do_is_refused_for_the_right_reason(picture, criteria):
    assert failed(picture) == criteria


def test_ink_on_the_outermost_two_lines_counts_as_cut():
    sheet = signed(a_sheet())
    left = int(np.flatnonzero((sheet < 128).any(axis=(0, 2)))[0])

    assert failed(sheet[:, left:]) == {"cropped"}
    assert failed(sheet[:, left - 12 :]) == set()


def test_pencil_that_hardly_marks_the_paper_is_pale_and_not_absent():
    found = verdicts(signed(a_sheet(), colour=(222, 222, 222)))

    assert found["ink_contrast"] is Verdict.FAIL
    assert found["blank"] is not Verdict.FAIL


def test_a_name_printed_under_the_signature_is_seen():
    sheet = signed(a_sheet())
    cv2.putText(sheet, "NOM : DUPONT", (20, 290), cv2.FONT_HERSHEY_DUPLEX, 0.8, BLACK, 2)

    assert "printed_text" in failed(sheet)


def test_blue_ink_is_shown_to_a_person_and_not_refused():
    found = verdicts(signed(a_sheet(), colour=BLUE))

    assert found["ink_colour"] is Verdict.WARN
    assert Verdict.FAIL not in found.values()


def test_a_page_full_of_scribble_is_not_called_blank():
    sheet = a_sheet()
    points = np.random.default_rng(5).integers(0, (600, 300), (800, 2)).astype(np.int32)
    scribble = cv2.polylines(sheet, [points], False, BLACK, 3, cv2.LINE_AA)

    assert "scribble" in failed(scribble)
    assert verdicts(scribble)["blank"] is Verdict.PASS


def test_white_ink_on_black_is_refused_for_its_ground():
    assert "paper" in failed(255 - signed(a_sheet()))


def test_a_portrait_is_not_a_signature():
    portrait = asset_path("portrait.png").read_bytes()

    facts = measure_signature(portrait)

    assert facts.face_count == 1
    found = {one.criterion: one.verdict for one in judge_signature(facts)}
    assert found["not_a_signature"] is Verdict.FAIL


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_picture_of_one_colour_is_refused_without_a_crash(level):
    plain = np.full((200, 400, 3), level, dtype=np.uint8)

    assert failed(plain)


def test_a_tiny_picture_is_refused_without_a_crash():
    assert failed(np.full((1, 1, 3), 255, dtype=np.uint8))


def test_transparent_ground_counts_as_white_paper():
    ink = cv2.cvtColor(signed(a_sheet()), cv2.COLOR_BGR2BGRA)
    ink[:, :, 3] = np.where(ink[:, :, 0] < 200, 255, 0)

    findings = judge_signature(measure_signature(png(ink)))

    assert overall(findings) is Verdict.PASS


def test_what_is_no_picture_is_not_judged():
    with pytest.raises(UnreadableFile):
        measure_signature(b"%PDF-1.7 a document")
