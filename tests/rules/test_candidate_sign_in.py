"""Sign-in by mail: the same answer for everybody, a link that works once, and what it opens."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from shared.domain.dossier import CorrectionItem
from tests.builders import a_dossier, an_identity
from tests.rules.candidate_face import FOREIGN, CandidateFace, get, post
from tests.rules.dossier_paths import in_correction

BY_MAIL = "/connexion/lien"
KNOWN = "camille.specimen@example.org"
QUARTER = dt.timedelta(minutes=15)


@pytest.fixture
def face():
    return CandidateFace()


@pytest.fixture
async def browser(face):
    async with face.browser() as browser:
        yield browser


async def armed(face, address=KNOWN, token="t" * 43):
    await face.wishes.ask(address, face.clock.now())
    asked = await face.wishes.take(face.clock.now(), QUARTER)
    await face.wishes.arm(asked.ask_id, token, face.clock.now() + QUARTER)
    return f"{BY_MAIL}/{token}"


async def test_known_and_unknown_addresses_read_the_same(face, browser):
    await face.keep(a_dossier())
    texts = []
    for address in (KNOWN, "inconnu.personne@example.org"):
        answer = await post(browser, BY_MAIL, data={"email": address})
        assert answer.status == 200
        texts.append((await answer.text()).replace(address, "…"))
    assert texts[0] == texts[1]
    assert "Si cette adresse est connue, un lien vient de partir." in texts[0]


async def test_the_wish_is_kept_folded_and_nothing_is_looked_up(face, browser):
    await post(browser, BY_MAIL, data={"email": " Camille.Specimen@Example.ORG "})
    asked = await face.wishes.take(face.clock.now(), QUARTER)
    assert asked.address == KNOWN


@pytest.mark.parametrize("typed", ["", "camille", "a@b", "a b@c.fr", "x" * 260 + "@c.fr"])
async def test_what_is_no_address_is_said_and_kept_in_its_field(face, browser, typed):
    answer = await post(browser, BY_MAIL, data={"email": typed})
    assert answer.status == 422
    assert f'value="{typed}"' in await answer.text()
    assert await face.wishes.take(face.clock.now(), QUARTER) is None


async def test_looking_at_the_link_uses_nothing_up_and_pressing_opens_once(face, browser):
    await face.keep(a_dossier())
    link = await armed(face)
    for _ in range(2):
        assert "Ouvrir mon dossier" in await (await get(browser, link)).text()

    answer = await post(browser, link)
    assert (answer.status, answer.headers["Location"]) == (303, "/mes-dossiers")
    assert (await get(browser, "/mes-dossiers/G-TEST")).status == 200

    async with face.browser() as thief:
        again = await post(thief, link)
        assert again.status == 410
        assert BY_MAIL in await again.text()
        assert not again.cookies


async def test_a_link_that_is_over_opens_nothing(face, browser):
    await face.keep(a_dossier())
    link = await armed(face)
    face.clock.time += QUARTER
    assert (await post(browser, link)).status == 410


@pytest.mark.parametrize("path", [BY_MAIL, f"{BY_MAIL}/{'t' * 43}"])
async def test_another_site_neither_asks_nor_enters(face, browser, path):
    await armed(face)
    answer = await post(browser, path, headers=FOREIGN, data={"email": KNOWN})
    assert answer.status == 403
    assert await face.wishes.use("t" * 43, face.clock.now()) == KNOWN


async def test_the_list_holds_every_request_of_the_address_and_no_other(face, browser):
    child = an_identity(email="enfant@example.org", given_names=("Zoé",))
    parent = an_identity(email=KNOWN)
    await face.keep(a_dossier())
    await face.keep(
        replace(a_dossier(candidate=child, representative=parent), dossier_id="G-CHILD")
    )
    await face.keep(replace(a_dossier(candidate=child), dossier_id="G-FOREIGN"))
    await post(browser, await armed(face))

    text = await (await get(browser, "/mes-dossiers")).text()
    assert set(re.findall(r"/mes-dossiers/(G-\w+)", text)) == {"G-TEST", "G-CHILD"}
    assert (await get(browser, "/mes-dossiers/G-FOREIGN")).status == 404


async def test_the_account_behind_the_address_finds_what_it_filed(face, browser):
    other = an_identity(email="autre@example.org")
    await face.keep(replace(a_dossier(candidate=other), owner="candidate-1"))
    face.directory.accounts[KNOWN] = "candidate-1"
    await post(browser, await armed(face))
    assert (await get(browser, "/mes-dossiers/G-TEST")).status == 200


async def test_an_address_without_any_request_is_told_so(face, browser):
    await post(browser, await armed(face))
    assert "Aucune demande à cette adresse" in await (await get(browser, "/mes-dossiers")).text()


async def test_who_corrects_the_very_address_that_led_here_stays_inside(face, browser):
    items = (CorrectionItem(message="Adresse à corriger.", field="email"),)
    await face.keep(replace(in_correction(), items=items))
    await post(browser, await armed(face))
    here = "/mes-dossiers/G-TEST/correction"
    typed = {"candidate.email": "nouvelle@example.org"}
    assert (await post(browser, f"{here}/champs", data=typed)).status == 303
    assert (await face.dossier()).demande.candidate.email == "nouvelle@example.org"
    assert (await get(browser, here)).status == 200
    assert (await post(browser, f"{here}/envoi")).headers["Location"] == "/mes-dossiers/G-TEST"
