"""The next dossier beside the one that an agent reads: announced, opened at once, given back."""

import asyncio

import pytest

from shared.domain.leases import RESERVATION
from tests.browser.lease_desk import LEASE, MINUTE, at_the_desk


@pytest.fixture
async def desk(page):
    async with at_the_desk(page) as desk:
        yield desk


async def test_the_next_dossier_is_ready_said_so_and_opened_without_loading(desk, sound):
    asked = []
    desk.page.on("request", lambda request: asked.append(request.url.removeprefix(desk.home)))
    await desk.take()
    await desk.made_ready()
    assert "G-2" in await desk.page.inner_text("#suivant-pret")
    assert (await desk.claim("G-2")).until == desk.room.clock.now() + RESERVATION
    assert not [url for url in asked if "G-2/images" in url]
    await sound()

    asked.clear()
    await desk.page.keyboard.press("a")
    await desk.page.wait_for_selector("h1:has-text('Dossier G-2')")
    assert desk.page.url.endswith("/console/dossiers/G-2?apres=G-1")
    assert "/dossiers/G-2?apres=G-1" not in asked
    await desk.page.wait_for_selector("text=Décision pour G-1 : acceptation")
    assert await desk.page.evaluate("document.activeElement.tagName") == "H1"
    # in hand for half an hour, and its page knows
    assert (await desk.claim("G-2")).until == desk.room.clock.now() + LEASE
    until = await desk.page.get_attribute("#bail", "data-until")
    assert until == (await desk.claim("G-2")).until.isoformat()
    # and on again from there, undone by one key
    await desk.made_ready()
    async with desk.page.expect_navigation(url="**/console/dossiers/G-1*"):
        await desk.page.keyboard.press("z")
    assert (await desk.claim("G-1")).prepared is None
    assert await desk.claim("G-2") is None


async def test_a_page_that_loads_again_keeps_the_same_one_ready(desk):
    await desk.take()
    await desk.made_ready()
    for _ in range(2):
        await desk.page.reload()
        await desk.made_ready()
        assert "G-2" in await desk.page.inner_text("#suivant-pret")
    assert await desk.claim("G-3") is None
    await desk.page.keyboard.press("a")
    await desk.page.wait_for_selector("h1:has-text('Dossier G-2')")


async def test_leaving_the_page_gives_the_ready_one_back(desk):
    await desk.take()
    await desk.made_ready()
    await desk.page.goto(desk.home)
    # a parting word is sent without the page waiting for its answer
    async with asyncio.timeout(10):
        while await desk.claim("G-2") is not None:  # noqa: ASYNC110 - the service changes it
            await asyncio.sleep(0.05)

    assert (await desk.claim("G-1")).agent == "agent-1"


async def test_an_agent_can_do_without_a_ready_one(desk):
    await desk.take()
    await desk.made_ready()
    async with desk.page.expect_response("**/console/pret/rendre"):
        await desk.page.click("text=Ne pas réserver")
    await desk.pass_time(2 * MINUTE)
    assert await desk.claim("G-2") is None
    await desk.page.keyboard.press("a")
    await desk.page.wait_for_selector("h1:has-text('Dossier G-2')")

    assert (await desk.claim("G-2")).until == desk.room.clock.now() + LEASE


async def test_a_ready_one_is_kept_while_its_agent_works_and_no_longer(desk):
    await desk.take()
    await desk.made_ready()
    async with desk.page.expect_response("**/console/pret"):
        await desk.pass_time(MINUTE)
    until = (await desk.claim("G-2")).until
    assert until == desk.room.clock.now() + RESERVATION
    await desk.pass_time(6 * MINUTE)

    assert (await desk.claim("G-2")).until == until
    assert await desk.page.locator("#suivant-pret[data-ready]").count() == 0
