"""Behind the link: the candidate mends just what is asked, and reads everything again."""

from dataclasses import replace

import aiohttp
import pytest

from shared.domain.dossier import CorrectionItem, StageStatus
from shared.stages import StageName
from shared.web.access import Account, Role
from tests.builders import a_dossier, a_draft
from tests.rules.candidate_face import CandidateFace, entered, get, post
from tests.rules.dossier_paths import in_correction

S = StageName
HERE = "/mes-dossiers/G-TEST/correction"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def face():
    return CandidateFace()


@pytest.fixture
async def browser(face):
    async with face.browser() as browser:
        yield browser


def asking_field(name="birth_date"):
    items = (CorrectionItem(message="La date de naissance diffère.", field=name),)
    return replace(in_correction(), items=items)


def file(data=PNG, name="photo.png"):
    form = aiohttp.FormData()
    form.add_field("fichier", data, filename=name, content_type="image/png")
    return form


async def inside(face, browser, dossier):
    await face.keep(dossier)
    await entered(browser, face, dossier)


async def mended(face):
    return [item.mended for item in (await face.dossier()).items]


async def test_an_asked_piece_is_replaced_and_the_request_sent_back(face, browser):
    await inside(face, browser, in_correction())
    shown = await (await get(browser, HERE)).text()
    assert "La photo est floue." in shown
    assert 'capture="user"' in shown
    assert f"{HERE}/envoi" not in shown

    answer = await post(browser, f"{HERE}/pieces/photo", data=file())
    assert (answer.status, answer.headers["Location"]) == (303, f"{HERE}#piece-photo")
    assert await mended(face) == [True]

    sent = await post(browser, f"{HERE}/envoi")
    assert (sent.status, sent.headers["Location"]) == (303, "/mes-dossiers/G-TEST")
    dossier = await face.dossier()
    assert dossier.stage(S.CORRECTION).status is StageStatus.DONE
    assert dossier.stage(S.PHOTO).status is StageStatus.OPEN
    assert dossier.stage(S.IDENTITY).status is StageStatus.DONE


async def test_a_piece_that_nobody_asked_for_is_not_taken(face, browser):
    await inside(face, browser, in_correction())
    before = await face.dossier()
    assert (await post(browser, f"{HERE}/pieces/identity", data=file())).status == 409
    assert await face.dossier() == before


@pytest.mark.parametrize("data", [b"", b"<html>not a picture</html>"])
async def test_a_file_that_cannot_be_taken_is_said_at_its_place(face, browser, data):
    await inside(face, browser, in_correction())
    answer = await post(browser, f"{HERE}/pieces/photo", data=file(data))
    text = await answer.text()
    assert answer.status in (415, 422)
    assert 'role="alert"' in text
    assert await mended(face) == [False]


async def test_only_the_asked_fields_are_on_the_form_and_only_they_are_taken(face, browser):
    await inside(face, browser, asking_field())
    shown = await (await get(browser, HERE)).text()
    assert 'name="candidate.birth_date"' in shown
    assert 'name="candidate.birth_name"' not in shown

    typed = {"candidate.birth_date": "13/04/1990", "candidate.birth_name": "Autre"}
    answer = await post(browser, f"{HERE}/champs", data=typed)
    assert answer.status == 303
    demande = (await face.dossier()).demande
    assert demande.candidate.birth_date == "1990-04-13"
    assert demande.candidate.birth_name == "Specimen"
    assert demande.account == in_correction().demande.account
    assert [(x.field, x.before, x.after) for x in demande.amended] == [
        ("birth_date", "1990-04-12", "1990-04-13")
    ]
    assert await mended(face) == [True]


async def test_what_is_right_already_is_confirmed_unchanged(face, browser):
    await inside(face, browser, asking_field())
    assert (
        await post(browser, f"{HERE}/champs", data={"candidate.birth_date": "12/04/1990"})
    ).status == 303
    assert await mended(face) == [True]
    assert (await face.dossier()).demande.amended == ()


async def test_a_fault_keeps_what_was_typed(face, browser):
    await inside(face, browser, asking_field())
    answer = await post(browser, f"{HERE}/champs", data={"candidate.birth_date": "un jour"})
    text = await answer.text()
    assert answer.status == 422
    assert 'value="un jour"' in text
    assert "Écrivez une date qui existe" in text
    assert await mended(face) == [False]


async def test_nothing_is_sent_back_before_all_is_mended(face, browser):
    await inside(face, browser, in_correction())
    answer = await post(browser, f"{HERE}/envoi")
    assert answer.status == 422
    assert "La photo est floue." in await answer.text()
    assert (await face.dossier()).stage(S.CORRECTION).status is StageStatus.OPEN


@pytest.mark.parametrize("act", ["", "/champs", "/envoi", "/pieces/photo"])
async def test_where_nothing_is_asked_the_candidate_changes_nothing(face, browser, act):
    await inside(face, browser, a_dossier())
    before = await face.dossier()
    answer = await (post(browser, f"{HERE}{act}") if act else get(browser, HERE))
    assert (answer.status, answer.headers["Location"]) == (303, "/mes-dossiers/G-TEST")
    assert await face.dossier() == before


async def test_every_letter_is_read_again(face, browser):
    await inside(face, browser, in_correction())
    text = await (await get(browser, "/mes-dossiers/G-TEST/courriers")).text()
    assert "Correction demandée" in text
    assert "La photo est floue." in text


async def test_a_single_request_is_shown_at_once(face, browser):
    await inside(face, browser, a_dossier())
    answer = await get(browser, "/mes-dossiers")
    assert answer.headers["Location"] == "/mes-dossiers/G-TEST"


async def test_whoever_is_not_inside_is_led_to_where_a_link_is_asked_for(face, browser):
    await face.keep(a_dossier())
    for path in ("/mes-dossiers", "/mes-dossiers/G-TEST", HERE):
        answer = await get(browser, path)
        assert (answer.status, answer.headers["Location"]) == (303, "/connexion/lien")


async def test_a_school_has_no_business_on_the_candidates_pages(face, browser):
    await face.accounts.put(Account(account_id="ecole", role=Role.SCHOOL), "key")
    await face.keep(a_dossier())
    headers = {"Authorization": "Bearer key", "Sec-Fetch-Site": "same-origin"}
    assert (await browser.get("/mes-dossiers/G-TEST", headers=headers)).status == 403


async def test_a_candidate_who_files_alone_finds_the_draft_and_is_led_to_complete_it(face, browser):
    await face.accounts.put(Account(account_id="ecole", role=Role.CANDIDATE), "key")
    await face.keep(a_draft(agrement=None))
    headers = {"Authorization": "Bearer key", "Sec-Fetch-Site": "same-origin"}
    text = await (await browser.get("/mes-dossiers/G-TEST", headers=headers)).text()
    assert "/espace/dossiers/G-TEST/pieces" in text
