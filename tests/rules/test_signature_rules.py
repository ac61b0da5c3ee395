"""The signature rules on values alone: each threshold from both sides, each reason named."""

import dataclasses

import pytest

from services.imagecheck.signature.measured import SignatureFacts
from services.imagecheck.signature.rules import CRITERIA, RULE_SET, judge_signature
from shared.domain.findings import Finding, Verdict, overall

PASS, WARN, FAIL, NOT_EVALUATED = Verdict


def a_signature(**changes) -> SignatureFacts:
    """Values of a signature that passes everything."""
    good = SignatureFacts(
        width=600,
        height=300,
        ink_share=0.04,
        fill_share=0.04,
        midtone_share=0.03,
        paper_lightness=95.0,
        paper_chroma=2.0,
        face_count=0,
        line_count=0,
        frame_sides=0,
        border_strokes=0.0,
        margin=0.1,
        ink_lightness=40.0,
        ink_chroma=2.0,
        ink_blue=0.0,
        edge_steepness=0.4,
        least_steepness=0.38,
        stroke_width=4.0,
        full_steepness=0.4,
        full_least_steepness=0.38,
        full_stroke_width=4.0,
        solid_ratio=2.0,
        hole_count=5,
        text_share=0.0,
        printed_letters=0,
        mark_count=4,
        ink_left=0.1,
        ink_top=0.1,
        ink_width=0.8,
        ink_height=0.8,
    )
    return dataclasses.replace(good, **changes)


def finding_of(facts: SignatureFacts, criterion: str) -> Finding:
    (found,) = [one for one in judge_signature(facts) if one.criterion == criterion]
    return found


@pytest.mark.parametrize(
    ("criterion", "changes", "verdict"),
    [
        pytest.param("blank", {"ink_share": 0.02}, PASS, id="fine-pen"),
        pytest.param("blank", {"ink_share": 0.001}, WARN, id="small-on-a-whole-sheet"),
        pytest.param("blank", {"ink_share": 0.0}, FAIL, id="no-ink"),
        pytest.param("cropped", {"border_strokes": 0.1}, WARN, id="grazes-the-rim"),
        pytest.param("cropped", {"border_strokes": 6.0}, FAIL, id="cut"),
        pytest.param("cropped", {"margin": 0.001}, WARN, id="very-near-the-rim"),
        pytest.param("ink_contrast", {"ink_lightness": 60.0}, WARN, id="rather-pale"),
        pytest.param("ink_contrast", {"ink_lightness": 75.0}, FAIL, id="pale-pencil"),
        pytest.param(
            "ink_colour", {"ink_chroma": 38.0, "ink_blue": 0.9}, WARN, id="dark-blue-only-warns"
        ),
        pytest.param(
            "ink_colour", {"ink_chroma": 52.0, "ink_blue": 0.9}, WARN, id="ballpoint-only-warns"
        ),
        pytest.param(
            "ink_colour", {"ink_chroma": 85.0, "ink_blue": 0.9}, FAIL, id="a-blue-of-no-pen"
        ),
        pytest.param("ink_colour", {"ink_chroma": 25.0, "ink_blue": -0.6}, WARN, id="brownish"),
        pytest.param("ink_colour", {"ink_chroma": 60.0, "ink_blue": -0.5}, FAIL, id="red"),
        pytest.param("sharpness", {"edge_steepness": 0.37}, PASS, id="crisp"),
        pytest.param("sharpness", {"edge_steepness": 0.28}, WARN, id="soft"),
        pytest.param("sharpness", {"edge_steepness": 0.19}, FAIL, id="blurred"),
        pytest.param(
            "sharpness",
            {"edge_steepness": 0.25, "least_steepness": 0.24, "stroke_width": 8.0},
            PASS,
            id="the-same-edge-on-a-broad-pen",
        ),
        pytest.param("sharpness", {"least_steepness": 0.12}, FAIL, id="moved"),
        pytest.param(
            "sharpness",
            {"full_steepness": 0.15, "full_least_steepness": 0.15, "full_stroke_width": 15.0},
            PASS,
            id="soft-edges-of-a-stroke-that-has-flat-ink-between-them",
        ),
        pytest.param(
            "sharpness",
            {"edge_steepness": 0.3, "full_steepness": 0.15, "full_stroke_width": 8.0},
            FAIL,
            id="a-stroke-that-is-all-blur-at-full-size",
        ),
        pytest.param(
            "sharpness",
            {"least_steepness": 0.3, "full_least_steepness": 0.1, "full_stroke_width": 7.0},
            FAIL,
            id="moved-at-full-size",
        ),
        pytest.param(
            "sharpness", {"full_steepness": None}, NOT_EVALUATED, id="full-size-not-measured"
        ),
        pytest.param("printed_text", {"text_share": 0.9}, FAIL, id="printed-lines"),
        pytest.param("printed_text", {"printed_letters": 3}, WARN, id="perhaps-a-word"),
        pytest.param("printed_text", {"printed_letters": 4}, FAIL, id="a-printed-word"),
        pytest.param("frame", {"frame_sides": 2}, WARN, id="two-sides"),
        pytest.param("frame", {"frame_sides": 4}, FAIL, id="a-box"),
        pytest.param("scribble", {"fill_share": 0.25}, WARN, id="much-ink"),
        pytest.param("scribble", {"fill_share": 0.5}, FAIL, id="filled-page"),
        pytest.param("scribble", {"hole_count": 70}, WARN, id="tangled"),
        pytest.param("scribble", {"hole_count": 200}, FAIL, id="net-of-strokes"),
        pytest.param("not_a_signature", {"face_count": 1}, FAIL, id="portrait"),
        pytest.param("not_a_signature", {"midtone_share": 0.2}, FAIL, id="photo-tones"),
        pytest.param("not_a_signature", {"solid_ratio": 6.0}, WARN, id="blot"),
        pytest.param("not_a_signature", {"solid_ratio": 12.0}, FAIL, id="object"),
        pytest.param("paper", {"paper_lightness": 70.0}, WARN, id="dim-paper"),
        pytest.param("paper", {"paper_lightness": 10.0}, FAIL, id="white-on-black"),
        pytest.param("paper", {"paper_chroma": 90.0}, FAIL, id="yellow-card"),
    ],
)
def test_each_criterion_is_judged_on_its_own_value(criterion, changes, verdict):
    assert finding_of(a_signature(**changes), criterion).verdict is verdict


def test_a_good_signature_passes():
    findings = judge_signature(a_signature())

    assert overall(findings) is PASS
    assert [one.criterion for one in findings] == list(CRITERIA)
    assert {one.rule_set for one in findings} == {RULE_SET}


def test_blur_is_called_blur_and_the_ink_is_not_blamed():
    facts = a_signature(edge_steepness=0.14, ink_lightness=70.0)

    assert finding_of(facts, "sharpness").verdict is FAIL
    assert finding_of(facts, "ink_contrast").verdict is NOT_EVALUATED
    assert "flous" in finding_of(facts, "ink_contrast").message


def test_ink_paler_than_any_blur_makes_it_is_blamed_even_when_blurred():
    facts = a_signature(edge_steepness=0.14, ink_lightness=80.0)

    assert finding_of(facts, "ink_contrast").verdict is FAIL


def test_a_dark_ground_is_refused_even_when_strokes_are_blurred():
    facts = a_signature(edge_steepness=0.14, paper_lightness=20.0)

    assert finding_of(facts, "paper").verdict is FAIL


def test_an_empty_picture_passes_nothing_about_its_ink():
    empty = SignatureFacts(
        width=600,
        height=300,
        ink_share=0.0,
        fill_share=0.0,
        midtone_share=0.0,
        paper_lightness=96.0,
        paper_chroma=0.0,
        frame_sides=0,
    )

    verdicts = {one.criterion: one.verdict for one in judge_signature(empty)}

    assert verdicts.pop("blank") is FAIL
    assert (verdicts.pop("frame"), verdicts.pop("paper")) == (PASS, PASS)
    assert set(verdicts.values()) == {NOT_EVALUATED}


def test_every_refusal_says_what_to_do():
    worst = a_signature(
        face_count=1,
        border_strokes=9.0,
        paper_lightness=10.0,
        edge_steepness=0.1,
        ink_share=0.0,
        ink_chroma=90.0,
        printed_letters=9,
        frame_sides=4,
        fill_share=0.6,
    )

    messages = [one.message for one in judge_signature(worst) if one.verdict is FAIL]

    assert len(messages) == 9
    for message in messages:
        assert "'" not in message
        assert any(verb in message for verb in ("Signez", "Recadrez", "Envoyez", "Numérisez"))
