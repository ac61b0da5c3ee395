"""Who may come in, and what each account may touch."""

import base64

import pytest

from shared.web.access import Role
from tests.e2e.api_client import a_body, a_jpeg, assert_problem, intake, kept, new_account, review

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]

UNKNOWN = "G-0000-0000-0000-0000"


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "Bearer wrong",
        "Bearer ",
        "Basic !!!",
        "Basic é",
        "Bearer \udcff",
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
        "Digest username=x",
    ],
    ids=["none", "wrong", "empty", "no base64", "accent", "no utf-8", "basic no utf-8", "scheme"],
)
async def test_without_a_known_key_one_is_asked_to_sign_in(machine, session, authorization):
    nobody = intake(machine, session, None)
    headers = {"Authorization": authorization} if authorization else {}
    if authorization and "\udcff" in authorization:
        headers = {"Authorization": authorization.encode(errors="surrogateescape").decode("latin1")}

    answer = await nobody("GET", "/v1/dossiers", headers=headers)

    assert_problem(answer, 401, "authentication-required")
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


async def test_a_key_is_taken_as_password_of_a_browser(machine, session):
    pair = base64.b64encode(f"anyone:{machine[1]['ecole-demo']}".encode()).decode()
    nobody = intake(machine, session, None)

    answer = await nobody("GET", "/v1/dossiers", headers={"Authorization": f"Basic {pair}"})

    assert answer.status == 200


@pytest.mark.parametrize("account", ["agent-demo", "exploitation-demo"])
async def test_only_schools_and_candidates_file(machine, session, account):
    other = intake(machine, session, account)

    answer = await other("POST", "/v1/dossiers", json=a_body())

    assert_problem(answer, 403, "forbidden")


@pytest.mark.parametrize("account", ["ecole-demo", "candidat-demo", "exploitation-demo"])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/review/next"),
        ("GET", f"/v1/review/{UNKNOWN}"),
        ("POST", f"/v1/review/{UNKNOWN}/claim"),
        ("POST", f"/v1/review/{UNKNOWN}/release"),
        ("POST", f"/v1/review/{UNKNOWN}/decision"),
        ("POST", f"/v1/review/{UNKNOWN}/correction"),
        ("GET", f"/v1/review/{UNKNOWN}/pieces/photo"),
    ],
)
async def test_only_agents_review(machine, session, account, method, path):
    answer = await review(machine, session, account)(method, path)

    assert_problem(answer, 403, "forbidden")


async def test_ops_read_no_dossier(machine, session):
    dossier_id = await intake(machine, session).open()

    answer = await intake(machine, session, "exploitation-demo")(
        "GET", f"/v1/dossiers/{dossier_id}"
    )

    assert_problem(answer, 403, "forbidden")


@pytest.mark.parametrize(
    ("method", "part"),
    [
        ("GET", ""),
        ("PUT", "/demande"),
        ("PUT", "/pieces/photo"),
        ("DELETE", "/pieces/photo"),
        ("POST", "/submit"),
        ("GET", "/events"),
    ],
)
async def test_a_foreign_dossier_looks_like_an_unknown_one(machine, session, method, part):
    dossier_id = await intake(machine, session).open()
    neighbour = intake(machine, session, "ecole-voisine")
    before = await kept(machine, dossier_id)

    foreign = await neighbour(method, f"/v1/dossiers/{dossier_id}{part}", data=a_jpeg())
    unknown = await neighbour(method, f"/v1/dossiers/{UNKNOWN}{part}", data=a_jpeg())

    assert_problem(foreign, 404, "dossier-not-found")
    assert foreign.data == unknown.data
    assert await kept(machine, dossier_id) == before


async def test_an_agent_reads_a_dossier_but_cannot_change_it(machine, session):
    dossier_id = await intake(machine, session).open()
    agent = intake(machine, session, "agent-demo")

    seen = await agent("GET", f"/v1/dossiers/{dossier_id}")
    sent = await agent("POST", f"/v1/dossiers/{dossier_id}/submit")

    assert seen.status == 200
    assert_problem(sent, 403, "forbidden")


async def test_a_form_on_another_site_cannot_use_the_key_that_a_browser_remembers(machine, session):
    account = await new_account(machine, Role.SCHOOL)
    school = intake(machine, session, account)
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Content-Type": "text/plain"}

    answer = await school("POST", "/v1/dossiers", json=a_body(), headers=elsewhere)

    assert_problem(answer, 403, "forbidden")
    assert (await school("GET", "/v1/dossiers")).json["dossiers"] == []
