"""Pages of other sites reach the API only where the operator named them."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from shared.settings import Settings
from shared.web.cors import allow_origins
from shared.web.frame import make_app, signed_in

FRIEND, STRANGER = "https://ecole.exemple", "https://autre.exemple"
ASKING = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization"}


@pytest.fixture
async def client():
    app = make_app(Settings(secret_key="s" * 48))
    allow_origins(app, [f" {FRIEND}/ ", ""])

    async def put(request):
        await signed_in(request)
        return web.Response(text="kept")

    app.router.add_put("/thing", put)
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_a_named_page_is_told_what_it_may_send(client):
    answer = await client.options("/thing", headers={"Origin": FRIEND, **ASKING})
    assert answer.status == 204
    assert answer.headers["Access-Control-Allow-Origin"] == FRIEND
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("origin", [STRANGER, "null", "", "https://ecole.exemple.evil.test"])
async def test_any_other_page_is_told_nothing(client, origin):
    answer = await client.options("/thing", headers={"Origin": origin, **ASKING})
    assert answer.status == 405
    assert "Access-Control-Allow-Origin" not in answer.headers


async def test_no_answer_ever_allows_remembered_passwords(client):
    for origin in (FRIEND, STRANGER):
        answer = await client.options("/thing", headers={"Origin": origin, **ASKING})
        assert "Access-Control-Allow-Credentials" not in answer.headers


async def test_a_named_page_can_read_an_error(client):
    answer = await client.get("/nowhere", headers={"Origin": FRIEND})
    assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (404, FRIEND)


async def test_answers_are_kept_apart_by_caches(client):
    answer = await client.get("/livez")
    assert "Origin" in answer.headers["Vary"]


@pytest.mark.parametrize(("origin", "status"), [(FRIEND, 401), (STRANGER, 403)])
async def test_a_change_from_another_site_needs_a_named_origin(client, origin, status):
    headers = {"Origin": origin, "Sec-Fetch-Site": "cross-site"}
    assert (await client.put("/thing", headers=headers)).status == status
