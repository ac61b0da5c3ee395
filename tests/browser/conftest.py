"""Debian's Chromium, driven over the machine that the tests share."""

import importlib.resources
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright

#: Set on Debian, where the packaged browser lies elsewhere than the test library looks.
CHROMIUM = shutil.which("chromium")
#: No sandbox inside a container that has no user namespaces, and nothing asked of the network.
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
#: A phone's width, which the pages must fit without scrolling sideways (UI.md).
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for all; continuous integration must have it."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is not installed")
        pytest.skip("chromium is not installed")
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        yield browser
        await browser.close()


@pytest.fixture
async def page(chromium: Browser) -> AsyncIterator[Page]:
    """A page with its policy in force; anything that the browser complains of fails the test."""
    context = await chromium.new_context(locale="fr-FR", viewport=DESK)
    page, complaints = await context.new_page(), []
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: complaints.append(error.message))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if "Content Security" in said.text else None,
    )
    yield page
    await context.close()
    assert complaints == []


@pytest.fixture
def home(machine) -> str:
    """The filers' door."""
    return f"http://127.0.0.1:{machine[0].settings.intake_port}"


@pytest.fixture
async def school(page: Page, home: str, machine) -> Page:
    """A page on which a school has signed in."""
    ours = {"Sec-Fetch-Site": "same-origin"}
    key = {"cle": machine[1]["ecole-demo"]}
    await page.context.request.post(f"{home}/connexion", form=key, headers=ours)
    await page.goto(f"{home}/espace")
    return page


def axe_source() -> str:
    """axe-core, as the registry's package carries it."""
    package = importlib.resources.files("axe_playwright_python")
    return next(Path(str(package)).rglob("axe*.js")).read_text()


@pytest.fixture
def sound(page: Page):
    """Fails where axe finds a violation, or a phone has to scroll sideways."""

    async def check() -> None:
        before = page.viewport_size
        for size in (PHONE, DESK):
            await page.set_viewport_size(size)
            await page.evaluate(axe_source())
            found = await page.evaluate("axe.run()")
            told = [(one["id"], one["nodes"][0]["html"][:160]) for one in found["violations"]]
            assert told == [], size
            assert not await page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if before is not None:
            await page.set_viewport_size(before)

    return check
