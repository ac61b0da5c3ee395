"""An agent's lease as the page shows it: renewed, running out, lost, and a service that died."""

import pytest

from tests.browser.lease_desk import LEASE, MINUTE, at_the_desk

LOST = "text=rien ne peut être décidé ici"
BRIEF = "text=retourne dans la file dans moins de 2 minutes"


@pytest.fixture
async def desk(page):
    async with at_the_desk(page) as desk:
        yield desk


async def test_a_lease_is_renewed_while_the_page_is_used_and_only_then(desk):
    await desk.take()
    await desk.pass_time(4 * MINUTE)
    await desk.page.keyboard.press("Tab")
    async with desk.page.expect_response("**/v1/review/G-1/claim"):
        await desk.pass_time(MINUTE + 1)
    assert (await desk.claim()).until == desk.room.clock.now() + LEASE

    renewed = (await desk.claim()).until
    await desk.pass_time(20 * MINUTE)
    assert (await desk.claim()).until == renewed


async def test_its_end_is_told_two_minutes_before_and_one_click_keeps_it(desk):
    await desk.take()
    await desk.pass_time(27 * MINUTE)
    assert await desk.page.locator(BRIEF).count() == 0
    await desk.pass_time(MINUTE + 10)
    await desk.page.wait_for_selector(BRIEF)
    await desk.page.click("text=Le garder")
    await desk.page.wait_for_selector(BRIEF, state="detached")

    assert (await desk.claim()).until == desk.room.clock.now() + LEASE


async def test_a_lost_lease_is_said_and_nothing_can_be_decided_any_more(desk, sound):
    await desk.take()
    await desk.page.keyboard.press("x")
    await desk.page.fill("#precision", "Titre illisible sur la page deux.")
    await desk.pass_time(30 * MINUTE)
    assert await desk.taken_by_another() is not None
    await desk.page.wait_for_selector(LOST)

    assert await desk.page.locator(".decide form[action*=decider] button:enabled").count() == 0
    await desk.page.keyboard.press("Escape")
    for key in ("a", "p", "l"):
        await desk.page.keyboard.press(key)
    await desk.page.focus("#precision")
    await desk.page.keyboard.press("Control+Enter")
    assert await desk.page.input_value("#precision") == "Titre illisible sur la page deux."
    assert (await desk.claim()).agent == "agent-2"
    assert (await desk.claim()).prepared is None
    await sound()


async def test_a_lease_that_was_lost_can_be_taken_back_with_the_text_as_it_was(desk):
    await desk.take()
    await desk.page.keyboard.press("x")
    await desk.page.fill("#precision", "Titre illisible sur la page deux.")
    await desk.pass_time(31 * MINUTE)
    await desk.page.click("text=Reprendre ce dossier")
    await desk.page.wait_for_selector(LOST, state="detached")

    assert (await desk.claim()).until == desk.room.clock.now() + LEASE
    assert await desk.page.input_value("#precision") == "Titre illisible sur la page deux."
    assert await desk.page.locator(".decide form[action*=decider] button:disabled").count() == 0


async def test_a_service_that_died_is_named_and_the_same_page_goes_on_after_its_return(desk):
    await desk.take()
    await desk.die()
    await desk.page.keyboard.press("a")
    await desk.page.wait_for_selector("text=Votre décision n’a pas reçu de réponse")
    assert (await desk.claim()).prepared is None
    await desk.pass_time(4 * MINUTE)
    await desk.page.keyboard.press("Tab")
    await desk.pass_time(MINUTE + 1)
    await desk.page.wait_for_selector("text=Le service ne répond pas.")
    await desk.start()
    await desk.pass_time(11)
    await desk.page.wait_for_selector("text=Le service ne répond pas.", state="detached")
    assert (await desk.claim()).until == desk.room.clock.now() + LEASE
    await desk.page.keyboard.press("a")
    await desk.page.wait_for_selector("text=Décision pour G-1 : acceptation")

    assert (await desk.claim()).prepared.outcome == "accepted"
