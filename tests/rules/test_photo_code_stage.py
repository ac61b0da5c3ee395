"""Photo and signature by code: fetched, waited for, asked for when they do not come."""

import dataclasses
import datetime as dt

import pytest

from services.intake.handler import Tools, fetch_pictures
from services.intake.photo_code import brought, left_to_agent, refused
from services.intake.pressure import Bounds, overloaded_stage
from shared.adapters.memory_files import MemoryBlobs
from shared.adapters.memory_photo_codes import MemoryCode, MemoryPhotoCodes
from shared.domain.events import ClockTicked, PieceAdded, StageFailed, StageFinished, Submitted
from shared.domain.findings import Verdict
from shared.domain.forecast import queued_stages
from shared.domain.letter import LetterKind
from shared.domain.piece import PieceKind
from shared.domain.states import StateCode, state_of
from shared.errors import PhotoCodePending
from shared.pipeline.photo_codes import CodePictures, CodeRefusal
from shared.pipeline.ports import StageDepth
from shared.stages import TABLE, StageName
from tests.builders import NOW, a_dossier, a_piece, a_result, after, an_identity
from tests.rules.dossier_paths import finished
from tests.rules.photo_codes import CODE, NOT_YET, by_code

S = StageName
PICTURES = CodePictures(photo=b"\xff\xd8\xff photo", signature=b"\x89PNG\r\n\x1a\n signature")


class Noon:
    """A clock that stands."""

    def now(self):
        return NOW


def answered(dossier, answer):
    run = dossier.stage(S.PHOTO_CODE)
    event = StageFinished(stage=S.PHOTO_CODE, run=run.run, attempt=run.attempt, result=answer)
    return after(dossier, event)


def received(**options):
    return finished(by_code(**options), S.RECEPTION)


def fetched():
    return brought((a_piece(PieceKind.PHOTO), a_piece(PieceKind.SIGNATURE)))


def statuses(dossier, *names):
    return [dossier.stage(name).status.value for name in names]


def tools_with(**codes) -> Tools:
    known = MemoryPhotoCodes(clock=Noon(), validity=dt.timedelta(days=183), codes=codes)
    return Tools(blobs=MemoryBlobs(), clock=Noon(), codes=known)


def test_with_a_code_the_pictures_are_fetched_while_the_proofs_are_read():
    dossier = received()

    assert statuses(dossier, S.PHOTO_CODE, S.IDENTITY, S.ADDRESS) == ["open"] * 3
    assert statuses(dossier, S.PHOTO, S.SIGNATURE) == ["waiting", "waiting"]


def test_without_a_code_the_stage_has_no_purpose():
    dossier = finished(a_dossier(), S.RECEPTION)

    assert statuses(dossier, S.PHOTO_CODE, S.PHOTO) == ["not_required", "open"]


def test_uploaded_pictures_make_the_code_superfluous():
    pieces = (PieceKind.PHOTO, PieceKind.SIGNATURE, PieceKind.IDENTITY, PieceKind.ADDRESS)
    dossier = finished(a_dossier(*pieces, photo_code=CODE), S.RECEPTION)

    assert statuses(dossier, S.PHOTO_CODE, S.PHOTO) == ["not_required", "open"]


def test_what_the_code_brings_is_checked_like_an_upload():
    dossier = answered(received(), fetched())

    assert {PieceKind.PHOTO, PieceKind.SIGNATURE} <= set(dossier.pieces)
    assert statuses(dossier, S.PHOTO_CODE, S.PHOTO, S.SIGNATURE) == ["done", "open", "open"]
    dossier = finished(dossier, S.PHOTO, S.SIGNATURE, S.IDENTITY, S.ADDRESS)
    assert statuses(dossier, S.DIVERGENCE) == ["open"]


def test_a_code_that_is_not_there_yet_is_asked_again_and_shown_so():
    dossier = after(received(), NOT_YET)

    state = state_of(dossier, NOW)
    assert (state.code, state.label) == (
        StateCode.AWAITING_PHOTO,
        "Code photo pas encore disponible",
    )
    assert state.deadline == NOW + dt.timedelta(hours=48)
    assert dossier.stage(S.PHOTO_CODE).retry_at == NOW + dt.timedelta(minutes=20)


def test_all_tries_come_before_the_deadline_that_people_were_told():
    row = TABLE[S.PHOTO_CODE]

    waits = sum((row.wait_before(attempt) for attempt in range(2, row.tries + 1)), dt.timedelta())
    assert dt.timedelta(hours=36) < waits < row.deadline


@pytest.mark.parametrize(
    ("event", "moment"),
    [
        pytest.param(ClockTicked(stage=S.PHOTO_CODE), NOW + dt.timedelta(hours=48), id="deadline"),
        pytest.param(
            # people were told when the wait ends, however long the line is
            ClockTicked(stage=S.PHOTO_CODE, reached=NOW - dt.timedelta(hours=1)),
            NOW + dt.timedelta(hours=48),
            id="deadline in a long line",
        ),
        pytest.param(dataclasses.replace(NOT_YET, final=True), NOW, id="tries"),
    ],
)
def test_what_never_comes_is_asked_for(event, moment):
    dossier = after(received(), event, now=moment)

    assert state_of(dossier, moment).code is StateCode.CORRECTION
    assert [item.piece for item in dossier.items] == [PieceKind.PHOTO, PieceKind.SIGNATURE]
    assert all("Déposez" in item.message for item in dossier.items)
    assert [letter.kind for letter in dossier.unsent_letters()] == [
        LetterKind.RECEIVED,
        LetterKind.CORRECTION_REQUEST,
    ]
    assert statuses(dossier, S.PHOTO_CODE) == ["done"]


def test_the_pieces_asked_for_end_the_wait_of_the_dossier():
    dossier = answered(received(), refused(CodeRefusal.USED))
    dossier = finished(dossier, S.IDENTITY, S.ADDRESS)
    dossier = after(
        dossier,
        PieceAdded(piece=a_piece(PieceKind.PHOTO)),
        PieceAdded(piece=a_piece(PieceKind.SIGNATURE)),
        Submitted(needs_validation=False),
    )
    assert statuses(dossier, S.PHOTO, S.SIGNATURE, S.DIVERGENCE) == ["open", "open", "waiting"]

    dossier = finished(dossier, S.PHOTO, S.SIGNATURE)

    assert statuses(dossier, S.DIVERGENCE) == ["open"]


def test_a_minor_is_asked_for_no_signature():
    parent = an_identity(given_names=("Anne",))
    dossier = answered(received(representative=parent), refused(CodeRefusal.UNKNOWN))

    assert [item.piece for item in dossier.items] == [PieceKind.PHOTO]
    assert statuses(dossier, S.SIGNATURE) == ["not_required"]


def test_where_no_service_answers_an_agent_looks_and_the_rest_goes_on():
    dossier = answered(received(), left_to_agent())

    assert statuses(dossier, S.PHOTO, S.SIGNATURE) == ["not_required"] * 2
    assert dossier.stage(S.PHOTO_CODE).result.findings[0].verdict is Verdict.NOT_EVALUATED
    assert statuses(finished(dossier, S.IDENTITY, S.ADDRESS), S.DIVERGENCE) == ["open"]


async def test_the_handler_stores_both_pictures_and_names_them():
    tools = tools_with(**{CODE: MemoryCode(taken_at=NOW, pictures=PICTURES)})

    answer = await fetch_pictures(received(), tools)

    found = {piece.kind: await tools.blobs.read(piece.blob_id) for piece in answer.pieces}
    assert found == {PieceKind.PHOTO: PICTURES.photo, PieceKind.SIGNATURE: PICTURES.signature}
    assert [piece.media_type for piece in answer.pieces] == ["image/jpeg", "image/png"]


async def test_the_handler_waits_for_a_code_that_is_not_there_yet():
    with pytest.raises(PhotoCodePending):
        await fetch_pictures(received(), tools_with(**{CODE: MemoryCode(taken_at=NOW)}))


@pytest.mark.parametrize(
    ("code", "says"),
    [
        pytest.param(None, "pas connu", id="unknown"),
        pytest.param(
            MemoryCode(taken_at=NOW, pictures=PICTURES, holder="G-OTHER"), "déjà servi", id="used"
        ),
        pytest.param(
            MemoryCode(taken_at=NOW - dt.timedelta(days=200), pictures=PICTURES),
            "plus de six mois",
            id="expired",
        ),
    ],
)
async def test_a_code_that_brings_nothing_says_why_and_what_to_do(code, says):
    tools = tools_with(**({CODE: code} if code else {}))

    (finding,) = (await fetch_pictures(received(), tools)).check.findings

    assert finding.verdict is Verdict.FAIL
    assert says in finding.message
    assert "déposez la photo et la signature" in finding.message


async def test_without_a_service_the_code_is_left_to_agents():
    tools = Tools(blobs=MemoryBlobs(), clock=Noon())

    assert (await fetch_pictures(received(), tools)).pieces == ()


def test_a_result_that_is_no_answer_of_a_code_changes_nothing_else():
    lost = StageFailed(stage=S.IDENTITY, run=1, attempt=1, cause="X", final=True)

    dossier = after(received(), lost)

    assert statuses(dossier, S.IDENTITY, S.PHOTO_CODE) == ["parked", "open"]
    assert a_result().findings


def test_many_who_wait_for_their_code_do_not_close_the_door():
    waiting = StageDepth(
        stage=S.PHOTO_CODE,
        status="open",
        count=9000,
        oldest_since=NOW - dt.timedelta(days=2),
        next_deadline=NOW,
    )

    assert overloaded_stage([waiting], NOW, Bounds(max_open=100, max_oldest_factor=1)) is None


def test_who_waits_for_a_code_stands_in_no_line_of_ours():
    assert queued_stages(after(received(), NOT_YET), NOW) == ()
