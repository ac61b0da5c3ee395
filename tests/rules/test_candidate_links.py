"""The link of a letter: it shows without naming anybody, opens once, and only for its people."""

import asyncio
import datetime as dt
from dataclasses import replace

import pytest

from shared.domain.dossier import StageStatus
from shared.domain.events import CandidateEmailCorrected, ClockTicked, Validated
from shared.stages import StageName
from shared.web.links import LIFETIME
from tests.builders import NOW, a_dossier, after, an_identity
from tests.rules.candidate_face import FOREIGN, CandidateFace, entered, get, post
from tests.rules.dossier_paths import in_correction

CORRECTED = CandidateEmailCorrected(account="ecole", email="juste@example.org")
S = StageName


@pytest.fixture
def face():
    return CandidateFace()


@pytest.fixture
async def browser(face):
    async with face.browser() as browser:
        yield browser


async def is_validated(face):
    return (await face.dossier()).stage(S.USER_VALIDATION).status is StageStatus.DONE


def leads_back(answer, link):
    """The act had no effect here, and the page of the link says why."""
    return (answer.status, answer.headers["Location"]) == (303, link) and not answer.cookies


async def test_looking_changes_nothing_and_shows_no_person(face, browser):
    dossier = await face.keep(a_dossier())
    for _ in range(2):
        answer = await get(browser, face.link(dossier))
        text = await answer.text()
        assert answer.status == 200
        assert "G-TEST" in text
        for secret in ("Specimen", "Camille", "camille.specimen", "Exemples"):
            assert secret not in text
    assert (await face.dossier()).rev == dossier.rev
    assert not await is_validated(face)


async def test_one_button_validates_and_opens_the_dossier(face, browser):
    dossier = await face.keep(a_dossier())
    answer = await post(browser, f"{face.link(dossier)}/validation")
    assert (answer.status, answer.headers["Location"]) == (303, "/mes-dossiers/G-TEST")
    assert await is_validated(face)

    inside = await get(browser, "/mes-dossiers/G-TEST")
    assert inside.status == 200
    assert "Specimen" in await inside.text()


async def test_a_second_click_meets_what_is_done(face, browser):
    dossier = await face.keep(a_dossier())
    link = face.link(dossier)
    await post(browser, f"{link}/validation")
    again = await post(browser, f"{link}/validation")
    assert (again.status, again.headers["Location"]) == (303, link)
    assert (await get(browser, link)).status == 200


async def test_a_link_opens_once_even_for_two_at_the_same_moment(face):
    dossier = await face.keep(a_dossier())
    async with face.browser() as one, face.browser() as other:
        path = f"{face.link(dossier)}/ouverture"
        answers = await asyncio.gather(post(one, path), post(other, path))
        places = sorted(answer.headers.get("Location", "") for answer in answers)
    assert places.count("/mes-dossiers/G-TEST") == 1


async def test_a_used_link_still_shows_but_neither_opens_nor_validates(face):
    dossier = await face.keep(a_dossier())
    link = face.link(dossier)
    async with face.browser() as owner, face.browser() as thief:
        await entered(owner, face, dossier)
        assert leads_back(await post(thief, f"{link}/ouverture"), link)
        assert leads_back(await post(thief, f"{link}/validation"), link)
        text = await (await get(thief, link)).text()
        assert "Ce lien a déjà servi" in text
        assert f"{link}/nouveau-lien" in text
        assert (await get(thief, "/mes-dossiers/G-TEST")).headers["Location"] == "/connexion/lien"
        assert not await is_validated(face)
        # the one who opened it can still act
        agreed = await post(owner, "/mes-dossiers/G-TEST/validation")
        assert agreed.status == 303
    assert await is_validated(face)


async def test_a_new_link_is_asked_for_the_address_on_file_of_that_reader(face, browser):
    parent = an_identity(email="Parent@Example.org")
    dossier = await face.keep(a_dossier(representative=parent))
    for reader, address in (
        ("candidate", "camille.specimen@example.org"),
        ("representative", "parent@example.org"),
    ):
        answer = await post(browser, f"{face.link(dossier, reader=reader)}/nouveau-lien")
        text = await (await get(browser, answer.headers["Location"])).text()
        assert "Un nouveau lien part" in text
        assert address not in text.casefold()
        asked = await face.wishes.take(face.clock.now(), dt.timedelta(minutes=1))
        assert asked.address == address


async def test_a_link_opens_as_long_as_what_it_asks_for_can_be_done(face, browser):
    dossier = await face.keep(a_dossier(account_activated=True))  # six months to validate
    face.clock.time = NOW + dt.timedelta(days=180)
    await entered(browser, face, dossier)


@pytest.mark.parametrize(
    ("left", "place"), [(dt.timedelta(minutes=1), "/mes-dossiers/"), (dt.timedelta(0), "/suivi/")]
)
async def test_the_link_of_a_letter_without_deadline_opens_for_a_month(face, browser, left, place):
    dossier = a_dossier()
    letter = replace(dossier.letters[-1], until=None)
    dossier = await face.keep(replace(dossier, letters=(*dossier.letters[:-1], letter)))
    face.clock.time = NOW + LIFETIME - left
    answer = await post(browser, f"{face.link(dossier)}/ouverture")
    assert answer.headers["Location"].startswith(place)


async def test_a_link_of_the_layout_before_shows_and_leads_to_a_new_one(face, browser):
    dossier = await face.keep(a_dossier())
    link = face.link(dossier, seq=0)
    assert "Recevoir un nouveau lien" in await (await get(browser, link)).text()
    assert leads_back(await post(browser, f"{link}/ouverture"), link)
    assert leads_back(await post(browser, f"{link}/validation"), link)
    assert not await is_validated(face)


async def test_after_a_corrected_address_earlier_links_show_nothing_and_the_new_one_opens(
    face, browser
):
    before = await face.keep(a_dossier())
    old = face.link(before)
    dossier = await face.register.apply("G-TEST", CORRECTED)

    for answer in (
        await get(browser, old),
        await post(browser, f"{old}/ouverture"),
        await post(browser, f"{old}/validation"),
        await post(browser, f"{old}/nouveau-lien"),
    ):
        assert answer.status == 404
        assert "G-TEST" not in await answer.text()
    assert await face.wishes.take(face.clock.now(), dt.timedelta(minutes=1)) is None
    await entered(browser, face, dossier)


async def test_whoever_opened_the_mistyped_mail_is_out_once_the_address_is_corrected(face, browser):
    dossier = await face.keep(a_dossier())
    await entered(browser, face, dossier)
    assert (await get(browser, "/mes-dossiers/G-TEST")).status == 200

    await face.register.apply("G-TEST", CORRECTED)
    assert (await get(browser, "/mes-dossiers/G-TEST")).status == 404
    assert (await post(browser, "/mes-dossiers/G-TEST/validation")).status == 404
    assert not await is_validated(face)


async def test_the_link_of_a_letter_to_the_school_opens_no_candidate_session(face, browser):
    dossier = await face.keep(a_dossier())
    link = face.link(dossier, reader="school")
    assert leads_back(await post(browser, f"{link}/ouverture"), link)
    assert leads_back(await post(browser, f"{link}/validation"), link)
    assert not await is_validated(face)


async def test_a_session_opens_its_own_dossier_only(face, browser):
    dossier = await face.keep(a_dossier())
    await face.keep(replace(a_dossier(), dossier_id="G-OTHER"))
    await entered(browser, face, dossier)
    for path in ("", "/courriers", "/correction"):
        assert (await get(browser, f"/mes-dossiers/G-OTHER{path}")).status == 404
    assert (await post(browser, "/mes-dossiers/G-OTHER/validation")).status == 404


@pytest.mark.parametrize("act", ["ouverture", "validation", "nouveau-lien"])
async def test_another_site_cannot_act_through_a_link(face, browser, act):
    dossier = await face.keep(a_dossier())
    answer = await post(browser, f"{face.link(dossier)}/{act}", headers=FOREIGN)
    assert answer.status == 403
    assert not await is_validated(face)
    assert not await face.used.is_used(face.link(dossier).rsplit("/", 1)[1])


async def test_a_browser_too_old_to_say_where_it_comes_from_validates_without_a_session(
    face, browser
):
    dossier = await face.keep(a_dossier())
    link = face.link(dossier)
    answer = await post(browser, f"{link}/validation", headers={"Accept": "text/html"})
    assert (answer.status, answer.headers["Location"]) == (303, link)
    assert await is_validated(face)
    assert not answer.cookies


async def test_the_link_of_a_correction_leads_inside_to_what_is_asked(face, browser):
    dossier = await face.keep(in_correction())
    shown = await (await get(browser, face.link(dossier))).text()
    assert "floue" not in shown
    await entered(browser, face, dossier)
    inside = await (await get(browser, "/mes-dossiers/G-TEST")).text()
    assert "La photo est floue." in inside
    assert "/mes-dossiers/G-TEST/correction" in inside


async def test_once_ended_the_link_shows_the_end_and_offers_nothing_to_validate(face, browser):
    dossier = after(
        a_dossier(), ClockTicked(stage=S.USER_VALIDATION), now=NOW + dt.timedelta(days=400)
    )
    await face.keep(dossier)
    text = await (await get(browser, face.link(dossier))).text()
    assert "expiré" in text
    assert "/validation" not in text


async def test_validated_elsewhere_meanwhile_the_button_is_gone(face, browser):
    dossier = await face.keep(after(a_dossier(), Validated()))
    seq = dossier.letters[-1].seq
    text = await (await get(browser, face.link(dossier, seq=seq))).text()
    assert "/ouverture" in text
    assert "/validation" not in text
