"""The photo rules on values alone: each threshold from both sides, each reason named."""

import dataclasses

import pytest

from services.imagecheck.photo.measured import PhotoFacts
from services.imagecheck.photo.rules import CRITERIA, RULE_SET, judge_photo
from shared.domain.findings import Finding, Verdict, overall

PASS, WARN, FAIL, NOT_EVALUATED = Verdict


def a_photo(**changes) -> PhotoFacts:
    """Values of a photo that passes everything."""
    good = PhotoFacts(
        width=827,
        height=1063,
        turned_by_exif=False,
        face_count=1,
        face_left=0.25,
        face_top=0.25,
        face_width=0.5,
        face_height=0.5,
        eye_column=0.5,
        eye_row=0.45,
        chin_row=0.83,
        edge_blur=0.8,
        burnt_share=0.0,
        face_luminance=0.5,
        face_highlight=0.75,
        tone_entropy=7.0,
        colour_spread=0.3,
        cheek_gap=0.1,
        skin_a=14.0,
        skin_b=18.0,
        lens_ratio=0.95,
        red_eye_share=0.0,
        glare_share=0.0,
        blockiness=1.05,
        moire_peak=2.0,
        poster_trace=0.02,
        flat_share=0.1,
        background_share=0.3,
        background_lightness=90.0,
        background_a=-0.5,
        background_b=-1.0,
        background_spread=2.0,
        background_shadow=3.0,
        background_texture=0.5,
        yaw=1.0,
        pitch=-3.0,
        roll=0.5,
        eye_opening=0.35,
        mouth_opening=0.02,
        mouth_width=0.48,
        head_seen=0.78,
        head_deduced=0.74,
    )
    return dataclasses.replace(good, **changes)


def without_face(face_count: int = 0) -> PhotoFacts:
    return PhotoFacts(width=827, height=1063, turned_by_exif=False, face_count=face_count)


def finding_of(facts: PhotoFacts, criterion: str) -> Finding:
    (found,) = [one for one in judge_photo(facts) if one.criterion == criterion]
    return found


@pytest.mark.parametrize(
    ("criterion", "changes", "verdict"),
    [
        pytest.param("face_count", {"face_count": 1}, PASS, id="one-face"),
        pytest.param("face_count", {"face_count": 2}, FAIL, id="two-faces"),
        pytest.param("face_count", {"face_count": 0}, FAIL, id="no-face"),
        pytest.param("orientation", {"quarter_turns": 0}, PASS, id="head-up"),
        pytest.param("orientation", {"quarter_turns": 2}, WARN, id="upside-down-put-right"),
        pytest.param("orientation", {"turned_by_exif": True}, PASS, id="turned-as-asked"),
        pytest.param("aspect_ratio", {"width": 413, "height": 531}, PASS, id="300-dpi"),
        pytest.param("aspect_ratio", {"width": 840, "height": 1063}, WARN, id="1.6-percent-wide"),
        pytest.param("aspect_ratio", {"width": 860, "height": 1063}, FAIL, id="too-wide"),
        pytest.param("aspect_ratio", {"width": 800, "height": 1063}, FAIL, id="too-narrow"),
        pytest.param("aspect_ratio", {"width": 1063, "height": 827}, FAIL, id="lying-down"),
        pytest.param("resolution", {"width": 413, "height": 531}, PASS, id="413-by-531"),
        pytest.param("resolution", {"width": 409, "height": 531}, PASS, id="1-percent-short"),
        pytest.param("resolution", {"width": 350, "height": 450}, FAIL, id="254-dpi"),
        pytest.param("resolution", {"width": 350, "height": 2000}, FAIL, id="tall-but-narrow"),
        pytest.param("centering", {"face_left": -0.005}, WARN, id="at-the-rim"),
        pytest.param("centering", {"face_left": -0.1}, FAIL, id="cut-on-the-left"),
        pytest.param("centering", {"face_top": 0.6}, FAIL, id="cut-at-the-chin"),
        pytest.param("centering", {"face_left": 0.40}, WARN, id="off-the-middle"),
        pytest.param("centering", {"eye_row": 0.7}, WARN, id="too-low"),
        pytest.param("sharpness", {"edge_blur": 1.4}, PASS, id="sharp"),
        pytest.param("sharpness", {"edge_blur": 1.6}, WARN, id="soft"),
        pytest.param("sharpness", {"edge_blur": 2.0}, FAIL, id="blurred"),
        pytest.param("exposure", {"face_highlight": 0.42}, PASS, id="dark-skin-well-lit"),
        pytest.param("exposure", {"face_highlight": 0.30}, WARN, id="dim"),
        pytest.param("exposure", {"face_highlight": 0.20}, FAIL, id="dark"),
        pytest.param(
            "exposure",
            {"face_highlight": 0.40, "background_lightness": 30.0},
            FAIL,
            id="neither-face-nor-ground-is-lit",
        ),
        pytest.param("exposure", {"burnt_share": 0.02}, WARN, id="shine"),
        pytest.param("exposure", {"burnt_share": 0.05}, FAIL, id="burnt"),
        pytest.param("dynamic_range", {"tone_entropy": 5.9}, WARN, id="pale"),
        pytest.param("dynamic_range", {"tone_entropy": 5.0}, FAIL, id="flat"),
        pytest.param("face_lighting", {"cheek_gap": 0.40}, WARN, id="lit-from-one-side"),
        pytest.param("face_lighting", {"cheek_gap": 0.6}, FAIL, id="half-in-the-dark"),
        pytest.param("shadow", {"background_shadow": 8.0}, PASS, id="light-that-falls-off"),
        pytest.param("shadow", {"background_shadow": 12.0}, WARN, id="slight-shadow"),
        pytest.param("shadow", {"background_shadow": 25.0}, FAIL, id="shadow-on-the-wall"),
        pytest.param("shadow", {"background_texture": 9.0}, NOT_EVALUATED, id="busy-ground"),
        pytest.param("expression", {"mouth_width": 0.62}, WARN, id="smile-never-refused"),
        pytest.param("glasses", {"lens_ratio": 0.6}, WARN, id="half-dark-lenses"),
        pytest.param("glasses", {"lens_ratio": 0.1}, FAIL, id="sunglasses"),
        pytest.param("glasses", {"glare_share": 0.15}, WARN, id="some-reflection"),
        pytest.param("glasses", {"glare_share": 0.4}, FAIL, id="reflection-over-the-eye"),
        pytest.param("red_eye", {"red_eye_share": 0.15}, WARN, id="reddish"),
        pytest.param("red_eye", {"red_eye_share": 0.5}, FAIL, id="flash"),
        pytest.param("compression", {"blockiness": 1.7}, WARN, id="squares-faint"),
        pytest.param("compression", {"blockiness": 2.5}, FAIL, id="squares-plain"),
        pytest.param("compression", {"jpeg_quality": 5.0}, FAIL, id="quality-5"),
        pytest.param("compression", {"jpeg_quality": 92.0}, PASS, id="quality-92"),
        pytest.param("compression", {"blockiness": None, "reduced": 4}, PASS, id="large-picture"),
        pytest.param("compression", {"blockiness": None}, NOT_EVALUATED, id="not-measured"),
        pytest.param("moire", {"moire_peak": 4.0}, WARN, id="faint-pattern"),
        pytest.param("moire", {"moire_peak": 9.0}, FAIL, id="photo-of-a-screen"),
        pytest.param("photographic", {"poster_trace": 0.35}, WARN, id="few-shades"),
        pytest.param("photographic", {"poster_trace": 0.9}, FAIL, id="drawing"),
        pytest.param("photographic", {"flat_share": 0.8}, FAIL, id="flat-colours"),
        pytest.param("colour", {"colour_spread": 0.0}, WARN, id="greyscale-never-refused"),
        pytest.param(
            "colour",
            {"colour_spread": 0.0, "skin_a": 0.0, "skin_b": 0.0},
            WARN,
            id="greyscale-is-no-cast",
        ),
        pytest.param("colour", {"skin_b": -3.0}, WARN, id="cold-light"),
        pytest.param("colour", {"skin_a": -15.0}, FAIL, id="green-face"),
        pytest.param("background", {"background_lightness": 82.0}, PASS, id="light-grey"),
        pytest.param("background", {"background_lightness": 78.0}, WARN, id="greyish"),
        pytest.param("background", {"background_lightness": 60.0}, FAIL, id="dark-ground"),
        pytest.param(
            "background",
            {"background_lightness": 100.0, "background_a": 0.0, "background_b": 0.0},
            FAIL,
            id="white",
        ),
        pytest.param("background", {"background_lightness": 97.5}, WARN, id="almost-white"),
        pytest.param("background", {"background_spread": 6.0}, WARN, id="slight-shade"),
        pytest.param("background", {"background_spread": 9.0}, FAIL, id="busy"),
        # sRGB (173, 216, 230), the colour named light blue.
        pytest.param(
            "background", {"background_a": -10.9, "background_b": -11.5}, PASS, id="light-blue"
        ),
        pytest.param("background", {"background_a": 3.0, "background_b": 17.0}, FAIL, id="beige"),
        pytest.param("background", {"background_b": -60.0}, FAIL, id="strong-blue"),
        pytest.param("pose", {"yaw": -11.0}, PASS, id="slight-yaw"),
        pytest.param("pose", {"yaw": -14.0}, WARN, id="some-yaw"),
        pytest.param("pose", {"yaw": 25.0}, FAIL, id="turned-away"),
        pytest.param("pose", {"pitch": 17.0}, WARN, id="pitch-weighs-less"),
        pytest.param("pose", {"roll": -93.0}, FAIL, id="lying"),
        pytest.param("eyes_open", {"eye_opening": 0.20}, WARN, id="laughing-eyes"),
        pytest.param("eyes_open", {"eye_opening": 0.11}, FAIL, id="closed"),
        pytest.param("mouth_closed", {"mouth_opening": 0.053}, WARN, id="lips-apart"),
        pytest.param("mouth_closed", {"mouth_opening": 0.1}, FAIL, id="open"),
        pytest.param("head_size", {"head_seen": 0.9}, PASS, id="voluminous-hair"),
        pytest.param("head_size", {"head_seen": None}, PASS, id="crown-not-seen"),
        pytest.param("head_size", {"head_seen": 0.68, "head_deduced": 0.66}, WARN, id="smallish"),
        pytest.param("head_size", {"head_seen": 0.4, "head_deduced": 0.38}, FAIL, id="far"),
        pytest.param("head_size", {"head_seen": 0.95, "head_deduced": 0.9}, FAIL, id="near"),
    ],
)
def test_each_criterion_is_judged_on_its_own_value(criterion, changes, verdict):
    assert finding_of(a_photo(**changes), criterion).verdict is verdict


def test_a_compliant_photo_passes():
    findings = judge_photo(a_photo())

    assert overall(findings) is PASS
    assert {one.verdict for one in findings if not one.advisory} == {PASS}


def test_all_faults_are_named_not_only_the_first():
    facts = a_photo(edge_blur=3.0, face_highlight=0.2, background_spread=20.0, eye_opening=0.1)

    failed = {one.criterion for one in judge_photo(facts) if one.verdict is FAIL}

    assert failed == {"sharpness", "exposure", "background", "eyes_open"}


def test_without_a_face_nothing_that_needs_one_passes():
    verdicts = {one.criterion: one.verdict for one in judge_photo(without_face())}

    assert verdicts.pop("face_count") is FAIL
    assert verdicts.pop("aspect_ratio") is PASS
    assert verdicts.pop("resolution") is PASS
    assert verdicts.pop("compression") is NOT_EVALUATED
    assert set(verdicts.values()) == {NOT_EVALUATED}


def test_a_measure_that_failed_sends_the_photo_to_a_person():
    assert overall(judge_photo(a_photo(background_lightness=None))) is NOT_EVALUATED


def test_a_value_that_is_no_number_never_passes():
    assert finding_of(a_photo(edge_blur=float("nan")), "sharpness").verdict is NOT_EVALUATED


def test_the_gravest_of_several_rows_speaks_for_the_criterion():
    found = finding_of(a_photo(background_lightness=78.0, background_spread=30.0), "background")

    assert found.verdict is FAIL
    assert found.value == 30.0
    assert "uni" in found.message


def test_what_is_not_looked_at_is_named_and_weighs_nothing():
    named = {one.criterion: one for one in judge_photo(a_photo()) if one.advisory}

    assert {"head_covering", "hair_over_eyes", "gaze", "likeness", "photo_age"} <= named.keys()
    assert {one.verdict for one in named.values()} == {NOT_EVALUATED}


def test_a_refusal_gives_value_expectation_place_and_rule_version():
    found = finding_of(a_photo(head_seen=0.4, head_deduced=0.38), "head_size")

    assert (found.value, found.unit) == (18.0, "mm")
    assert found.expected is not None
    assert "Recadrez" in found.message
    assert found.rule_set == RULE_SET
    assert found.evidence is not None


def test_the_place_shown_stays_inside_the_picture():
    found = finding_of(a_photo(face_left=-0.1, face_width=1.4), "sharpness")

    box = found.evidence.box
    assert (box.left, box.left + box.width) == (0.0, 1.0)


def test_no_place_is_shown_on_a_picture_that_had_to_be_turned():
    assert finding_of(a_photo(quarter_turns=1), "face_count").evidence is None


def test_every_criterion_of_the_contract_is_judged_once():
    judged = [one.criterion for one in judge_photo(a_photo()) if not one.advisory]

    assert judged == list(CRITERIA)


def test_an_earlier_rule_set_judges_the_same_values_its_own_way():
    white = a_photo(background_lightness=100.0, background_a=0.0, background_b=0.0)
    before = {one.criterion: one for one in judge_photo(white, "photo-2026.11")}

    assert finding_of(white, "background").verdict is FAIL
    assert before["background"].verdict is WARN
    assert before["background"].rule_set == "photo-2026.11"
    assert "sharpness" not in before
