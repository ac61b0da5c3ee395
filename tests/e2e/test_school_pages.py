"""A school files by form, as a browser without scripts does."""

import aiohttp
import pytest

from services.demo.specimens.portraits import PortraitFault, portrait
from tests.rules.test_filing_form import TYPED

OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}

pytestmark = pytest.mark.servers


@pytest.fixture
def home(machine):
    return f"http://127.0.0.1:{machine[0].settings.intake_port}"


@pytest.fixture
async def browser():
    jar = aiohttp.CookieJar(unsafe=True)  # the address is a number
    async with aiohttp.ClientSession(headers=OURS, cookie_jar=jar) as browser:
        yield browser


@pytest.fixture
async def school(browser, home, machine):
    await browser.post(f"{home}/connexion", data={"cle": machine[1]["ecole-demo"]})
    return browser


async def file(school, home, **changes):
    """A new draft; its address."""
    answer = await school.post(f"{home}/espace/nouvelle", data=TYPED | changes)
    return str(answer.url).removesuffix("/pieces")


async def upload(school, address, kind, data, name="photo.jpg"):
    form = aiohttp.FormData()
    form.add_field("fichier", data, filename=name)
    return await school.post(f"{address}/pieces/{kind}", data=form)


async def test_who_is_not_signed_in_is_led_to_the_door(browser, home):
    answer = await browser.get(f"{home}/espace")
    assert answer.url.path == "/connexion"


@pytest.mark.parametrize("key", ["", "wrong", "x" * 500])
async def test_a_wrong_key_opens_nothing(browser, home, key):
    answer = await browser.post(f"{home}/connexion", data={"cle": key})
    assert answer.status == 401
    assert "n’ouvre aucun compte" in await answer.text()


async def test_an_agent_has_no_filer_s_desk(browser, home, machine):
    answer = await browser.post(f"{home}/connexion", data={"cle": machine[1]["agent-demo"]})
    assert answer.status == 401


async def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(browser, home, machine):
    answer = await browser.post(
        f"{home}/connexion", data={"cle": machine[1]["ecole-demo"]}, allow_redirects=False
    )
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


async def test_a_session_that_ended_is_over_on_our_side_too(school, home):
    cookies = {cookie.key: cookie.value for cookie in school.cookie_jar}
    await school.post(f"{home}/deconnexion")
    async with aiohttp.ClientSession(cookies=cookies, headers=OURS) as thief:
        answer = await thief.get(f"{home}/espace")
    assert answer.url.path == "/connexion"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
async def test_a_form_of_another_site_changes_nothing(school, home, site):
    for path, data in (("/espace/nouvelle", TYPED), ("/deconnexion", {})):
        answer = await school.post(f"{home}{path}", data=data, headers={"Sec-Fetch-Site": site})
        assert answer.status == 403


async def test_the_cookie_alone_changes_nothing_through_the_api_from_elsewhere(school, home):
    answer = await school.post(
        f"{home}/v1/dossiers", json={}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status == 403


async def test_a_faulty_form_comes_back_with_what_was_typed(school, home):
    answer = await school.post(
        f"{home}/espace/nouvelle", data={**TYPED, "address.postcode": "3500"}
    )
    text = await answer.text()
    assert answer.status == 422
    assert "Écrivez les 5 chiffres du code postal." in text
    assert 'value="Lecœur"' in text


async def test_a_draft_is_on_the_list_at_once_and_found_by_its_name(school, home):
    address = await file(school, home, **{"candidate.birth_name": "Trouvable"})
    reference = address.rsplit("/", 1)[1]
    listed = await (await school.get(f"{home}/espace")).text()
    found = await (await school.get(f"{home}/espace?mot=trouv")).text()
    assert reference in listed
    assert reference in found


async def test_a_file_that_is_no_picture_is_refused_at_its_row(school, home):
    address = await file(school, home)
    answer = await upload(school, address, "photo", b"not a picture", "notes.txt")
    assert answer.status == 422
    assert "Ce format de fichier n’est pas accepté." in await answer.text()


async def test_a_form_without_a_file_is_an_empty_file(school, home):
    address = await file(school, home)
    answer = await school.post(f"{address}/pieces/photo", data={"fichier": "text"})
    assert answer.status == 422


async def test_a_piece_is_kept_replaced_and_taken_back(school, home):
    address = await file(school, home)

    async def kept():
        view = await (await school.get(address.replace("/espace/", "/v1/"))).json()
        page = await (await school.get(f"{address}/pieces")).text()
        assert page.count('class="piece-when"') == len(view["pieces"])
        return [piece["sha256"] for piece in view["pieces"]]

    await upload(school, address, "photo", portrait(PortraitFault.NONE))
    (first,) = await kept()
    await upload(school, address, "photo", portrait(PortraitFault.BLURRED))
    (second,) = await kept()
    await school.post(f"{address}/pieces/photo/retrait")

    assert first != second
    assert await kept() == []


async def test_a_back_has_its_place_under_its_front(school, home):
    address = await file(school, home)
    offered = await (await school.get(f"{address}/pieces")).text()
    await upload(school, address, "identity", portrait(PortraitFault.NONE))
    kept = await upload(school, address, "identity_back", portrait(PortraitFault.BLURRED))
    checked = await (await school.get(f"{address}/envoi")).text()
    await school.post(f"{address}/pieces/identity_back/retrait")
    removed = await (await school.get(f"{address}/pieces")).text()
    said = "Verso (si votre document a deux faces et que vous avez deux fichiers)"
    assert offered.count(said) == 1
    assert kept.status == 200
    assert ["Verso reçu le" in text for text in (offered, await kept.text(), removed)] == [
        *(False, True, False)
    ]
    assert "(et verso)" in checked


async def test_what_is_missing_is_said_before_sending_and_nothing_is_sent(school, home):
    address = await file(school, home)
    before = await (await school.get(f"{address}/envoi")).text()
    answer = await school.post(f"{address}/envoi")
    assert "Il manque\xa0: photo d’identité." in before
    assert (answer.status, "Il manque" in await answer.text()) == (422, True)


async def test_a_neighbour_s_dossier_is_unknown(school, home, machine):
    address = await file(school, home)
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(headers=OURS, cookie_jar=jar) as neighbour:
        await neighbour.post(f"{home}/connexion", data={"cle": machine[1]["ecole-voisine"]})
        for path in ("", "/pieces", "/demande", "/envoi"):
            assert (await neighbour.get(address + path)).status == 404
        assert (await neighbour.post(f"{address}/envoi")).status == 404
