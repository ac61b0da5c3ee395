"""What a school can do while its candidate does not answer, by form and by the API."""

import datetime as dt

import pytest

from shared.domain.events import Validated
from shared.web.access import Account, Role
from tests.builders import NOW, a_dossier
from tests.rules.candidate_face import SCHOOL, CandidateFace, entered

HOUR = dt.timedelta(hours=1)
PAGE, API = "/espace/dossiers/G-TEST/validation", "/v1/dossiers/G-TEST"
OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html", "Authorization": "Bearer key"}
KEY = {"Authorization": "Bearer key"}


@pytest.fixture
async def face():
    face = CandidateFace()
    await face.accounts.put(SCHOOL, "key")
    await face.accounts.put(Account(account_id="autre", role=Role.SCHOOL), "other")
    await face.keep(a_dossier())
    face.clock.time = NOW + HOUR
    return face


@pytest.fixture
async def browser(face):
    async with face.browser() as browser:
        yield browser


async def letters(face):
    return len((await face.dossier()).letters)


async def test_the_page_says_the_age_the_time_left_and_the_address(browser):
    text = await (await browser.get(PAGE, headers=OURS)).text()
    assert "depuis <time" in text
    assert "1 heure" in text
    assert "camille.specimen@example.org" in text
    assert "La date limite ne change pas." in text


async def test_the_link_is_sent_again_once_an_hour(face, browser):
    before = await letters(face)
    answer = await browser.post(f"{PAGE}/renvoi", headers=OURS)
    assert "Un nouveau courrier part" in await answer.text()
    assert await letters(face) == before + 1

    again = await browser.post(f"{PAGE}/renvoi", headers=OURS)
    assert again.status == 429
    assert "il y a moins d’une heure" in await again.text()
    assert await letters(face) == before + 1


async def test_the_address_is_corrected_on_the_page(face, browser):
    answer = await browser.post(
        f"{PAGE}/adresse", headers=OURS, data={"email": " juste@example.org "}
    )
    text = await answer.text()
    assert "L’adresse est corrigée." in text
    assert (await face.dossier()).demande.candidate.email == "juste@example.org"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("juste.example.org", "Écrivez une adresse entière"), ("", "Écrivez une adresse entière")],
)
async def test_a_wrong_address_is_said_beside_what_was_typed(face, browser, typed, said):
    answer = await browser.post(f"{PAGE}/adresse", headers=OURS, data={"email": typed})
    text = await answer.text()
    assert answer.status == 422
    assert said in text
    assert f'value="{typed}"' in text


async def test_the_same_address_is_said_to_be_the_same(face, browser):
    data = {"email": "camille.specimen@example.org"}
    answer = await browser.post(f"{PAGE}/adresse", headers=OURS, data=data)
    assert answer.status == 422
    assert "C’est déjà l’adresse de la demande." in await answer.text()


async def test_the_api_sends_again_and_then_says_when_to_come_back(face, browser):
    answer = await browser.post(f"{API}/validation/resend", headers=KEY)
    assert answer.status == 202
    assert (await answer.json())["letters"][-1]["kind"] == "validation_request"

    again = await browser.post(f"{API}/validation/resend", headers=KEY)
    assert again.status == 429
    assert again.headers["Retry-After"] == "3600"


async def test_the_api_corrects_the_address(face, browser):
    answer = await browser.put(
        f"{API}/candidate-email", headers=KEY, json={"email": "juste@example.org"}
    )
    assert answer.status == 200
    assert (await face.dossier()).demande.candidate.email == "juste@example.org"


@pytest.mark.parametrize("body", [{"email": "juste"}, {}, {"email": "a@b.fr", "x": 1}, []])
async def test_the_api_refuses_what_is_no_address_without_repeating_it(face, browser, body):
    answer = await browser.put(f"{API}/candidate-email", headers=KEY, json=body)
    assert answer.status == 422
    assert "juste" not in await answer.text()


async def test_once_validated_both_are_refused(face, browser):
    await face.register.apply("G-TEST", Validated())
    for answer in (
        await browser.post(f"{API}/validation/resend", headers=KEY),
        await browser.put(f"{API}/candidate-email", headers=KEY, json={"email": "a@b.fr"}),
    ):
        assert answer.status == 409
    text = await (await browser.get(PAGE, headers=OURS)).text()
    assert "Le candidat a validé sa demande." in text


async def everything_is_refused(browser, headers):
    right = {"email": "a@b.fr"}
    answers = [
        await browser.post(f"{API}/validation/resend", headers=headers),
        await browser.put(f"{API}/candidate-email", headers=headers, json=right),
        await browser.post(f"{PAGE}/renvoi", headers=headers),
        await browser.post(f"{PAGE}/adresse", headers=headers, data=right),
    ]
    return {answer.status for answer in answers} <= {403, 404}


async def test_another_school_moves_nothing(face, browser):
    before = await face.dossier()
    stranger = {"Authorization": "Bearer other", "Sec-Fetch-Site": "same-origin"}
    assert await everything_is_refused(browser, stranger)
    assert await face.dossier() == before


async def test_the_candidate_moves_neither_letter_nor_address(face, browser):
    before = await face.dossier()
    await entered(browser, face, before)
    assert await everything_is_refused(browser, {"Sec-Fetch-Site": "same-origin"})
    assert await face.dossier() == before


async def test_another_site_cannot_press_the_buttons(face, browser):
    foreign = OURS | {"Sec-Fetch-Site": "cross-site"}
    before = await face.dossier()
    assert (await browser.post(f"{PAGE}/renvoi", headers=foreign)).status == 403
    data = {"email": "a@b.fr"}
    assert (await browser.post(f"{PAGE}/adresse", headers=foreign, data=data)).status == 403
    assert await face.dossier() == before
