"""Intake refuses another school's agrément number, by the API and on the form, and says why."""

import pytest
from aiohttp.test_utils import TestClient, TestServer

from services.demo.cast import candidate
from services.demo.expectations import demande
from services.intake.filing import FilingDesk
from services.intake.filing_pages import FilingPages
from services.intake.forecasts import Forecasts
from services.intake.routes import Intake
from services.intake.sign_in import filers_face
from shared.settings import Settings
from shared.web.access import Account, Role
from shared.web.frame import add_pages, make_app
from shared.web.sessions import FACE
from tests.builders import NOW
from tests.flow.line import Line
from tests.rules.test_filing_form import TYPED

OWN, OTHER = "E0906900010", "E0906900020"
KEY = {"Authorization": "Bearer key"}
OURS = KEY | {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


class School:
    """The account behind every request."""

    async def by_secret(self, secret):
        return Account(account_id="ecole", role=Role.SCHOOL, agrement=OWN)


class NothingStands:
    """No stage of the machine holds anything."""

    async def standing(self, stage):
        return ()

    async def measured(self, stage, start):
        return None


@pytest.fixture
def line():
    return Line()


@pytest.fixture
async def client(line):
    app = make_app(Settings(secret_key="x" * 32), School())
    add_pages(app, "services.intake")
    app[FACE] = filers_face(Settings(secret_key="x" * 32))
    desk = FilingDesk(register=line.register, blobs=None, clock=line.clock)
    door = Intake(
        receiver=None,
        desk=desk,
        dossiers=line.store,
        views=line.store,
        clock=line.clock,
        forecasts=Forecasts(NothingStands(), line.clock),
    )
    pages = FilingPages(desk=desk, receiver=None, dossiers=line.store, pictures=None)
    app.router.add_routes([*door.routes(), *pages.routes()])
    async with TestClient(TestServer(app)) as client:
        yield client


def a_body(**changes):
    return demande(candidate(0, NOW.date()), **changes)


async def test_the_api_refuses_another_school_s_number_and_keeps_nothing(client, line):
    answer = await client.post("/v1/dossiers", json=a_body(agrement=OTHER), headers=KEY)
    told = await answer.json()

    assert (answer.status, told["type"]) == (422, "urn:guichet:problem:foreign-agrement")
    assert "laissez le champ vide" in told["detail"]
    assert OTHER not in await answer.text()
    assert line.store.documents == {}


async def test_the_api_takes_a_draft_and_no_change_to_another_school(client, line):
    answer = await client.post("/v1/dossiers", json=a_body(agrement=None), headers=KEY)
    dossier_id = (await answer.json())["dossier_id"]
    address = f"/v1/dossiers/{dossier_id}/demande"

    moved = await client.put(address, json=a_body(agrement=OTHER), headers=KEY)

    assert (answer.status, moved.status) == (201, 422)
    assert (await line.store.get(dossier_id)).demande.agrement == OWN


async def test_the_form_comes_with_the_school_s_number(client):
    answer = await client.get("/espace/nouvelle", headers=OURS)

    assert f'value="{OWN}"' in await answer.text()


async def test_the_form_says_a_wrong_number_at_its_field_and_keeps_what_was_typed(client, line):
    typed = TYPED | {"agrement": OTHER}
    answer = await client.post("/espace/nouvelle", data=typed, headers=OURS)
    html = await answer.text()

    assert answer.status == 422
    assert 'id="agrement-erreur"' in html
    assert ("Lecœur" in html, f'value="{OTHER}"' in html) == (True, True)
    assert line.store.documents == {}


async def test_the_form_of_a_draft_says_a_wrong_number_too(client, line):
    opened = await client.post("/espace/nouvelle", data=TYPED, headers=OURS, allow_redirects=False)
    address = opened.headers["Location"].removesuffix("/pieces") + "/demande"

    answer = await client.post(address, data=TYPED | {"agrement": OTHER}, headers=OURS)

    assert (opened.status, answer.status) == (303, 422)
    (document,) = line.store.documents.values()
    assert document["demande"]["agrement"] == OWN
