"""An agent at the review screen, hands on the keyboard."""

import datetime as dt
import io

import pytest
from aiohttp.test_utils import TestServer
from PIL import Image

from services.instruction.face import agents_face
from shared.stages import StageName
from tests.builders import NOW
from tests.rules.console_desk import AGENTS, Room, flagged

#: What an agent may press at most for one flagged dossier.
MOST_PRESSES = 6
COPIES = {StageName.PHOTO: "photo", StageName.IDENTITY: "identity"}


class Keyboard:
    """Presses keys and counts them."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    async def press(self, key):
        self.presses += 1
        await self.page.keyboard.press(key)


def a_picture():
    written = io.BytesIO()
    Image.new("RGB", (1200, 800), "lightgrey").save(written, "JPEG")
    return written.getvalue()


@pytest.fixture
async def desk(page):
    """Three flagged dossiers, and an agent who is signed in on the queue."""
    room = Room()
    room.blobs.files |= {copy: a_picture() for copy in COPIES.values()}
    await room.lay(*(flagged(f"G-{number}", copies=COPIES) for number in (1, 2, 3)))
    await room.entrance.sessions.open(AGENTS["agent-1"], "token", NOW + dt.timedelta(hours=1))
    async with TestServer(room.app()) as server:
        home = str(server.make_url("/console"))
        cookie = agents_face(room.settings).cookie_name
        await page.context.add_cookies([{"name": cookie, "value": "token", "url": home}])
        await page.goto(home)
        page.room = room
        yield page


async def decided(page, dossier_id="G-1"):
    dossier = await page.room.dossier(dossier_id)
    claim = dossier.stage(StageName.REVIEW).claim
    return claim.prepared if claim else None


async def taken(page):
    """The first dossier, open and in the agent's hands."""
    await page.goto(page.url.replace("/console", "/console/dossiers/G-1"))
    async with page.expect_navigation():
        await page.click("text=Prendre ce dossier")


async def test_an_agent_decides_a_flagged_dossier_in_at_most_six_key_presses(desk):
    keys = Keyboard(desk)
    await keys.press("s")
    await desk.wait_for_url("**/console/dossiers/G-1*")
    await keys.press("x")
    await keys.press("3")
    await desk.wait_for_selector("text=Les documents déposés ne permettent pas d’établir")
    async with desk.expect_navigation(url="**/console/dossiers/G-2*"):
        await keys.press("Enter")

    assert keys.presses <= MOST_PRESSES
    prepared = await decided(desk)
    assert prepared.reason_code == "identity_not_established"
    # taken back by one more, and the next dossier is free again
    async with desk.expect_navigation(url="**/console/dossiers/G-1*"):
        await keys.press("z")
    assert await decided(desk) is None
    assert (await desk.room.dossier("G-2")).stage(StageName.REVIEW).claim is None


async def test_one_key_accepts_and_two_ask_for_what_the_checks_found(desk):
    keys = Keyboard(desk)
    await keys.press("s")
    await desk.wait_for_url("**/console/dossiers/G-1*")
    async with desk.expect_navigation(url="**/console/dossiers/G-2*"):
        await keys.press("a")
    await desk.wait_for_selector("text=Décision pour G-1")
    await keys.press("n")
    async with desk.expect_navigation(url="**/console/dossiers/G-3*"):
        await keys.press("Enter")

    assert (await decided(desk)).outcome == "accepted"
    assert [item.field for item in (await decided(desk, "G-2")).items] == ["birth_date"]


async def test_a_field_in_focus_lights_its_box_on_its_page(desk):
    await desk.goto(desk.url.replace("/console", "/console/dossiers/G-1"))
    await desk.focus('[data-zone="zone-identity-mrz-birth_date"]')

    assert await desk.locator('[data-sheet="identity-1"]').is_visible()
    assert not await desk.locator('[data-sheet="photo-1"]').is_visible()
    assert await desk.locator(".is-lit").get_attribute("id") == "zone-identity-mrz-birth_date"
    image = desk.locator('[data-sheet="identity-1"] img')
    await desk.wait_for_function(
        "image => image.naturalWidth === 1200", arg=await image.element_handle()
    )


async def test_the_picture_grows_turns_and_comes_back_by_keys(desk):
    await desk.goto(desk.url.replace("/console", "/console/dossiers/G-1"))
    sheet = desk.locator('[data-sheet="photo-1"] .sheet')
    await desk.wait_for_function("document.querySelector('[data-sheet=photo-1] img').complete")
    await desk.focus("#visionneuse")
    places = []
    for key in ("0", "+", "ArrowLeft", "r", "0", "r", "r", "r"):
        await desk.keyboard.press(key)
        places.append(await sheet.evaluate("sheet => sheet.style.transform"))

    whole, large, moved, turned, *_, back = places
    assert len({whole, large, moved, turned}) == 4
    assert "rotate(90deg)" in turned
    assert back == whole


async def test_single_letters_are_silent_once_switched_off(desk):
    await taken(desk)
    await desk.keyboard.press("?")
    async with desk.expect_navigation():
        await desk.click("text=Désactiver les touches")
    await desk.keyboard.press("a")
    await desk.keyboard.press("x")

    assert await decided(desk) is None
    assert await desk.locator("#panneau-x").get_attribute("open") is None


async def test_the_screen_is_sound_with_a_panel_open(desk, sound):
    await taken(desk)
    await desk.keyboard.press("x")
    await desk.wait_for_selector("#panneau-x[open]")
    await sound()
