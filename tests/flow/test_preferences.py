"""What a school prefers, by the API and by the page."""

import html
import re
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from services.intake.preferences import PreferencesDesk
from services.intake.preferences_api import PreferencesDoor
from services.intake.preferences_pages import PreferencesPages
from services.intake.sign_in import filers_face
from shared.adapters.memory_contacts import MemoryContacts
from shared.adapters.memory_sessions import MemorySessions
from shared.pipeline.contacts import Contact, Hook, Wants
from shared.settings import Settings
from shared.web.access import Account, Role
from shared.web.frame import add_pages, make_app
from shared.web.sessions import keep_sessions
from tests.builders import NOW
from tests.flow.line import ManualClock

SETTINGS = Settings(secret_key="x" * 32)
URL = "https://ecole.exemple/hook"
OURS = {"Sec-Fetch-Site": "same-origin"}


class Keys:
    """One account a role; its key is the role's name."""

    async def by_secret(self, secret):
        return Account(account_id=secret, role=Role(secret)) if secret in set(Role) else None


@pytest.fixture
def contacts():
    return MemoryContacts(Contact(account_id="school", email="ecole@exemple.fr"))


@pytest.fixture
async def client(contacts):
    desk = PreferencesDesk(contacts=contacts, allow_private=False)
    app = make_app(SETTINGS, Keys())
    keep_sessions(app, MemorySessions(), lambda: NOW, filers_face(SETTINGS))
    add_pages(app, "services.intake")
    app.router.add_routes(PreferencesDoor(desk=desk).routes())
    app.router.add_routes(PreferencesPages(desk=desk, clock=ManualClock()).routes())
    async with TestClient(TestServer(app)) as client:
        yield client


def key(role="school"):
    return {"Authorization": f"Bearer {role}"}


async def put(client, role="school", **body):
    answer = await client.put("/v1/preferences", json=body, headers=key(role))
    return answer.status, await answer.json()


async def get(client):
    return await (await client.get("/v1/preferences", headers=key())).json()


async def test_a_school_begins_with_every_letter_and_no_hook(client):
    assert await get(client) == {"letters": "all", "webhook": None, "webhook_secret": None}


async def test_a_new_hook_gets_a_secret_that_is_given_once(client, contacts):
    status, kept = await put(client, letters="acts", webhook_url=URL)

    assert status == 200
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", kept["webhook_secret"])
    assert (await get(client))["webhook_secret"] is None
    stored = await contacts.of("school")
    assert stored.hook == Hook(url=URL, secret=kept["webhook_secret"])
    assert stored.wants is Wants.ACTS


async def test_the_same_address_again_keeps_its_secret_and_switches_the_hook_on(client, contacts):
    await put(client, webhook_url=URL)
    before = (await contacts.of("school")).hook
    await contacts.put_hook("school", replace(before, failing_since=NOW, disabled_at=NOW))

    _, kept = await put(client, webhook_url=URL)

    assert kept["webhook_secret"] is None
    assert (await contacts.of("school")).hook == before


@pytest.mark.parametrize(
    "change", [{"webhook_url": URL, "renew_secret": True}, {"webhook_url": URL + "2"}]
)
async def test_another_address_or_a_wish_gives_another_secret(client, change):
    _, first = await put(client, webhook_url=URL)
    _, second = await put(client, **change)

    assert second["webhook_secret"] not in (None, first["webhook_secret"])


async def test_a_hook_is_taken_away(client, contacts):
    await put(client, webhook_url=URL)
    await put(client)

    assert (await contacts.of("school")).hook is None


@pytest.mark.parametrize(
    "body",
    [
        {"webhook_url": "http://ecole.exemple/"},
        {"webhook_url": "https://127.0.0.1/"},
        {"webhook_url": "https://169.254.169.254/latest"},
        {"letters": "none"},
        {"other": 1},
        {"webhook_url": 3},
    ],
)
async def test_what_does_not_fit_is_refused_and_changes_nothing(client, contacts, body):
    before = await contacts.of("school")
    status, problem = await put(client, **body)

    assert (status, problem["type"]) == (422, "urn:guichet:problem:invalid-request")
    assert await contacts.of("school") == before


@pytest.mark.parametrize(
    ("role", "status"), [("candidate", 403), ("instructor", 403), ("ops", 403), ("nobody", 401)]
)
async def test_only_schools_have_preferences(client, role, status):
    assert (await put(client, role))[0] == status
    assert (await client.get("/v1/preferences", headers=key(role))).status == status


async def test_the_page_shows_a_new_secret_once_and_keeps_the_choice(client, contacts):
    form = {"courriers": "acts", "adresse": URL}
    answer = await client.post("/espace/preferences", data=form, headers={**key(), **OURS})
    text = html.unescape(await answer.text())
    secret = (await contacts.of("school")).hook.secret

    assert secret in text and "Préférences enregistrées" in text
    again = html.unescape(await (await client.get("/espace/preferences", headers=key())).text())
    assert secret not in again and URL in again
    assert re.search(r'value="acts" checked', again)


async def test_a_wrong_address_is_said_at_its_field_and_what_was_typed_stays(client, contacts):
    form = {"courriers": "acts", "adresse": "http://chez.moi/"}
    answer = await client.post("/espace/preferences", data=form, headers={**key(), **OURS})
    text = await answer.text()

    assert answer.status == 422
    assert "Cette adresse ne convient pas" in text
    assert "http://chez.moi/" in text and re.search(r'value="acts" checked', text)
    assert (await contacts.of("school")).wants is Wants.ALL


async def test_a_form_of_another_site_changes_nothing(client, contacts):
    foreign = {**key(), "Sec-Fetch-Site": "cross-site"}
    answer = await client.post("/espace/preferences", data={"courriers": "acts"}, headers=foreign)

    assert answer.status == 403
    assert (await contacts.of("school")).wants is Wants.ALL
