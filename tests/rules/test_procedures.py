"""Which pieces each of the five procedures needs, by the candidate's situation and the day."""

import datetime as dt
from dataclasses import replace

import pytest

from services.intake.ages import minimum_age
from services.intake.completeness import completeness_of
from services.intake.photo_code import plain_code
from services.intake.rules import judge_demande, required_pieces
from shared.domain.demande import DEMANDE_LABELS, DemandeKind
from shared.domain.findings import Verdict
from shared.domain.piece import PIECE_LABELS, PieceKind
from tests.builders import a_demande, an_identity

TODAY = dt.date(2026, 11, 23)
TITLE, LOSS = DemandeKind.TITLE, DemandeKind.AFTER_LOSS
BASE = {"photo", "signature", "identity", "address"}
CODE = "AB12-CD34 EF56-GH78 IJ90-KL"


def of(born="1990-04-12", **changes):
    return a_demande(candidate=an_identity(birth_date=born), **changes)


@pytest.mark.parametrize(
    ("demande", "more"),
    [
        pytest.param(of(), set(), id="registration"),
        pytest.param(of("2006-05-05", nationality="FRA"), {"jdc"}, id="french-at-20"),
        pytest.param(of("2006-05-05", nationality="ITA"), {"stay"}, id="european-at-20"),
        pytest.param(of(nationality="MAR"), {"stay"}, id="foreigner"),
        pytest.param(of(hosted=True), {"hosting", "host_identity"}, id="hosted-adult"),
        pytest.param(of(medical=True), {"medical"}, id="medical"),
        pytest.param(of(category="C"), {"medical"}, id="lorry"),
        pytest.param(of(kind=TITLE), {"cepc"}, id="title"),
        pytest.param(of("2007-05-05", kind=TITLE), {"cepc", "assr"}, id="title-at-19"),
        pytest.param(of("2007-05-05", kind=TITLE, aac=True), {"cepc", "assr", "aac"}, id="aac"),
        pytest.param(of(aac=True), set(), id="aac-page-is-for-the-title"),
        pytest.param(of(kind=LOSS), {"medical", "licence_decision"}, id="after-loss"),
        pytest.param(of(kind=DemandeKind.TRAINING_TITLE, category="A"), {"training"}, id="a"),
        pytest.param(
            of(kind=DemandeKind.PROFESSIONAL, category="D"), {"diploma", "medical"}, id="d"
        ),
    ],
)
def test_the_pieces_follow_procedure_and_situation(demande, more):
    assert {kind.value for kind in required_pieces(demande, TODAY)} == BASE | more


def test_a_code_carries_photo_and_signature():
    needed = required_pieces(of(photo_code=CODE), TODAY)

    assert {kind.value for kind in needed} == {"identity", "address"}


@pytest.mark.parametrize(
    ("kind", "aac", "day", "age"),
    [
        pytest.param(DemandeKind.REGISTRATION, False, TODAY, 16, id="registration"),
        pytest.param(DemandeKind.REGISTRATION, True, TODAY, 15, id="accompanied"),
        pytest.param(TITLE, False, TODAY, 17, id="title-today"),
        pytest.param(TITLE, False, dt.date(2024, 1, 1), 17, id="first-day-at-17"),
        pytest.param(TITLE, False, dt.date(2023, 12, 31), 18, id="last-day-at-18"),
        pytest.param(LOSS, False, TODAY, None, id="no-rule"),
    ],
)
def test_the_age_asked_for_is_that_of_the_day(kind, aac, day, age):
    rule = minimum_age(of(kind=kind, aac=aac), day)

    assert (rule.age if rule else None) == age


@pytest.mark.parametrize(
    ("born", "aac", "verdicts"),
    [
        pytest.param("2010-11-23", False, {}, id="16-today"),
        pytest.param("2010-11-24", False, {"age": Verdict.WARN}, id="15-without-aac"),
        pytest.param("2010-11-24", True, {}, id="15-with-aac"),
        pytest.param("2011-11-24", True, {"age": Verdict.WARN}, id="14-with-aac"),
    ],
)
def test_too_young_is_a_doubt_and_no_refusal(born, aac, verdicts):
    parent = an_identity(given_names=("Anne",), birth_date="1975-01-01", email="anne@example.org")

    findings = judge_demande(replace(of(born, aac=aac), representative=parent), TODAY)

    assert {found.criterion: found.verdict for found in findings} == verdicts


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        pytest.param(CODE, Verdict.PASS, id="22-signs"),
        pytest.param(CODE[:-1], Verdict.WARN, id="21-signs"),
        pytest.param("ABCD_1234", Verdict.FAIL, id="other-signs"),
    ],
)
def test_a_code_is_judged_by_its_form_alone(code, verdict):
    (found,) = judge_demande(of(photo_code=code), TODAY)

    assert (found.criterion, found.verdict) == ("photo_code", verdict)


def test_spaces_and_hyphens_of_a_code_do_not_count():
    assert plain_code(CODE) == "AB12CD34EF56GH78IJ90KL"


def test_the_answer_before_sending_says_what_is_missing_why_and_what_would_do():
    answer = completeness_of(of(kind=TITLE), frozenset({PieceKind.PHOTO}), TODAY)

    missing = [piece["piece"] for piece in answer["pieces"] if not piece["present"]]
    assert missing == ["signature", "identity", "address", "cepc"]
    assert not answer["complete"]
    assert all(piece["why"].endswith(".") and piece["example"] for piece in answer["pieces"])


def test_a_request_with_every_piece_is_complete_and_a_doubt_does_not_block_it():
    demande = of("2009-11-24", kind=TITLE)
    parent = an_identity(given_names=("Anne",), birth_date="1975-01-01", email="anne@example.org")
    young = replace(demande, representative=parent, candidate=an_identity(birth_date="2010-01-01"))

    answer = completeness_of(young, frozenset(required_pieces(young, TODAY)), TODAY)

    assert answer["complete"]
    assert [(point["code"], point["blocking"]) for point in answer["points"]] == [("age", False)]


def test_every_procedure_and_piece_has_a_french_name():
    assert set(DEMANDE_LABELS) == set(DemandeKind)
    assert set(PIECE_LABELS) == set(PieceKind)
