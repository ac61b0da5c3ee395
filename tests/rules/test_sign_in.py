"""Coming in by password or key: one new session each time, none for another site, few guesses."""

import re
from dataclasses import replace

import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from shared.web.devices import device_of
from shared.web.frame import signed_in
from shared.web.sessions import Face
from shared.web.sign_in import let_in
from tests.rules.entrance_face import AGENT, FILERS_FACE, OTHER, OURS, PASSWORD, SCHOOL, Entrance

COOKIE = "guichet_session"
PAGE = "/compte"


@pytest.fixture
async def entrance():
    entrance = Entrance()
    for account, key in ((SCHOOL, "school key"), (OTHER, "other key"), (AGENT, "agent key")):
        await entrance.add(account, key)
    return entrance


@pytest.fixture
async def server(entrance):
    async with TestServer(entrance.app()) as server:
        yield server


@pytest.fixture
async def browser(server):
    jar = CookieJar(unsafe=True)
    async with TestClient(server, cookie_jar=jar, headers=OURS) as browser:
        yield browser


def sign_in(browser, name="ecole-1", password=PASSWORD, **options):
    form = {"nom": name, "mot_de_passe": password}
    return browser.post("/connexion", data=form, allow_redirects=False, **options)


def token(browser):
    return next((c.value for c in browser.session.cookie_jar if c.key == COOKIE), None)


@pytest.mark.parametrize("name", ["ecole-1", "Ecole@Example.org"])
async def test_a_right_password_leads_home(browser, name):
    answer = await sign_in(browser, name)
    assert (answer.status, answer.headers["Location"]) == (303, PAGE)
    page = await browser.get(PAGE)
    assert "ecole@example.org" in await page.text()


async def test_a_key_opens_a_session_too(browser):
    answer = await browser.post("/connexion", data={"cle": "school key"}, allow_redirects=False)
    assert answer.status == 303
    assert (await browser.get(PAGE)).status == 200


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("ecole-1", "wrong"),
        ("ecole-1", ""),
        ("", PASSWORD),
        ("nobody", PASSWORD),
        ("agent-1", PASSWORD),
        ("x" * 5000, PASSWORD),
        ("ecole-1", PASSWORD + "\0" * 5000),
    ],
    ids=["wrong", "empty", "no name", "unknown", "no filer", "long name", "long password"],
)
async def test_whatever_is_wrong_gets_one_and_the_same_answer(browser, name, password):
    answer = await sign_in(browser, name, password)
    assert answer.status == 401
    assert "n’ouvrent pas cet espace" in await answer.text()
    assert token(browser) is None


async def test_what_was_typed_as_name_stays_in_the_form_and_the_password_does_not(browser):
    answer = await sign_in(browser, 'a"><b>', "wrong words")
    text = await answer.text()
    assert 'value="a&#34;&gt;&lt;b&gt;"' in text
    assert "wrong words" not in text


async def test_a_token_planted_before_sign_in_opens_nothing_afterwards(browser, server):
    browser.session.cookie_jar.update_cookies({COOKIE: "planted"}, server.make_url("/"))
    await sign_in(browser)
    assert token(browser) != "planted"

    async with TestClient(server, cookies={COOKIE: "planted"}) as thief:
        answer = await thief.get(PAGE, allow_redirects=False)
    assert answer.headers["Location"] == "/connexion"


async def test_a_second_sign_in_ends_the_first_session_of_this_browser(browser, server):
    await sign_in(browser)
    first = token(browser)
    await sign_in(browser, "ecole-2")
    assert token(browser) != first

    async with TestClient(server, cookies={COOKIE: first}) as copy:
        answer = await copy.get(PAGE, allow_redirects=False)
    assert answer.headers["Location"] == "/connexion"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
@pytest.mark.parametrize(
    "address",
    [
        "/connexion",
        "/deconnexion",
        "/compte/sessions/fermer",
        "/compte/sessions/fermer-autres",
        "/compte/mot-de-passe",
    ],
)
async def test_a_form_of_another_site_does_nothing(browser, site, address):
    await sign_in(browser)
    mine = token(browser)
    form = {"nom": "ecole-2", "mot_de_passe": PASSWORD, "actuel": PASSWORD, "nouveau": "x" * 20}
    answer = await browser.post(
        address, data=form, headers={"Sec-Fetch-Site": site}, allow_redirects=False
    )
    assert answer.status == 403
    assert token(browser) == mine
    assert (await browser.get(PAGE)).status == 200


async def test_a_session_ends_after_an_idle_hour_and_after_a_working_day(browser, entrance):
    await sign_in(browser)
    assert (await browser.get(PAGE)).status == 200
    await entrance.clock.sleep(3601)
    assert (await browser.get(PAGE, allow_redirects=False)).status == 303
    await sign_in(browser)
    for _ in range(15):
        assert (await browser.get(PAGE, allow_redirects=False)).status == 200
        await entrance.clock.sleep(48 * 60)
    assert (await browser.get(PAGE, allow_redirects=False)).status == 303


async def test_signing_out_ends_the_session_on_our_side(browser, server):
    await sign_in(browser)
    before = token(browser)
    await browser.post("/deconnexion", allow_redirects=False)
    assert token(browser) is None
    async with TestClient(server, cookies={COOKIE: before}) as copy:
        assert (await copy.get(PAGE, allow_redirects=False)).status == 303


async def test_an_account_closed_in_the_moment_of_sign_in_stays_out(entrance, browser):
    """Its sessions were ended just before this one was opened."""
    await entrance.accounts.set_disabled("ecole-1", disabled=True)

    async def late(request):
        raise await let_in(request, SCHOOL, entrance.accounts)

    app = entrance.app()
    app.router.add_post("/late", late)
    async with TestClient(TestServer(app)) as client:
        assert (await client.post("/late", headers=OURS)).status == 403
    assert await entrance.sessions.of_account("ecole-1", entrance.clock.now()) == []


async def test_with_https_the_cookie_belongs_to_this_host_alone():
    entrance = Entrance(replace(FILERS_FACE, public_url="https://guichet.example"))
    await entrance.add(SCHOOL, "key")
    async with TestClient(TestServer(entrance.app()), headers=OURS) as browser:
        cookie = (await sign_in(browser)).headers["Set-Cookie"]
        name, _, rest = cookie.partition("=")
        assert name == f"__Host-{COOKIE}"
        assert {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"} <= set(rest.split("; "))
        assert "Domain" not in rest
        value = rest.partition(";")[0]
        plain = await browser.get(
            PAGE, headers={"Cookie": f"{COOKIE}={value}"}, allow_redirects=False
        )
        assert plain.status == 303


async def test_faces_on_one_machine_have_cookies_of_their_own():
    assert Face(public_url="http://x", cookie="guichet_ops").cookie_name != FILERS_FACE.cookie_name


async def test_guesses_at_one_account_are_slowed_down_and_told_when_to_come_back(browser):
    answers = [await sign_in(browser, "ecole-1", f"guess {n}") for n in range(6)]
    assert [answer.status for answer in answers] == [401] * 5 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    # by whatever name, and with the right password too
    assert (await sign_in(browser, " ECOLE-1 ")).status == 429
    assert (await sign_in(browser, "ecole-2")).status == 303


async def test_an_unknown_account_is_slowed_down_alike(browser):
    answers = [await sign_in(browser, "nobody", "guess") for _ in range(6)]
    assert [answer.status for answer in answers] == [401] * 5 + [429]


async def test_a_right_password_forgives_what_was_mistyped(browser):
    for _ in range(2):
        for _ in range(4):
            assert (await sign_in(browser, password="wrong")).status == 401
        assert (await sign_in(browser)).status == 303


async def test_guesses_from_one_address_are_counted_over_all_accounts():
    entrance = Entrance(rate_limit_sign_in="3/hour")
    async with TestClient(TestServer(entrance.app()), headers=OURS) as browser:
        answers = [await sign_in(browser, f"name-{n}", "guess") for n in range(4)]
    assert [answer.status for answer in answers] == [401] * 3 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 3000


@pytest.fixture
async def laptop(server):
    jar = CookieJar(unsafe=True)
    async with TestClient(server, cookie_jar=jar, headers=OURS) as laptop:
        await sign_in(laptop, headers={"User-Agent": "Mozilla/5.0 (Windows NT) Firefox/140.0"})
        yield laptop


async def test_two_workstations_are_signed_in_at_once_and_one_closes_the_other(browser, laptop):
    await sign_in(browser)
    text = await (await browser.get(PAGE)).text()
    assert "Firefox, Windows" in text
    [handle] = re.findall(r'name="session" value="([0-9a-f]{64})"', text)

    answer = await browser.post("/compte/sessions/fermer", data={"session": handle})
    assert "Cette session est fermée" in await answer.text()
    assert (await laptop.get(PAGE, allow_redirects=False)).status == 303
    assert (await browser.get(PAGE, allow_redirects=False)).status == 200


async def test_all_other_sessions_are_closed_at_once(browser, laptop):
    await sign_in(browser)
    await browser.post("/compte/sessions/fermer-autres")
    assert (await laptop.get(PAGE, allow_redirects=False)).status == 303
    assert (await browser.get(PAGE, allow_redirects=False)).status == 200


async def test_another_account_s_session_cannot_be_closed_by_its_name(browser, laptop, entrance):
    [line] = await entrance.sessions.of_account("ecole-1", entrance.clock.now())
    await sign_in(browser, "ecole-2")
    await browser.post("/compte/sessions/fermer", data={"session": line.handle})
    assert (await laptop.get(PAGE, allow_redirects=False)).status == 200


async def test_a_new_password_ends_the_other_sessions_and_the_old_password(browser, laptop):
    await sign_in(browser)
    form = {"actuel": PASSWORD, "nouveau": "tout autre chose demain"}
    answer = await browser.post("/compte/mot-de-passe", data=form)
    assert "Votre mot de passe est changé" in await answer.text()
    assert (await laptop.get(PAGE, allow_redirects=False)).status == 303
    assert (await browser.get(PAGE, allow_redirects=False)).status == 200
    assert (await sign_in(browser)).status == 401
    assert (await sign_in(browser, password="tout autre chose demain")).status == 303


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"actuel": "wrong", "nouveau": "tout autre chose demain"}, "mot de passe actuel"),
        ({"actuel": PASSWORD, "nouveau": "court"}, "trop court"),
        ({"actuel": PASSWORD, "nouveau": "mon ecole-1 à moi"}, "nom de votre compte"),
        ({}, "mot de passe actuel"),
    ],
    ids=["wrong one", "short", "named", "empty"],
)
async def test_a_password_that_cannot_be_taken_changes_nothing(browser, laptop, form, said):
    await sign_in(browser)
    answer = await browser.post("/compte/mot-de-passe", data=form)
    assert answer.status == 422
    assert said in await answer.text()
    assert (await laptop.get(PAGE, allow_redirects=False)).status == 200
    assert (await sign_in(browser)).status == 303


async def test_who_is_not_signed_in_is_led_to_the_door(browser):
    answer = await browser.get(PAGE, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/connexion")


async def test_a_refusal_for_want_of_a_key_shows_people_the_way_in(entrance):
    async def guarded(request):
        await signed_in(request, SCHOOL.role)
        return web.Response()

    app = entrance.app()
    app.router.add_get("/guarded", guarded)
    async with TestClient(TestServer(app)) as client:
        answer = await client.get("/guarded", headers=OURS)
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"].startswith("Basic")
        assert 'href="/connexion"' in await answer.text()


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("<script>alert(1)</script>", "Navigateur inconnu"),
        ("", "Navigateur inconnu"),
    ],
)
def test_a_workstation_is_named_without_repeating_what_it_said(agent, device):
    assert device_of(agent) == device
