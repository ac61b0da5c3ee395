"""What a request needs, asked before it exists and while it is a draft."""

import pytest

from shared.domain.piece import PieceKind
from tests.e2e.api_client import a_body, a_jpeg, assert_problem, intake

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

PATH = "/v1/completeness"


async def test_what_is_missing_is_told_with_why_and_an_example_before_any_dossier(machine, session):
    school = intake(machine, session)
    body = {"demande": a_body(kind="title", nationality="MAR"), "pieces": ["photo"]}

    answer = await school("POST", PATH, json=body)

    assert answer.status == 200, answer.data
    missing = {piece["piece"]: piece for piece in answer.json["pieces"] if not piece["present"]}
    assert list(missing) == ["signature", "identity", "address", "stay", "cepc"]
    assert all(piece["why"] and piece["example"] for piece in missing.values())
    assert answer.json["complete"] is False


async def test_a_draft_says_what_it_still_lacks(machine, session):
    school = intake(machine, session)
    dossier_id = await school.open()
    await school.put_piece(dossier_id, PieceKind.PHOTO.value, a_jpeg())

    answer = await school("GET", f"/v1/dossiers/{dossier_id}/completeness")

    there = {piece["piece"]: piece["present"] for piece in answer.json["pieces"]}
    assert there == {"photo": True, "signature": False, "identity": False, "address": False}


async def test_only_those_who_file_may_ask(machine, session):
    stranger = intake(machine, session, None)

    answer = await stranger("POST", PATH, json={"demande": a_body()})

    assert_problem(answer, 401, "authentication-required")
