"""Who opens a page reads a page, even of an error; a program reads a problem."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from shared.errors import ServerUnavailable
from shared.settings import Settings
from shared.web.frame import add_pages, make_app, signed_in
from shared.web.problems import Problem, ProblemType

PERSON = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
async def client():
    app = make_app(Settings(secret_key="s" * 48))
    add_pages(app, "services.intake")

    async def busy(_):
        raise Problem(ProblemType.TOO_MANY_REQUESTS, headers={"Retry-After": "7"})

    async def broken(_):
        raise ServerUnavailable("store")

    async def closed(request):
        await signed_in(request)
        return web.Response()

    app.router.add_get("/suivi/{token}", busy)
    app.router.add_post("/suivi/{token}/pieces/{kind}", busy)
    app.router.add_get("/broken", broken)
    app.router.add_get("/closed", closed)
    app.router.add_get("/v1/thing", busy)
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_a_person_in_a_hurry_reads_when_to_come_back(client):
    answer = await client.get("/suivi/secret-token", headers=PERSON)
    text = await answer.text()
    assert (answer.status, answer.content_type) == (429, "text/html")
    assert answer.headers["Retry-After"] == "7"
    assert "Attendez un peu" in text


async def test_a_person_reads_that_nothing_is_lost_while_a_server_is_away(client):
    answer = await client.get("/broken", headers=PERSON)
    assert answer.status == 503
    assert "ce qui a été confirmé est conservé" in await answer.text()


async def test_a_person_is_asked_for_a_password(client):
    answer = await client.get("/closed", headers=PERSON)
    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/v1/thing", PERSON), ("/suivi/t", {}), ("/suivi/t", {"Accept": "application/json"})],
    ids=["API", "no preference", "program"],
)
async def test_a_program_reads_a_problem(client, path, headers):
    answer = await client.get(path, headers=headers)
    assert answer.content_type == "application/problem+json"


async def test_a_refused_act_leads_back_to_the_page_that_it_was_done_on(client):
    answer = await client.post("/suivi/a-token/pieces/photo", headers=PERSON)
    assert (answer.status, 'href="/suivi/a-token"' in await answer.text()) == (429, True)
