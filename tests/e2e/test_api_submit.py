"""Sending a dossier: what lacks is named, and nothing changes behind the back of the checks."""

import asyncio
import datetime as dt

import pytest

from services.demo.smooth_scenarios import clean_registration
from shared.domain.piece import PieceKind
from tests.e2e.api_client import Caller, Json, a_body, a_jpeg, assert_problem, intake, kept

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

#: Seconds for files that no check can open to be refused.
PATIENCE = 20
FOUR = ("photo", "signature", "identity", "address")


async def a_sent_dossier(school: Caller, **changes: object) -> str:
    """A dossier whose checks all pass, just sent."""
    scenario = clean_registration(dt.datetime.now(dt.UTC).date())
    answer = await school("POST", "/v1/dossiers", json=scenario.demande | changes)
    dossier_id = str(answer.json["dossier_id"])
    for kind, make in scenario.pieces.items():
        await school.put_piece(dossier_id, kind.value, make())
    sent = await school("POST", f"/v1/dossiers/{dossier_id}/submit")
    assert sent.status == 202, sent.data
    return dossier_id


async def in_state(school: Caller, dossier_id: str, code: str) -> Json:
    """The dossier once it is in this state."""
    async with asyncio.timeout(PATIENCE):
        while True:
            view = (await school("GET", f"/v1/dossiers/{dossier_id}")).json
            if view["state"]["code"] == code:
                return view
            await asyncio.sleep(0.2)


async def test_each_missing_piece_is_named_with_why_and_what_would_do(machine, session):
    school = intake(machine, session)
    dossier_id = await school.open()
    await school.put_piece(dossier_id, "photo", a_jpeg())
    before = await kept(machine, dossier_id)

    answer = await school("POST", f"/v1/dossiers/{dossier_id}/submit")

    assert_problem(answer, 422, "incomplete-dossier")
    errors = answer.json["errors"]
    assert [error["piece"] for error in errors] == ["signature", "identity", "address"]
    for error in errors:
        assert error["message"].startswith("Il manque : ")
        assert "Ajoutez" in error["message"]
    assert await kept(machine, dossier_id) == before


async def test_what_is_wrong_in_the_request_is_told_without_repeating_it(machine, session):
    school, body = intake(machine, session), a_body()
    body["candidate"] = body["candidate"] | {"birth_date": "1875-02-31", "given_names": ["Zwx"]}
    created = await school("POST", "/v1/dossiers", json=body)

    answer = await school("POST", f"/v1/dossiers/{created.json['dossier_id']}/submit")

    assert_problem(answer, 422, "incomplete-dossier")
    assert "birth_date" in {error["code"] for error in answer.json["errors"]}
    assert b"1875" not in answer.data
    assert b"Zwx" not in answer.data


async def test_a_dossier_is_sent_once_and_then_closed_to_changes(machine, session):
    school = intake(machine, session)
    dossier_id = await a_sent_dossier(school)
    before = await kept(machine, dossier_id)
    one = f"/v1/dossiers/{dossier_id}"

    answers = [
        await school("POST", f"{one}/submit"),
        await school.put_piece(dossier_id, "photo", a_jpeg()),
        await school.put_piece(dossier_id, "medical", a_jpeg()),
        await school("DELETE", f"{one}/pieces/photo"),
        await school("PUT", f"{one}/demande", json=a_body(category="A2")),
    ]

    for answer in answers:
        assert_problem(answer, 409, "wrong-state")
    after = await kept(machine, dossier_id)
    assert (after.files, after.chunks) == (before.files, before.chunks)
    assert after.document["pieces"] == before.document["pieces"]
    assert after.document["demande"] == before.document["demande"]


async def test_a_school_cannot_go_without_the_candidate_by_leaving_out_its_number(machine, session):
    school = intake(machine, session)

    dossier_id = await a_sent_dossier(school, agrement=None)

    view = (await school("GET", f"/v1/dossiers/{dossier_id}")).json
    stages = {stage["name"]: stage["status"] for stage in view["stages"]}
    assert stages["user_validation"] == "open"


async def test_a_candidate_who_files_alone_has_nothing_to_validate(machine, session):
    alone = intake(machine, session, "candidat-demo")

    dossier_id = await a_sent_dossier(alone, agrement=None)

    view = (await alone("GET", f"/v1/dossiers/{dossier_id}")).json
    stages = {stage["name"]: stage["status"] for stage in view["stages"]}
    assert stages["user_validation"] == "not_required"


async def test_a_correction_is_taken_back_once_everything_asked_was_mended(machine, session):
    school = intake(machine, session)
    dossier_id = await school.open()
    for kind in FOUR:
        await school.put_piece(dossier_id, kind, a_jpeg())
    await school("POST", f"/v1/dossiers/{dossier_id}/submit")
    asked = await in_state(school, dossier_id, "CORRECTION")
    assert {item["piece"] for item in asked["corrections"]} == set(FOUR)

    not_asked = await school.put_piece(dossier_id, "medical", a_jpeg())
    mended = await school.put_piece(dossier_id, PieceKind.PHOTO.value, a_jpeg())
    early = await school("POST", f"/v1/dossiers/{dossier_id}/submit")

    assert_problem(not_asked, 409, "wrong-state")
    assert mended.status == 201
    assert_problem(early, 422, "incomplete-dossier")
    assert {error["piece"] for error in early.json["errors"]} == set(FOUR) - {"photo"}
    for kind in FOUR[1:]:
        assert (await school.put_piece(dossier_id, kind, a_jpeg())).status == 201
    assert (await school("POST", f"/v1/dossiers/{dossier_id}/submit")).status == 202
