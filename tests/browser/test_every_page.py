"""Every page that intake shows: light, under its policy, for every eye and every width."""

from pathlib import Path

import pytest

from services import intake
from shared.web.frame import HEADERS, STATIC
from shared.web.sessions import COOKIE
from tests.browser.conftest import DESK, PHONE, axe_source
from tests.browser.every_page import PARTS, a_world

pytestmark = [
    pytest.mark.servers,
    pytest.mark.xdist_group("machine"),
    pytest.mark.timeout(120),  # fifteen seconds on a machine that does nothing else
]

#: UI.md: the first page weighs at most this much with all that it loads.
PAGE_LIMIT = 100_000
#: 1280 pixels at 200 %: as many of the page's own as fit.
ZOOMED = {"width": 640, "height": 400}
WEIGHED = frozenset({"document", "stylesheet", "script"})
INLINE = "document.querySelectorAll('style, [style], script:not([src])').length"
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
async def world(machine):
    async with a_world(machine) as world:
        yield world


async def come_in(page, home, token):
    """As a browser that has signed in."""
    cookies = await page.context.request.get(f"{home}/connexion")
    assert cookies.ok
    await page.context.add_cookies([{"name": COOKIE, "value": token, "url": home}])


async def weight_of(page, address):
    """The page's answer, and the bytes of all that it loads before anybody acts."""
    loaded = []

    def keep(response):
        loaded.append(response)

    page.on("response", keep)
    answer = await page.goto(address, wait_until="load")
    page.remove_listener("response", keep)
    own = [one for one in loaded if one.ok and one.request.resource_type in WEIGHED]
    return answer, sum([len(await one.body()) for one in own])


async def faults_of(page):
    """What axe finds: the dark scheme on a phone, the light one on a desk."""
    faults = []
    await page.evaluate(axe_source())
    for size, scheme in ((PHONE, "dark"), (DESK, "light")):
        await page.emulate_media(color_scheme=scheme)
        await page.set_viewport_size(size)
        found = await page.evaluate("axe.run()")
        faults += [(one["id"], one["nodes"][0]["html"][:160]) for one in found["violations"]]
    return faults


async def too_wide(page):
    """The widths at which a reader would have to scroll sideways."""
    wide = []
    for size in (PHONE, ZOOMED):
        await page.set_viewport_size(size)
        if await page.evaluate(SIDEWAYS):
            wide.append(size["width"])
    return wide


async def look_at(page, home, pages):
    """Open each page, and tell everything that is wrong at once."""
    wrong = {}
    for template, path in pages.items():
        answer, weight = await weight_of(page, home + path)
        told = {
            "status": answer.status >= 500 or answer.url != home + path,
            "weight": weight > PAGE_LIMIT and weight,
            "policy": answer.headers.get("content-security-policy")
            != HEADERS["Content-Security-Policy"],
            "inline": await page.evaluate(INLINE),
            "axe": await faults_of(page),
            "too wide": await too_wide(page),
        }
        wrong |= {(template, what): fault for what, fault in told.items() if fault}
    assert wrong == {}


async def test_pages_of_a_school(page, home, world):
    await come_in(page, home, world.school)
    await look_at(page, home, world.of_school())


async def test_pages_of_a_candidate(page, home, world):
    await come_in(page, home, world.candidate)
    await look_at(page, home, world.of_candidate())


async def test_pages_of_anybody(page, home, world):
    await look_at(page, home, world.of_anybody())


def test_the_policy_lets_nothing_in_from_elsewhere():
    assert HEADERS["Content-Security-Policy"].startswith("default-src 'self';")
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


async def test_no_template_is_left_unvisited(world):
    folders = (Path(intake.__file__).parent / "templates", STATIC.parent / "templates")
    own = {path.name for folder in folders for path in folder.glob("*.html")}
    visited = {*world.of_school(), *world.of_candidate(), *world.of_anybody()}
    assert visited | PARTS == own
