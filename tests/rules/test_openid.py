"""Signing in through a provider: everything must fit, and no account is ever made by it."""

import time
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer
from joserfc.jwk import OctKey, RSAKey

from shared.adapters.openid import OpenIdProvider, provider_of
from shared.settings import Settings
from shared.web.access import Account, Role
from tests.rules.entrance_face import AGENT, OURS, SCHOOL, Entrance
from tests.rules.identity_provider import CLIENT, SECRET, IdentityProvider

FROM_ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Accept": "text/html"}


@pytest.fixture
async def idp():
    idp = IdentityProvider()
    async with TestServer(idp.app()) as server:
        idp.issuer = str(server.make_url("")).rstrip("/")
        yield idp


def an_entrance(idp, **changes):
    chosen = {
        "oidc_issuer": idp.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
    } | changes
    settings = Settings(secret_key="s" * 48, **chosen)
    return Entrance(provider=OpenIdProvider(settings), **chosen)


@pytest.fixture
async def entrance(idp):
    entrance = an_entrance(idp)
    await entrance.accounts.put(SCHOOL, "school key")
    await entrance.accounts.put(AGENT, "agent key")
    return entrance


@pytest.fixture
async def browser(entrance):
    async with a_browser(entrance) as browser:
        yield browser


def a_browser(entrance):
    jar = CookieJar(unsafe=True)
    return TestClient(TestServer(entrance.app()), cookie_jar=jar, headers=FROM_ELSEWHERE)


async def set_out(browser):
    answer = await browser.get("/connexion/professionnelle", allow_redirects=False)
    assert answer.status == 303
    return answer.headers["Location"]


async def come_back(browser, query):
    return await browser.get("/connexion/retour", params=query, allow_redirects=False)


async def go_there_and_back(browser, idp):
    return await come_back(browser, idp.authorize(await set_out(browser)))


async def is_in(browser):
    answer = await browser.get("/compte", allow_redirects=False)
    return answer.status == 200


@pytest.mark.parametrize("signed", [True, False], ids=["userinfo as JWT", "userinfo as JSON"])
async def test_an_account_that_waits_for_the_address_is_opened_and_bound(
    browser, idp, entrance, signed
):
    idp.signed_userinfo = signed
    answer = await go_there_and_back(browser, idp)
    assert (answer.status, answer.headers["Location"]) == (303, "/compte")
    assert await is_in(browser)
    assert await entrance.accounts.by_subject(f"{idp.issuer} person-1") == SCHOOL


async def test_once_bound_the_person_counts_and_no_longer_the_address(browser, idp, entrance):
    await go_there_and_back(browser, idp)
    idp.person |= {"email": "agent@example.org"}
    await go_there_and_back(browser, idp)
    assert "ecole@example.org" in await (await browser.get("/compte")).text()


async def test_somebody_else_with_the_address_does_not_get_a_bound_account(browser, idp, entrance):
    await entrance.accounts.bind("ecole-1", f"{idp.issuer} first-owner")
    assert (await go_there_and_back(browser, idp)).status == 403
    assert not await is_in(browser)


async def test_an_unknown_person_gets_no_account(browser, idp, entrance):
    idp.person |= {"email": "inconnu@example.org"}
    answer = await go_there_and_back(browser, idp)
    assert answer.status == 403
    assert "préparer un compte" in await answer.text()
    assert len(await entrance.accounts.everyone()) == 2


async def test_a_disabled_account_stays_closed(browser, idp, entrance):
    await go_there_and_back(browser, idp)
    await entrance.accounts.set_disabled("ecole-1", disabled=True)
    assert (await go_there_and_back(browser, idp)).status == 403


async def test_an_agent_is_not_let_in_where_filers_are(browser, idp):
    idp.person |= {"email": "agent@example.org"}
    assert (await go_there_and_back(browser, idp)).status == 403


@pytest.mark.parametrize("verified", [False, None, "true"], ids=str)
async def test_an_address_that_the_provider_does_not_vouch_for_opens_nothing(
    browser, idp, verified
):
    idp.person |= {"email_verified": verified}
    assert (await go_there_and_back(browser, idp)).status == 403


async def test_a_provider_without_that_claim_is_trusted_only_where_the_operator_says_so(idp):
    entrance = an_entrance(idp, oidc_trust_email=True)
    await entrance.accounts.put(SCHOOL, "key")
    async with a_browser(entrance) as browser:
        idp.person |= {"email_verified": False}
        assert (await go_there_and_back(browser, idp)).status == 403
        del idp.person["email_verified"]
        assert (await go_there_and_back(browser, idp)).status == 303


@pytest.mark.parametrize(
    ("said", "status"),
    [("ecoles", 303), (["autre", "ecoles"], 303), ("cert", 403), ([], 403), (None, 403)],
    ids=str,
)
async def test_the_provider_may_withdraw_a_role_and_never_add_one(idp, said, status):
    roles = {"oidc_role_claim": "groups", "oidc_roles": "ecoles:school, cert:instructor"}
    entrance = an_entrance(idp, **roles)
    await entrance.accounts.put(SCHOOL, "key")
    idp.person |= {"groups": said}
    async with a_browser(entrance) as browser:
        assert (await go_there_and_back(browser, idp)).status == status
        assert await is_in(browser) == (status == 303)


LIES = {
    "another issuer": {"iss": "https://autre.example"},
    "no issuer": {"iss": None},
    "for another client": {"aud": "another"},
    "for several, and not made for us": {"aud": [CLIENT, "another"], "azp": "another"},
    "for several, made for nobody": {"aud": [CLIENT, "another"]},
    "no audience": {"aud": None},
    "over": {"exp": int(time.time()) - 3600},
    "never over": {"exp": None},
    "made tomorrow": {"iat": int(time.time()) + 86400},
    "another sign-in's": {"nonce": "another"},
    "of no sign-in": {"nonce": None},
    "of nobody": {"sub": None},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
async def test_an_id_token_that_does_not_fit_opens_nothing(browser, idp, lie):
    idp.id_claims = lie
    assert (await go_there_and_back(browser, idp)).status == 403
    assert not await is_in(browser)


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("RS256", RSAKey.generate_key(2048, {"kid": "one"})),
        ("HS256", OctKey.import_key(SECRET)),
        ("none", None),
    ],
    ids=["another's key", "our own secret", "not signed"],
)
async def test_a_token_that_the_provider_did_not_sign_opens_nothing(browser, idp, algorithm, key):
    idp.algorithm, idp.signing_key = algorithm, key
    assert (await go_there_and_back(browser, idp)).status == 403
    assert not await is_in(browser)


@pytest.mark.parametrize(
    "lie",
    [{"sub": "another"}, {"iss": "https://autre.example"}, {"aud": "another"}],
    ids=["of another person", "of another issuer", "for another client"],
)
async def test_userinfo_that_does_not_fit_opens_nothing(browser, idp, lie):
    idp.user_claims = lie
    assert (await go_there_and_back(browser, idp)).status == 403


async def test_a_state_of_another_browser_opens_nothing(idp, entrance, browser):
    """Somebody sends a link with a code of their own, so that others work in their account."""
    query = idp.authorize(await set_out(browser))
    async with a_browser(entrance) as victim:
        assert (await come_back(victim, query)).status == 403
        await set_out(victim)
        assert (await come_back(victim, query)).status == 403
        assert not await is_in(victim)


@pytest.mark.parametrize(
    "change",
    [{"state": "x"}, {"state": "é"}, {"code": ""}, {"error": "access_denied"}, {"iss": "x"}],
    ids=["state", "odd state", "no code", "declined", "another provider"],
)
async def test_a_way_back_that_does_not_fit_opens_nothing(browser, idp, change):
    query = idp.authorize(await set_out(browser)) | change
    assert (await come_back(browser, query)).status == 403
    assert not await is_in(browser)


async def test_a_way_back_works_once(browser, idp, entrance):
    query = idp.authorize(await set_out(browser))
    assert (await come_back(browser, query)).status == 303
    async with a_browser(entrance) as other:
        assert (await come_back(other, query)).status == 403
    assert (await come_back(browser, query)).status == 403


async def test_the_browser_keeps_nothing_of_the_attempt_and_gets_a_new_token(browser, idp):
    await set_out(browser)
    browser.session.cookie_jar.update_cookies({"guichet_session": "planted"}, browser.make_url("/"))
    await go_there_and_back(browser, idp)
    kept = {cookie.key: cookie.value for cookie in browser.session.cookie_jar}
    assert kept["guichet_session"] != "planted"
    assert "guichet_session_depart" not in kept


async def test_addresses_and_keys_are_asked_for_once(browser, idp):
    for _ in range(3):
        await go_there_and_back(browser, idp)
    assert sorted(idp.asked) == ["configuration", "keys"]


async def test_a_new_key_of_the_provider_is_asked_for_when_it_is_met(browser, idp):
    await go_there_and_back(browser, idp)
    idp.key = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
    assert (await go_there_and_back(browser, idp)).status == 303
    assert idp.asked.count("keys") == 2


@pytest.mark.parametrize("said", [{"issuer": "https://autre.example"}, {"jwks_uri": None}])
async def test_a_discovery_document_of_another_issuer_is_not_believed(browser, idp, said):
    idp.discovery = said
    answer = await browser.get("/connexion/professionnelle", allow_redirects=False)
    if answer.status == 303:  # the fault shows where the keys are needed
        answer = await come_back(browser, idp.authorize(answer.headers["Location"]))
    assert answer.status in (403, 503)
    assert not await is_in(browser)


async def test_a_provider_that_is_away_is_said_to_be_away(browser, idp):
    query = idp.authorize(await set_out(browser))
    idp.status = 503
    answer = await come_back(browser, query)
    assert answer.status == 503
    assert "Retry-After" in answer.headers


async def test_signing_out_offers_to_end_the_provider_s_session_too(browser, idp):
    await go_there_and_back(browser, idp)
    answer = await browser.post("/deconnexion", headers=OURS)
    text = await answer.text()
    assert 'href="/connexion/professionnelle/fin"' in text
    assert not await is_in(browser)

    out = await browser.get("/connexion/professionnelle/fin", headers=OURS, allow_redirects=False)
    url = urlsplit(out.headers["Location"])
    said = parse_qs(url.query)
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"{idp.issuer}/logout"
    assert said["post_logout_redirect_uri"] == ["http://127.0.0.1/connexion"]
    assert said["id_token_hint"][0].count(".") == 2

    again = await browser.get("/connexion/professionnelle/fin", headers=OURS, allow_redirects=False)
    assert again.headers["Location"] == "/connexion"


async def test_another_site_ends_nobody_s_session_at_the_provider(browser, idp):
    await go_there_and_back(browser, idp)
    answer = await browser.get("/connexion/professionnelle/fin", allow_redirects=False)
    assert answer.status == 403


async def test_the_button_shows_only_where_a_provider_is_set(browser):
    assert "compte professionnel" in await (await browser.get("/connexion")).text()
    async with a_browser(Entrance()) as other:
        assert "professionnel" not in await (await other.get("/connexion")).text()
        assert (await other.get("/connexion/professionnelle")).status == 404
    assert provider_of(Settings(secret_key="s" * 48)) is None


async def test_agents_come_in_the_same_way_on_their_own_face(idp):
    entrance = an_entrance(idp)
    entrance.face = replace(entrance.face, roles=frozenset({Role.INSTRUCTOR}))
    await entrance.accounts.put(AGENT, "key")
    await entrance.accounts.put(Account(account_id="x", role=Role.OPS, email="x@example.org"), "k")
    idp.person |= {"email": "agent@example.org"}
    async with a_browser(entrance) as browser:
        assert (await go_there_and_back(browser, idp)).status == 303
        idp.person = {"sub": "second", "email": "x@example.org", "email_verified": True}
        assert (await go_there_and_back(browser, idp)).status == 403


async def test_a_refusal_says_nothing_about_whom_in_logs(browser, idp, caplog, capsys):
    idp.person |= {"email": "inconnu@example.org"}
    await go_there_and_back(browser, idp)
    written = capsys.readouterr().out + caplog.text
    assert "sign_in_refused" in written
    assert "inconnu" not in written and "person-1" not in written
