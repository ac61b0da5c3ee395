"""Opening a dossier, once, however often it is asked for."""

import asyncio
import secrets

import pytest

from tests.e2e.api_client import a_body, assert_problem, intake, kept, opened_store

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]


def a_key() -> dict[str, str]:
    """An Idempotency-Key that was never used."""
    return {"Idempotency-Key": secrets.token_hex(8)}


async def test_a_new_dossier_says_where_it_is_and_whose_turn_it_is(machine, session):
    school = intake(machine, session)

    answer = await school("POST", "/v1/dossiers", json=a_body())

    assert answer.status == 201
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Location"] == f"/v1/dossiers/{answer.json['dossier_id']}"
    assert answer.json["state"]["code"] == "BROUILLON"
    assert answer.json["state"]["deadline"]
    shown = await school("GET", answer.headers["Location"])
    assert (shown.status, shown.json) == (200, answer.json)


async def test_the_etag_grows_with_every_change(machine, session):
    school = intake(machine, session)
    dossier_id = await school.open()

    answer = await school("PUT", f"/v1/dossiers/{dossier_id}/demande", json=a_body(category="A2"))

    assert (answer.status, answer.headers["ETag"]) == (200, '"2"')
    assert answer.json["category"] == "A2"


async def test_the_same_key_meets_the_same_dossier(machine, session):
    school, key = intake(machine, session), a_key()

    first = await school("POST", "/v1/dossiers", json=a_body(), headers=key)
    again = await school("POST", "/v1/dossiers", json=a_body(), headers=key)

    assert (first.status, again.status) == (201, 200)
    assert again.json == first.json


async def test_the_same_key_with_another_body_is_refused(machine, session):
    school, key = intake(machine, session), a_key()
    first = await school("POST", "/v1/dossiers", json=a_body(), headers=key)
    before = await kept(machine, first.json["dossier_id"])

    answer = await school("POST", "/v1/dossiers", json=a_body(category="A1"), headers=key)

    assert_problem(answer, 409, "idempotency-conflict")
    assert await kept(machine, first.json["dossier_id"]) == before


async def test_the_key_of_one_school_says_nothing_to_another(machine, session):
    key = a_key()

    one = await intake(machine, session)("POST", "/v1/dossiers", json=a_body(), headers=key)
    neighbour = intake(machine, session, "ecole-voisine")
    other = await neighbour("POST", "/v1/dossiers", json=a_body(agrement=None), headers=key)

    assert (one.status, other.status) == (201, 201)
    assert one.json["dossier_id"] != other.json["dossier_id"]


async def test_one_key_sent_ten_times_at_once_opens_one_dossier(machine, session):
    school, key = intake(machine, session), a_key()
    async with opened_store(machine) as database:
        before = await database["dossiers"].count_documents({})

    answers = await asyncio.gather(
        *(school("POST", "/v1/dossiers", json=a_body(), headers=key) for _ in range(10))
    )

    assert sorted(answer.status for answer in answers) == [200] * 9 + [201]
    assert len({answer.json["dossier_id"] for answer in answers}) == 1
    async with opened_store(machine) as database:
        assert await database["dossiers"].count_documents({}) == before + 1


async def test_a_key_that_is_no_utf_8_is_a_key_like_another(machine, session):
    school, key = intake(machine, session), {"Idempotency-Key": f"é{secrets.token_hex(8)}"}

    first = await school("POST", "/v1/dossiers", json=a_body(), headers=key)
    again = await school("POST", "/v1/dossiers", json=a_body(), headers=key)

    assert (first.status, again.status) == (201, 200)
