"""What people read of each piece: its verdict, its findings, and the gauge of each measure."""

from dataclasses import replace

import pytest

from shared.domain.dossier import CorrectionItem, Outcome, Route
from shared.domain.events import PieceAdded
from shared.domain.findings import CheckResult, Verdict
from shared.domain.piece import PieceKind
from shared.stages import StageName
from shared.web.gauge import gauge_of
from shared.web.piece_rows import RowState, piece_rows
from tests.builders import a_divergence, a_dossier, a_finding, a_piece, after
from tests.rules.dossier_paths import finished, in_correction, parked

S = StageName
SMALL_FACE = "Le visage est trop petit. Reprenez la photo de plus près."


def row_of(dossier, kind=PieceKind.PHOTO):
    return next(row for row in piece_rows(dossier) if row.kind is kind)


def with_photo(*findings):
    dossier = finished(a_dossier(needs_validation=False), S.RECEPTION)
    dossier = finished(dossier, S.PHOTO, result=CheckResult(findings=findings))
    return finished(dossier, S.SIGNATURE, S.IDENTITY, S.ADDRESS)


def test_a_piece_that_passes_says_so():
    row = row_of(with_photo(a_finding()))

    assert (row.state, row.verdict, row.word) == (RowState.JUDGED, Verdict.PASS, "conforme")


def test_a_failed_piece_reads_to_redo_only_once_a_correction_asks_for_it():
    bad = a_finding(criterion="head_size", verdict=Verdict.FAIL, message=SMALL_FACE)
    dossier = with_photo(bad, a_finding())
    before = row_of(dossier)
    items = (CorrectionItem(message=f"Photo d’identité : {SMALL_FACE}", piece=PieceKind.PHOTO),)
    dossier = finished(dossier, S.DIVERGENCE, result=a_divergence(Route.CORRECTION, items=items))
    asked = row_of(dossier)

    assert before.word == "à vérifier"
    assert SMALL_FACE not in [card.message for card in before.cards]
    assert asked.word == "à refaire"
    assert next(card.message for card in asked.cards) == SMALL_FACE


def test_a_doubt_for_agents_stays_with_them_even_beside_a_correction():
    blurred = a_finding(criterion="sharpness", verdict=Verdict.FAIL, message="C’est flou.")
    doubt = a_finding(criterion="specimen", verdict=Verdict.FAIL, message="Document de test.")
    dossier = with_photo(blurred, doubt)
    items = (CorrectionItem(message="Photo : C’est flou.", piece=PieceKind.PHOTO),)
    dossier = finished(dossier, S.DIVERGENCE, result=a_divergence(Route.CORRECTION, items=items))

    assert [card.message for card in row_of(dossier).cards] == ["C’est flou."]


def test_a_replaced_piece_waits_for_the_correction_to_be_sent():
    dossier = after(in_correction(), PieceAdded(piece=a_piece(PieceKind.PHOTO)))
    row = row_of(dossier)

    assert (row.state, row.verdict, row.cards) == (RowState.REPLACED, None, ())


def test_a_check_that_could_not_run_reads_not_evaluated():
    dossier = parked(finished(a_dossier(), S.RECEPTION), S.PHOTO)

    assert row_of(dossier).word == "non évalué"


def test_a_piece_without_a_check_can_be_asked_again():
    dossier = a_dossier(PieceKind.PHOTO, PieceKind.MEDICAL, needs_validation=False)
    assert row_of(dossier, PieceKind.MEDICAL).state is RowState.RECEIVED

    dossier = finished(dossier, S.RECEPTION, S.PHOTO)
    items = (CorrectionItem(message="L’avis est illisible.", piece=PieceKind.MEDICAL),)
    dossier = finished(dossier, S.DIVERGENCE, result=a_divergence(Route.CORRECTION, items=items))
    assert row_of(dossier, PieceKind.MEDICAL).word == "à refaire"


def test_an_ended_request_promises_nothing_more_of_its_pieces():
    warned = with_photo(a_finding(verdict=Verdict.WARN, message="Un agent regardera."))
    dossier = replace(warned, outcome=Outcome.CLOSED)

    assert "n’est plus étudiée" in row_of(dossier).note


def test_an_agents_acceptance_stands_above_a_machines_doubt():
    warned = with_photo(a_finding(verdict=Verdict.WARN, message="Un agent regardera."))
    row = row_of(replace(warned, outcome=Outcome.ACCEPTED))

    assert (row.state, row.verdict, row.cards) == (RowState.RECEIVED, None, ())
    assert "accepté" in row.note


def test_advisory_findings_come_last():
    advisory = a_finding(verdict=Verdict.NOT_EVALUATED, message="À voir.", advisory=True)
    row = row_of(with_photo(advisory, a_finding()))

    assert [card.message for card in row.cards] == ["La photo est nette.", "À voir."]
    assert row.verdict is Verdict.PASS


def test_a_measure_is_written_with_a_comma_and_its_unit():
    finding = a_finding(value=29.84, unit="mm", expected="32 à 36 mm")
    (card,) = row_of(with_photo(finding)).cards

    assert card.measured == "29,8\N{NO-BREAK SPACE}mm"


@pytest.mark.parametrize(
    ("value", "expected", "inside"),
    [
        (34.0, "32 à 36 mm, du menton au sommet du crâne", True),
        (29.8, "32 à 36 mm, du menton au sommet du crâne", False),
        (0.6, "au moins 0,41", True),
        (0.1, "au moins 0,41", False),
        (3.0, "fond uni : au plus 6,7", True),
        (90.0, "fond uni : au plus 6,7", False),
        (-20.0, "tête droite : au plus 12°", True),
    ],
)
def test_the_mark_of_a_gauge_stands_on_its_band_when_the_value_is_allowed(value, expected, inside):
    gauge = gauge_of(a_finding(value=value, expected=expected))

    assert (gauge.band_from <= gauge.mark <= gauge.band_to) is inside
    assert 0 <= gauge.band_from < gauge.band_to <= 100
    assert 0 <= gauge.mark <= 100


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3.0, None),
        (None, "au moins 3"),
        ("2026-01-02", "moins de 6 mois"),
        (400.0, "au moins 413 × 531 pixels (300 points par pouce)"),
        (2.0, "un seul visage"),
    ],
)
def test_what_has_no_single_scale_has_no_gauge(value, expected):
    assert gauge_of(a_finding(value=value, expected=expected)) is None
