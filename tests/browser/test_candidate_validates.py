"""A candidate validates from the mail, on a phone and without a mouse, and sees what follows."""

import pytest

from tests.browser.conftest import PHONE
from tests.browser.journeys import a_sent_request, link_in_a_mail

pytestmark = [
    pytest.mark.servers,
    pytest.mark.xdist_group("machine"),
    pytest.mark.timeout(90),  # ten seconds on a machine that does nothing else
]

#: More stops of the Tab key than any page of a candidate has before its button.
STOPS = 40
FOCUSED = """() => {
    const at = document.activeElement, look = getComputedStyle(at);
    const drawn = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
    return [at.innerText.trim(), drawn];
}"""


async def press(page, words):
    """Walk with Tab to what is called so, and press Enter: each stop must show where one is."""
    for _ in range(STOPS):
        await page.keyboard.press("Tab")
        said, is_seen = await page.evaluate(FOCUSED)
        assert is_seen, said
        if said.startswith(words):
            await page.keyboard.press("Enter")
            return
    pytest.fail(f"no key leads to « {words} »")


async def step(page, name):
    """How a step of the timeline stands, in its own words."""
    found = page.locator("#parcours li", has_text=name).first
    await found.wait_for()
    return await found.inner_text()


async def test_a_candidate_validates_in_one_step_with_keys_alone(page, home, machine, sound):
    sent = await a_sent_request(machine, {})
    await page.set_viewport_size(PHONE)
    await page.goto(await link_in_a_mail(machine, sent.address))
    assert sent.address not in await page.content()
    await sound()

    await press(page, "Valider ma demande")
    await page.wait_for_url(f"**/mes-dossiers/{sent.dossier_id}")
    assert "terminé" in await step(page, "Validation par le candidat")
    assert await page.locator("text=Valider ma demande").count() == 0
    await sound()

    await press(page, "Relire nos courriers")
    await page.wait_for_url("**/courriers")
    assert "Il reste à la valider." in await page.locator("main").inner_text()
    await sound()

    await press(page, "Fermer mon dossier")
    await page.wait_for_url("**/connexion*")
    await page.goto(f"{home}/mes-dossiers/{sent.dossier_id}")
    assert sent.dossier_id not in await page.locator("body").inner_text()
