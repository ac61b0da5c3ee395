"""A refused photo, made again by the candidate on a phone: seen before, during and after."""

from functools import cache, partial

import pytest

from services.demo.specimens.portraits import PortraitFault, portrait
from shared.domain.piece import PieceKind
from tests.browser.conftest import PHONE
from tests.browser.journeys import a_sent_request, link_in_a_mail

pytestmark = [
    pytest.mark.servers,
    pytest.mark.xdist_group("machine"),
    pytest.mark.timeout(120),  # fifteen seconds on a machine that does nothing else
]

drawn = cache(portrait)
DARK = partial(drawn, PortraitFault.DARK_BACKGROUND)


def a_photo(fault=PortraitFault.NONE):
    return {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": drawn(fault)}


async def assert_shots_have_the_shape_of_a_print(page):
    """Cameras see wide or tall; the photo is the 35 x 45 part in their middle."""
    for wide, high in ((1920, 1440), (720, 1280), (640, 480)):
        shot = await page.evaluate(f"frameOf({{videoWidth: {wide}, videoHeight: {high}}})")
        assert shot["width"] / shot["height"] == pytest.approx(35 / 45, abs=0.002)
        assert (2 * shot["x"] + shot["width"], 2 * shot["y"] + shot["height"]) == (wide, high)


async def test_a_candidate_mends_a_refused_photo_on_the_phone(page, machine, sound):
    sent = await a_sent_request(machine, {PieceKind.PHOTO: DARK})
    await page.set_viewport_size(PHONE)
    await page.goto(await link_in_a_mail(machine, sent.address))
    await page.click("text=Valider ma demande")
    await page.click("text=Corriger ma demande", timeout=60_000)  # once every check has answered
    row = page.locator("#piece-photo")
    assert "à refaire" in await row.locator(".piece-head").inner_text()
    assert await page.locator("li.piece").count() == 1  # nothing else is asked
    await assert_shots_have_the_shape_of_a_print(page)
    await sound()

    said = row.locator("[data-verdict]")
    await page.set_input_files("#fichier-photo", a_photo(PortraitFault.BLURRED))
    await said.locator(".error").first.wait_for()
    await page.set_input_files("#fichier-photo", a_photo())
    await said.locator("text=Rien à refaire").wait_for()
    await row.locator("button[type=submit]").first.click()
    await row.locator("text=nouvelle pièce reçue").wait_for()
    await page.click("text=Renvoyer ma demande")

    await page.wait_for_url(f"**/mes-dossiers/{sent.dossier_id}")
    photo = page.locator("#pieces li", has_text="Photo").first
    await photo.locator(".verdict", has_text="conforme").first.wait_for()
    assert await page.locator("text=Corriger ma demande").count() == 0
    await sound()
