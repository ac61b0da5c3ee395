"""A document with two sides may come as two files: they are one piece to read and to mend."""

import datetime as dt
from dataclasses import replace

import cv2
import pytest

from services.demo.cast import candidate
from services.demo.people import document_of
from services.demo.specimens.identity_cards import identity_card, old_identity_card
from services.demo.specimens.passport import passport_page
from services.demo.specimens.persons import Examples
from services.imagecheck.checks import run_check
from services.imagecheck.engines.raster import decode_picture
from services.instruction.decision import compare_and_decide
from services.intake.filing_rows import slots_of
from shared.domain.dossier import CorrectionItem, Route, StageStatus
from shared.domain.events import PieceAdded, PieceRemoved, Submitted
from shared.domain.findings import CheckResult, Verdict
from shared.domain.kept_bytes import blobs_of, copy_of
from shared.domain.piece import BACKS, PIECE_LABELS, PieceKind, front_of
from shared.domain.transitions import advance
from shared.stages import TABLE, StageName
from tests.builders import NOW, PIECES, a_divergence, a_dossier, a_draft, a_finding, a_piece, after
from tests.hostile.pictures import hostile_pictures
from tests.rules.dossier_paths import CHECKS, finished
from tests.rules.test_identity_pages import needs_fonts, needs_reader
from tests.rules.test_page_templates import environment

TODAY = dt.date(2026, 11, 23)
LATER = NOW + dt.timedelta(hours=1)
FRONT, BACK = PieceKind.IDENTITY, PieceKind.IDENTITY_BACK


def halves(data):
    """The two faces of a specimen, each a file."""
    whole = decode_picture(data).pixels
    middle = whole.shape[0] // 2
    return [cv2.imencode(".png", side)[1].tobytes() for side in (whole[:middle], whole[middle:])]


# read


@needs_fonts
@needs_reader
@pytest.mark.parametrize("turned", [False, True], ids=["in-order", "front-and-back-swapped"])
def test_a_new_card_in_two_files_gives_its_zone_and_its_front(turned):
    front, back = halves(document_of(candidate(0, TODAY), TODAY))
    sides = (back, front) if turned else (front, back)

    reading = run_check(StageName.IDENTITY, sides[0], TODAY, sides[1]).identity

    pages = {source.name: source.evidence.page for source in reading.sources}
    assert reading.mrz.verified
    assert (pages["birth_place"], pages["address"]) == ((2, 1) if turned else (1, 2))


@needs_fonts
@needs_reader
def test_the_back_of_an_old_card_gives_its_address_and_the_page_says_so():
    front, back = halves(old_identity_card(Examples().old_card()))

    reading = run_check(StageName.HOST_IDENTITY, front, TODAY, back).identity

    pages = {source.name: source.evidence.page for source in reading.sources}
    assert reading.mrz.verified
    assert (pages["birth_place"], pages["address"]) == (1, 2)


@needs_fonts
@pytest.mark.parametrize("name", ["jpg-cut-3.jpg"])
@pytest.mark.parametrize("broken", [0, 1], ids=["front", "back"])
def test_a_side_that_cannot_be_opened_is_named(name, broken):
    sides = [identity_card(Examples().card())] * 2
    sides[broken] = hostile_pictures()[name]

    (finding,) = run_check(StageName.IDENTITY, sides[0], TODAY, sides[1]).findings

    assert (finding.criterion, finding.verdict) == ("file", Verdict.FAIL)
    assert finding.message.startswith("Verso : ") is (broken == 1)


@needs_fonts
@needs_reader
def test_a_passport_beside_an_old_back_is_still_the_passport():
    _, back = halves(old_identity_card(Examples().old_card()))

    reading = run_check(
        StageName.IDENTITY, passport_page(Examples().passport()), TODAY, back
    ).identity

    assert (reading.kind, reading.mrz.format) == ("passport", "td3")


# filed and mended


def test_each_back_belongs_to_its_front_and_no_stage_is_its_own():
    assert {front_of(back) for back in BACKS.values()} == set(BACKS)
    assert {row.piece for row in TABLE.values()}.isdisjoint(BACKS.values())
    assert all(PIECE_LABELS[back].startswith("verso") for back in BACKS.values())


def test_a_back_is_asked_of_nobody_and_offered_with_its_front():
    slots = {slot.kind: slot for slot in slots_of(a_draft(FRONT, BACK), TODAY)}

    assert BACK not in slots
    assert slots[FRONT].back.piece.kind is BACK
    assert (slots[FRONT].back.replaceable, slots[FRONT].back.removable) == (True, True)
    assert slots[PieceKind.PHOTO].back is None


def test_a_place_s_attestation_is_offered_beside_the_proof_until_it_is_there():
    empty, filed = (
        {slot.kind: slot for slot in slots_of(a_draft(*kinds), TODAY)}
        for kinds in ((), (PieceKind.HOSTING,))
    )
    hosted = {slot.kind: slot for slot in slots_of(a_draft(hosted=True), TODAY)}

    assert empty[PieceKind.ADDRESS].attestation.kind is PieceKind.HOSTING
    assert PieceKind.HOSTING not in empty
    assert filed[PieceKind.HOSTING].removable
    assert filed[PieceKind.ADDRESS].attestation is None
    assert hosted[PieceKind.ADDRESS].attestation is None


@pytest.mark.parametrize("refused", [{}, {PieceKind.HOSTING: "Ce fichier est vide."}])
def test_a_refused_attestation_says_why_where_it_was_sent(refused):
    slots = {slot.kind: slot for slot in slots_of(a_draft(), TODAY)}
    macros = environment("services.intake").get_template("back_side.html").module

    shown = macros.attestation_side(slots[PieceKind.ADDRESS].attestation, "/ici", refused)

    assert ('<p class="error" role="alert">Ce fichier est vide.</p>' in shown) is bool(refused)
    assert (' id="piece-hosting" open>' in shown) is bool(refused)


def test_a_piece_that_only_a_correction_asks_for_has_its_place():
    dossier = refused(items=(PieceKind.HOST_IDENTITY,))
    asked = [slot for slot in slots_of(dossier, TODAY) if slot.asked]

    assert [(slot.kind, slot.replaceable) for slot in asked] == [(PieceKind.HOST_IDENTITY, True)]


def refused(*kinds, items=(FRONT,)):
    """A dossier whose identity proof is to be mended, checked with these files."""
    dossier = finished(a_dossier(*PIECES, *kinds, needs_validation=False), StageName.RECEPTION)
    result = CheckResult(findings=(a_finding(),), working_copy="front-1", back_copy="back-1")
    dossier = finished(dossier, StageName.IDENTITY, result=result)
    dossier = finished(dossier, *(name for name in CHECKS if name is not StageName.IDENTITY))
    asked = tuple(CorrectionItem(message="Illisible.", piece=kind) for kind in items)
    result = a_divergence(Route.CORRECTION, items=asked)
    return finished(dossier, StageName.DIVERGENCE, result=result, now=NOW)


@pytest.mark.parametrize("side", [FRONT, BACK])
@pytest.mark.parametrize("asked", [FRONT, BACK])
def test_either_side_mends_the_document_and_runs_its_check_again_alone(side, asked):
    dossier = refused(BACK, items=(asked,))
    new = a_piece(side, blob_id="new", uploaded_at=LATER)

    sent = after(dossier, PieceAdded(piece=new), Submitted(needs_validation=False), now=LATER)

    opened = {name for name in CHECKS if sent.stage(name).status is StageStatus.OPEN}
    assert opened == {StageName.IDENTITY}


def test_a_back_that_was_not_there_may_be_added_where_its_document_is_asked_for():
    dossier = after(refused(), PieceAdded(piece=a_piece(BACK, uploaded_at=LATER)))

    assert dossier.items[0].mended
    assert dossier.pieces[BACK].before is None


def test_no_back_is_taken_where_another_piece_is_asked_for():
    dossier = refused(items=(PieceKind.ADDRESS,))

    assert advance(dossier, PieceAdded(piece=a_piece(BACK)), NOW, TABLE) is None


def test_an_agent_sees_both_sides_as_they_were():
    dossier = refused(BACK)
    for number, kind in enumerate((FRONT, BACK, BACK)):
        blob_id, at = f"new-{number}", LATER + number * dt.timedelta(minutes=1)
        added = PieceAdded(piece=a_piece(kind, blob_id=blob_id, uploaded_at=at))
        dossier = after(dossier, added, now=at)

    seen = {kind: dossier.pieces[kind].before.working_copy for kind in (FRONT, BACK)}
    assert seen == {FRONT: "front-1", BACK: "back-1"}
    assert dossier.pieces[BACK].replaces == "blob-identity_back"
    assert {"front-1", "back-1", "blob-identity_back", "new-2"} <= set(blobs_of(dossier))


def test_the_copy_of_each_side_is_its_own():
    dossier = refused(BACK)

    assert (copy_of(dossier, FRONT), copy_of(dossier, BACK)) == ("front-1", "back-1")
    assert copy_of(dossier, PieceKind.MEDICAL) is None


@pytest.mark.parametrize(("kind", "gone"), [(BACK, True), (FRONT, False)])
def test_a_back_left_over_may_be_taken_out_in_a_correction(kind, gone):
    assert (advance(refused(BACK), PieceRemoved(kind=kind), NOW, TABLE) is not None) is gone


def test_a_back_of_another_document_stays_in_a_correction():
    dossier = refused(BACK, items=(PieceKind.ADDRESS,))

    assert advance(dossier, PieceRemoved(kind=BACK), NOW, TABLE) is None


@pytest.mark.parametrize(
    ("pieces", "unread"), [((FRONT, BACK), False), ((PieceKind.HOST_IDENTITY_BACK,), True)]
)
def test_a_back_is_read_with_its_front_and_never_lost_without_it(pieces, unread):
    dossier = a_dossier(*PIECES)
    dossier = replace(
        dossier, pieces={**dossier.pieces, **{kind: a_piece(kind) for kind in pieces}}
    )

    assert ("back.unread" in str(compare_and_decide(dossier).check.facts["reasons"])) is unread
