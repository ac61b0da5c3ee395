"""The parts of the review screen that need no browser: marks, zones, choices, pages, history."""

import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from services.instruction.console_choices import correction_choices, refusal_choices
from services.instruction.console_codes import code_facts
from services.instruction.console_evidence import zones_of
from services.instruction.console_forms import WrongForm, decision_of
from services.instruction.console_history import history_lines
from services.instruction.console_marks import difference_said, segments
from services.instruction.console_reasons import reasons_of
from services.instruction.drawn_pages import NotDrawn, pages_in
from services.instruction.refusals import REFUSALS
from shared.domain.findings import Box, CheckResult, Evidence, TwoDDoc, Verdict
from shared.domain.piece import PieceKind
from shared.domain.review_events import Claimed
from shared.stages import StageName
from tests.builders import PIECES, a_dossier, a_finding, a_piece, after
from tests.rules.console_desk import Room, an_identity_reading, browsing, flagged
from tests.rules.dossier_paths import finished, parked

K = PieceKind


def marks(text, other):
    return [run.text for run in segments(text, other) if run.differs]


@pytest.mark.parametrize(
    ("text", "other", "different"),
    [
        ("12/09/1990", "12/04/1990", ["9"]),
        ("MAELLE", "Maëlle", []),
        ("DE LA TOUR", "de-la-Tour", []),
        ("LECOEUR", "Lecour", ["E"]),
        ("SPECIMEN", "", []),
        ("Anne Marie", "Anne", [" Marie"]),
        ("14 ruelle aux Loups", "2 rue des Exemples", ["14 ruelle aux Loups"]),
    ],
)
def test_only_characters_that_differ_are_marked(text, other, different):
    assert marks(text, other) == different


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_segments_are_the_text(text, other):
    assert "".join(run.text for run in segments(text, other)) == text


def test_a_lone_space_is_named():
    assert difference_said(segments("A B", "AB")) == "caractères différents : espace"


def test_a_zone_on_the_page_after_the_front_lies_on_the_back():
    second = Evidence(page=2, box=Box(left=0, top=0, width=1, height=1))
    reading = an_identity_reading()
    sources = tuple(replace(one, evidence=second) for one in reading.sources)
    dossier = flagged(pieces=(*PIECES, K.IDENTITY_BACK), reading=replace(reading, sources=sources))

    zones = zones_of(dossier, dict.fromkeys(dossier.pieces, 1))

    zone = zones["zone-identity-mrz-birth_date"]
    assert (zone.kind, zone.page) == (K.IDENTITY_BACK, 1)


def test_the_weightiest_reason_comes_first_and_each_is_told_once():
    reasons = reasons_of(flagged(), {})

    assert [one.subject for one in reasons] == ["Comparaison", "Photo"]


def test_a_check_that_gave_no_answer_is_a_reason():
    received = finished(a_dossier(needs_validation=False), StageName.RECEPTION)
    dossier = parked(received, StageName.PHOTO)

    assert any("n’a pas donné de réponse" in one.text for one in reasons_of(dossier, {}))


def test_what_failed_is_chosen_with_its_own_words_and_the_rest_is_offered():
    failed = CheckResult(
        findings=(a_finding(verdict=Verdict.FAIL, message="La photo est trop sombre."),)
    )
    choices = correction_choices(flagged(photo=failed))

    assert [one.subject for one in choices if one.chosen] == ["field:birth_date", "piece:photo"]
    photo = next(one for one in choices if one.subject == "piece:photo")
    assert photo.message == "Photo d’identité : La photo est trop sombre."
    assert {one.subject for one in choices} >= {"piece:identity", "piece:address", "field:email"}
    assert all(10 <= len(one.message) <= 600 for one in choices)


def test_a_doubt_on_a_document_is_not_proposed_as_a_text_for_filers():
    doubt = a_finding(
        criterion="mrz_check_digits", verdict=Verdict.FAIL, message="Les clés sont fausses."
    )
    dossier = flagged()
    run = dossier.stages[StageName.IDENTITY]
    told = replace(run, result=replace(run.result, findings=(doubt,)))
    dossier = replace(dossier, stages=dossier.stages | {StageName.IDENTITY: told})

    assert all("clés" not in one.message for one in correction_choices(dossier))


def test_every_reason_of_the_list_is_offered_in_one_order():
    assert [one.code for one in refusal_choices()] == list(REFUSALS)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"decision": "expired"},
        {"decision": "refused", "motif": "no_such_reason"},
        {"decision": "refused", "precision": "court"},
        {"decision": "correction"},
        {"decision": "correction", "piece:photo": "oui"},
        {"decision": "correction", "piece:nothing": "oui", "texte:piece:nothing": "Dix lettres."},
        {"decision": "correction", "field:agent": "oui", "texte:field:agent": "Dix lettres."},
    ],
)
def test_a_decision_that_is_not_whole_says_what_to_do(form):
    with pytest.raises(WrongForm, match=r"Choisissez"):
        decision_of(form)


def test_a_code_that_was_read_is_not_taken_for_one_that_is_signed():
    reading = an_identity_reading(two_d_doc=TwoDDoc(payload="DC04", signature="unknown_issuer"))
    [facts] = code_facts(flagged(reading=reading))

    assert facts.read == "2D-Doc lu"
    assert facts.signature == "signature non vérifiée : émetteur inconnu"


def test_a_lease_renewed_again_and_again_is_one_line():
    dossier = flagged()
    for _ in range(3):
        dossier = after(dossier, Claimed(agent="agent-1"))

    assert [line.text for line in history_lines(dossier)].count("pris par un agent") == 1


def a_pdf(pages):
    drawn = [Image.new("RGB", (40 + page, 60), "white") for page in range(pages)]
    written = io.BytesIO()
    drawn[0].save(written, "PDF", save_all=True, append_images=drawn[1:])
    return written.getvalue()


def test_each_page_of_a_copy_is_the_picture_that_was_drawn():
    sizes = [Image.open(io.BytesIO(page)).size for page in pages_in(a_pdf(3))]

    assert sizes == [(40, 60), (41, 60), (42, 60)]


def test_a_pdf_that_we_did_not_draw_is_refused():
    with pytest.raises(NotDrawn):
        pages_in(b"%PDF-1.7\n<< /Type /Catalog >>\n%%EOF")


async def test_a_page_of_a_piece_is_shown_as_a_picture_and_each_look_is_written_down():
    room = Room()
    room.blobs.files["bill"] = a_pdf(2)
    bill = a_piece(K.ADDRESS, media_type="application/pdf")
    dossier = flagged(copies={StageName.ADDRESS: "bill"})
    await room.lay(replace(dossier, pieces=dossier.pieces | {K.ADDRESS: bill}))
    async with browsing(room) as agent:
        await agent.get("/console/dossiers/G-1")
        assert agent.has("Justificatif de domicile, page 2")
        await agent.get("/console/dossiers/G-1/images/address/2")
        assert agent.answer_headers["Content-Type"] == "image/jpeg"
        assert "sandbox" in agent.answer_headers["Content-Security-Policy"]
        for page in ("0", "3", "..%2f1", "x"):
            await agent.get(f"/console/dossiers/G-1/images/address/{page}")
            assert agent.status == 404

    views = [entry for entry in (await room.dossier()).history if entry.event == "piece_viewed"]
    assert views[0].detail == "address:agent-1"
