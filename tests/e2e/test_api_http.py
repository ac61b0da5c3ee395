"""What every address answers: health, headers, unknown addresses, links, ways out."""

import asyncio

import pytest

from shared.web.frame import HEADERS, STATIC_KEPT
from shared.web.links import LinkSigner
from tests.builders import a_draft
from tests.e2e.api_client import TELLS_WHAT_TO_DO, Answer, assert_problem, intake, review

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("machine")]


@pytest.mark.parametrize("caller", [intake, review], ids=["intake", "instruction"])
@pytest.mark.parametrize("path", ["/livez", "/readyz"])
async def test_health_is_told_to_anybody(machine, session, caller, path):
    answer = await caller(machine, session, None)("GET", path)

    assert (answer.status, answer.json) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/livez"),
        ("GET", "/v1/dossiers"),
        ("POST", "/v1/dossiers"),
        ("GET", "/nowhere"),
        ("DELETE", "/v1/dossiers"),
        ("GET", "/static/guichet.css"),
        ("GET", "/suivi/unknown"),
    ],
)
async def test_every_answer_has_the_security_headers(machine, session, method, path):
    answer = await intake(machine, session)(method, path)

    # files of our own hold nothing of anybody's: browsers may keep them for a while
    expected = HEADERS | ({"Cache-Control": STATIC_KEPT} if path.startswith("/static/") else {})
    assert {name: answer.headers.get(name) for name in HEADERS} == expected


@pytest.mark.parametrize("path", ["/", "/nowhere", "/v2/dossiers", "/v1/dossiers/", "/.env"])
async def test_an_unknown_address_is_a_problem(machine, session, path):
    answer = await intake(machine, session)("GET", path)

    assert_problem(answer, 404, "page-not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/dossiers", "GET, POST"),
        ("PATCH", "/v1/dossiers/G-1", "GET"),
        ("GET", "/v1/dossiers/G-1/submit", "POST"),
        ("POST", "/v1/dossiers/G-1/pieces/photo", "DELETE, PUT"),
        ("OPTIONS", "/v1/dossiers", "GET, POST"),
    ],
)
async def test_a_wrong_method_is_told_which_ones_are_right(machine, session, method, path, allowed):
    answer = await intake(machine, session)(method, path)

    assert_problem(answer, 405, "method-not-allowed")
    assert answer.headers["Allow"] == allowed


@pytest.mark.parametrize(
    "target",
    [
        "/static/../frame.py",
        "/static/%2e%2e/frame.py",
        "/static/..%2fframe.py",
        "/static/..%5cframe.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/....//....//etc/passwd",
        "/static/",
        "/static/nothing.css",
        "/../../../etc/passwd",
        "/v1/dossiers/..%2f..%2f..%2fetc%2fpasswd",
        "/v1/dossiers/%00",
        "/v1/dossiers/%FF",
        "/v1/dossiers/%7B%22$ne%22:null%7D",
    ],
)
async def test_nothing_is_served_from_elsewhere(machine, session, target):
    port, secret = machine[0].settings.intake_port, machine[1]["ecole-demo"]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"GET {target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {secret}\r\n"
    writer.write(f"{head}Connection: close\r\n\r\n".encode())
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()

    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"application/problem+json" in answer
    for leaked in (b"root:", b"import", b"passwd"):
        assert leaked not in answer


def assert_link_refused(answer: Answer) -> None:
    """A page for a person: what is wrong with the link and what to do, nothing of a dossier."""
    assert (answer.status, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    text = answer.data.decode()
    assert "<h1" in text
    assert TELLS_WHAT_TO_DO.search(text)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    "token", ["x", "é", "G-0000", "IkctMDAwMCI.", "IkctMDAwMCI.wrong", "%00", "%FF", "%3Cscript%3E"]
)
async def test_a_link_that_we_did_not_sign_opens_nothing(machine, session, token):
    nobody = intake(machine, session, None)

    shown = await nobody("GET", f"/suivi/{token}")
    validated = await nobody("POST", f"/suivi/{token}/validation")

    assert_link_refused(shown)
    assert_link_refused(validated)
    assert b"<script>" not in shown.data


async def test_the_link_of_a_dossier_that_is_gone_opens_nothing(machine, session):
    signed = LinkSigner(machine[0].settings).dossier_link(a_draft())
    path = signed.removeprefix(machine[0].settings.public_url)

    assert_link_refused(await intake(machine, session, None)("GET", path))


async def test_a_signed_link_opens_the_page_of_its_dossier(machine, session):
    school = intake(machine, session)
    dossier_id = await school.open()
    signed = LinkSigner(machine[0].settings).dossier_link(a_draft(dossier_id=dossier_id))
    path = signed.removeprefix(machine[0].settings.public_url)
    nobody = intake(machine, session, None)

    page = await nobody("GET", path)
    clicked = await nobody("POST", f"{path}/validation")

    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert dossier_id.encode() in page.data
    assert {name: page.headers.get(name) for name in HEADERS} == HEADERS
    assert (clicked.status, clicked.headers["Location"]) == (303, path)
    assert {name: clicked.headers.get(name) for name in HEADERS} == HEADERS
