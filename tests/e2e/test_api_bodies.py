"""What is wrong with a request is named; what was typed is never repeated."""

import io
import json

import pytest

from tests.e2e.api_client import a_body, assert_problem, intake, kept, opened_store

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

#: Planted in every field; no answer may hold it.
CANARY = "Canari-Zwx"

WRONG_FIELDS = [
    ("kind", CANARY, "kind"),
    ("category", CANARY, "category"),
    ("agrement", f"{CANARY} 1", "agrement"),
    ("account_activated", CANARY, "account_activated"),
    ("candidate.birth_name", "", "candidate.birth_name"),
    ("candidate.birth_name", CANARY * 20, "candidate.birth_name"),
    ("candidate.birth_name", f"{CANARY}\u0000", "candidate.birth_name"),
    ("candidate.birth_name", f"{CANARY}\nBcc: x", "candidate.birth_name"),
    ("candidate.given_names", [], "candidate.given_names"),
    ("candidate.given_names", [CANARY] * 11, "candidate.given_names"),
    ("candidate.given_names", ["Élodie", {"x": CANARY}], "candidate.given_names.1"),
    ("candidate.birth_date", f"{CANARY}-01-01", "candidate.birth_date"),
    ("candidate.birth_date", "١٩٩٠-01-01", "candidate.birth_date"),
    ("candidate.email", CANARY, "candidate.email"),
    ("candidate.email", f"{CANARY}@x.fr\r\nBcc:a@b.fr", "candidate.email"),
    ("candidate.sex", CANARY, "candidate.sex"),
    ("address.postcode", f"69{CANARY}", "address.postcode"),
    ("address.postcode", "٦٩٠٠٨", "address.postcode"),
    ("address", CANARY, "address"),
    ("representative", {"birth_name": CANARY}, "representative.given_names"),
]


def changed(path: str, value: object) -> dict[str, object]:
    """A right body with one value replaced."""
    body = json.loads(json.dumps(a_body()))
    *parents, last = path.split(".")
    place = body
    for name in parents:
        place = place[name]
    place[last] = value
    return body


async def dossiers_in_store(machine) -> int:
    async with opened_store(machine) as database:
        return await database["dossiers"].count_documents({})


@pytest.mark.parametrize(("path", "value", "field"), WRONG_FIELDS)
async def test_a_wrong_field_is_named_and_its_value_is_not_repeated(
    machine, session, path, value, field
):
    before = await dossiers_in_store(machine)

    answer = await intake(machine, session)("POST", "/v1/dossiers", json=changed(path, value))

    assert_problem(answer, 422, "invalid-request")
    assert field in {error["field"] for error in answer.json["errors"]}
    assert CANARY.encode() not in answer.data
    assert await dossiers_in_store(machine) == before


@pytest.mark.parametrize(
    "field", ["kind", "category", "candidate", "address", "candidate.email", "candidate.birth_name"]
)
async def test_a_missing_field_is_named(machine, session, field):
    body = json.loads(json.dumps(a_body()))
    parent, _, last = field.rpartition(".")
    del (body[parent] if parent else body)[last]

    answer = await intake(machine, session)("POST", "/v1/dossiers", json=body)

    assert_problem(answer, 422, "invalid-request")
    assert answer.json["errors"] == [{"field": field, "code": "missing"}]


async def test_an_unknown_field_is_named_when_it_looks_like_a_field(machine, session):
    answer = await intake(machine, session)("POST", "/v1/dossiers", json=a_body(colour=CANARY))

    assert_problem(answer, 422, "invalid-request")
    assert answer.json["errors"] == [{"field": "colour", "code": "extra_forbidden"}]
    assert CANARY.encode() not in answer.data


async def test_a_value_in_the_place_of_a_name_is_not_repeated(machine, session):
    body = changed(f"candidate.{CANARY}", "x")

    answer = await intake(machine, session)("POST", "/v1/dossiers", json=body)

    assert_problem(answer, 422, "invalid-request")
    assert answer.json["errors"] == [{"field": "candidate.?", "code": "extra_forbidden"}]
    assert CANARY.encode() not in answer.data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        CANARY.encode(),
        b'{"kind": "\xff"}',
        b'{"kind": "\\ud800"}',
        b"[" * 5_000,
    ],
    ids=["empty", "cut", "null", "list", "text", "words", "no utf-8", "half a pair", "deep"],
)
async def test_what_is_no_json_object_is_refused(machine, session, data):
    answer = await intake(machine, session)("POST", "/v1/dossiers", data=data)

    assert_problem(answer, 422, "invalid-request")
    assert CANARY.encode() not in answer.data


async def test_a_body_of_more_than_a_mebibyte_is_refused(machine, session):
    data = json.dumps(a_body(category="B" * 2**20)).encode()

    answer = await intake(machine, session)("POST", "/v1/dossiers", data=io.BytesIO(data))

    assert_problem(answer, 413, "request-too-large")


async def test_a_body_that_cannot_be_unpacked_is_refused(machine, session):
    packed = {"Content-Encoding": "gzip", "Content-Type": "application/json"}

    answer = await intake(machine, session)("POST", "/v1/dossiers", data=b"{}", headers=packed)

    assert_problem(answer, 400, "upload-interrupted")


async def test_a_wrong_rewrite_leaves_the_dossier_as_it_was(machine, session):
    school = intake(machine, session)
    dossier_id = await school.open()
    before = await kept(machine, dossier_id)

    answer = await school("PUT", f"/v1/dossiers/{dossier_id}/demande", json={"kind": CANARY})

    assert_problem(answer, 422, "invalid-request")
    assert await kept(machine, dossier_id) == before
