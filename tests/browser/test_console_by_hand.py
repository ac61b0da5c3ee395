"""The agents' pages by finger, by ear, enlarged twice and in the dark."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestServer

from services.instruction.centre_pages import CentrePages
from services.instruction.desk import Desk
from services.instruction.face import agents_face
from services.instruction.pile_routes import PileDoor
from shared.adapters.memory_accounts import MemoryAccounts
from shared.adapters.memory_decisions import MemoryDecisions
from shared.adapters.memory_pile import MemoryPile
from shared.stages import StageName
from shared.web.access import Account, Role
from tests.browser.conftest import DESK, PHONE, axe_source
from tests.browser.test_agent_decides import COPIES, a_picture
from tests.builders import a_finding
from tests.rules.agents_desk import in_review
from tests.rules.console_desk import EVIDENCE, Room, flagged

#: 1280 by 800 pixels at 200 %: as many of the page's own as fit (WCAG 1.4.4, 1.4.10).
ZOOMED = {"width": 640, "height": 400}
HEAD = Account(account_id="agent-1", role=Role.HEAD, label="Maud")
PAGES = (
    "/console",
    "/console/sans-reserve",
    "/console/second-avis",
    "/console/centre",
    "/console/qualite",
    "/console/termine",
    "/console/dossiers/G-1",
    "/console/dossiers/C-1",
)
SHEET = '[data-sheet="photo-1"] .sheet'


@pytest.fixture
async def desk(page):
    """Flagged and clean dossiers, and a head of centre who is signed in."""
    room = Room()
    room.clock.time = dt.datetime.now(dt.UTC)
    room.blobs.files |= {copy: a_picture() for copy in COPIES.values()}
    await room.lay(*(flagged(f"G-{number}", copies=COPIES) for number in (1, 2)))
    await room.lay(*(in_review(f"C-{number}", reasons="") for number in (1, 2)))
    until = room.clock.time + dt.timedelta(hours=1)
    await room.entrance.sessions.open(HEAD, "token", until)
    app = room.app()
    pile = PileDoor(
        desk=Desk(register=room.line.register, clock=room.clock),
        pile=MemoryPile(room.line.store),
        centres={},
        draw=lambda: False,
    )
    decisions = MemoryDecisions(room.line.store)
    centre = CentrePages(door=pile, decisions=decisions, directory=MemoryAccounts())
    app.router.add_routes(centre.routes())
    async with TestServer(app) as server:
        page.home = str(server.make_url("")).rstrip("/")
        cookie = agents_face(room.settings).cookie_name
        await page.context.add_cookies([{"name": cookie, "value": "token", "url": page.home}])
        page.room = room
        yield page


async def opened(desk, path="/console/dossiers/G-1"):
    await desk.goto(desk.home + path)
    await desk.evaluate("document.querySelector('figure:not([hidden]) img').decode()")


async def taken(desk):
    await opened(desk)
    async with desk.expect_navigation():
        await desk.click("text=Prendre ce dossier")


async def fingers(desk, kind, *places):
    """What a touch screen sends for fingers at these places."""
    if not hasattr(desk, "screen"):
        desk.screen = await desk.context.new_cdp_session(desk)
        await desk.screen.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
    await desk.screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


async def sheet_of(desk):
    box = await desk.locator(SHEET).bounding_box()
    return box["x"], box["y"], box["width"]


async def test_two_fingers_enlarge_the_picture_where_they_lie_and_one_moves_it(desk):
    await opened(desk)
    frame = await desk.locator("#visionneuse").bounding_box()
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    left, _, width = await sheet_of(desk)

    await fingers(desk, "touchStart", (x - 40, y), (x + 40, y))
    await fingers(desk, "touchMove", (x - 80, y), (x + 80, y))
    await fingers(desk, "touchEnd")
    wide = await sheet_of(desk)
    await fingers(desk, "touchStart", (x, y))
    await fingers(desk, "touchMove", (x + 30, y + 20))
    await fingers(desk, "touchEnd")
    moved = await sheet_of(desk)

    assert wide[2] == pytest.approx(2 * width, rel=0.02)
    # what lay between the fingers lies there still
    assert wide[0] == pytest.approx(x - 2 * (x - left), abs=3)
    assert (moved[0] - wide[0], moved[1] - wide[1]) == pytest.approx((30, 20), abs=2)
    assert moved[2] == pytest.approx(wide[2], abs=1)


async def test_the_picture_fills_the_screen_with_its_tools_and_comes_back(desk):
    await opened(desk)
    button, frame = desk.get_by_role("button", name="Plein écran"), desk.locator("[data-top]")

    await button.click()
    await desk.locator("[data-top]:fullscreen").wait_for()
    box = await frame.bounding_box()
    assert (box["width"], box["height"]) == (DESK["width"], DESK["height"])
    assert await button.get_attribute("aria-pressed") == "true"
    assert await desk.get_by_role("button", name="Tourner").is_visible()
    await button.click()
    await desk.locator("[data-top]:fullscreen").wait_for(state="detached")

    assert await button.get_attribute("aria-pressed") == "false"
    assert (await frame.bounding_box())["height"] < DESK["height"]


async def test_without_full_screen_the_picture_fills_the_page(desk):
    await desk.add_init_script("delete Element.prototype.requestFullscreen")
    await opened(desk)
    await desk.focus("#visionneuse")
    await desk.keyboard.press("f")

    box = await desk.locator("[data-top]").bounding_box()
    assert (box["x"], box["y"], box["width"]) == (0, 0, DESK["width"])


async def test_enlarged_twice_the_decision_covers_nothing_and_every_key_still_works(desk):
    await taken(desk)
    await desk.set_viewport_size(ZOOMED)

    assert not await desk.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert (
        await desk.evaluate("getComputedStyle(document.getElementById('decision')).position")
        == "static"
    )
    await desk.evaluate("document.activeElement.blur()")
    await desk.keyboard.press("c")
    await desk.keyboard.type("Le candidat renonce à sa demande.")
    async with desk.expect_navigation(url="**/console/dossiers/*"):
        await desk.keyboard.press("Control+Enter")
    prepared = (await desk.room.dossier()).stage(StageName.REVIEW).claim.prepared
    assert prepared.reason == "Le candidat renonce à sa demande."


async def test_the_focus_is_never_hidden_behind_the_decision(desk):
    await taken(desk)
    hidden = []
    for _ in range(60):
        await desk.keyboard.press("Tab")
        hidden += await desk.evaluate(
            """() => {
              const one = document.activeElement, bar = document.getElementById("decision");
              if (one === document.body || bar.contains(one) || one.closest(".jumps")) return [];
              const [own, over] = [one.getBoundingClientRect(), bar.getBoundingClientRect()];
              const covered = own.height && own.top >= over.top && own.top < over.bottom;
              return covered ? [one.outerHTML] : [];
            }"""
        )
    assert hidden == []


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_of_agents_is_sound_light_and_dark_wide_and_narrow(desk, path):
    await desk.goto(desk.home + path)
    await desk.evaluate(axe_source())
    faults = []
    for size, scheme in ((DESK, "light"), (DESK, "dark"), (PHONE, "dark"), (ZOOMED, "light")):
        await desk.set_viewport_size(size)
        await desk.emulate_media(color_scheme=scheme)
        found = await desk.evaluate("axe.run()")
        told = [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]]
        if await desk.evaluate("document.documentElement.scrollWidth > innerWidth"):
            told.append(("scrolls sideways", ""))
        faults += [(size["width"], scheme, *one) for one in told]
    assert faults == []


async def test_by_ear_the_screen_is_its_landmarks_headings_and_named_buttons(desk):
    await taken(desk)
    heard = await desk.locator("body").aria_snapshot()
    headings = await desk.evaluate(
        "[...document.querySelectorAll('h1, h2, h3')].map(h => [+h.tagName[1], h.textContent])"
    )

    for landmark in ("- banner", "- main", '- navigation "Console d’instruction"', "- contentinfo"):
        assert landmark in heard
    for region in ("Pièces", "Ce qui est à regarder", "Comparaison", "Décision"):
        assert f'- region "{region}"' in heard
    for button in ("Agrandir l’image", "Réduire l’image", "Ajuster", "Tourner", "Plein écran"):
        assert f'button "{button}' in heard
    assert 'group "Outils de l’image"' in heard
    levels = [level for level, _ in headings]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert heard.count('img "Photo d’identité"') == 1


async def test_by_ear_the_decision_and_its_undoing_are_told(desk):
    await taken(desk)
    told = desk.locator("#annonce")
    await desk.evaluate("document.activeElement.blur()")
    await desk.keyboard.press("a")
    await desk.wait_for_url("**/console/dossiers/G-2*")
    await told.filter(has_text="Décision pour G-1 : acceptation").wait_for(state="attached")
    assert await told.get_attribute("role") == "status"
    await desk.keyboard.press("z")
    await desk.wait_for_url("**/console/dossiers/G-1*")
    await told.filter(has_text="La décision est annulée").wait_for(state="attached")


def on_the_proof(dossier):
    """The dossier with the place where its address proof says the town."""
    run = dossier.stage(StageName.ADDRESS)
    found = a_finding(criterion="postcode_town", message="Lu.", evidence=EVIDENCE)
    result = replace(run.result, findings=(found,), working_copy="address")
    return replace(
        dossier, stages={**dossier.stages, StageName.ADDRESS: replace(run, result=result)}
    )


async def test_an_address_in_focus_lights_its_box_on_the_proof(desk):
    desk.room.blobs.files["address"] = a_picture()
    await desk.room.lay(on_the_proof(flagged("G-7", copies=COPIES)))
    await opened(desk, "/console/dossiers/G-7")
    await desk.focus('[data-zone="zone-address-postcode_town"]')

    assert await desk.locator(".is-lit").get_attribute("id") == "zone-address-postcode_town"
    assert await desk.locator('[data-sheet="address-1"]').is_visible()
