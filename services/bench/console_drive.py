"""An agent at the console in a real browser, hands on the keys; the browser times what is seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page, ViewportSize, async_playwright

#: No sandbox inside a container that has no user namespaces, and nothing asked of the network.
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
SCREEN = ViewportSize(width=1280, height=800)
#: Seconds that an agent looks at a dossier at least: nobody reads four papers faster. [D]
READING = 4.0
#: The keys of a decision: accept, and refuse for the third reason of the list.
DECISIONS: tuple[tuple[str, ...], ...] = (("a",), ("x", "3", "Enter"))
#: Between two keys: a practised typist.
BETWEEN_KEYS = 0.15
#: Put into every page: notes when a key fell, and when what it led to had been painted.
TIMER = (Path(__file__).parent / "console_timer.js").read_text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From the last key of a decision to what the agent sees of the next dossier."""

    #: Milliseconds until the next dossier was painted, and until its page was.
    next_ms: float
    page_ms: float
    presses: int
    #: Whether the next dossier was announced as ready before the key fell.
    was_ready: bool


async def drive(browser: str, address: str, key: str, decisions: int) -> Sequence[Step]:
    """Sign in, take the first dossier, and decide so many."""
    async with async_playwright() as driver:
        chromium = await driver.chromium.launch(executable_path=browser, args=list(OPTIONS))
        context = await chromium.new_context(locale="fr-FR", viewport=SCREEN)
        await context.add_init_script(TIMER)
        ours = {"Sec-Fetch-Site": "same-origin"}
        await context.request.post(f"{address}/connexion", form={"cle": key}, headers=ours)
        page = await context.new_page()
        await page.goto(f"{address}/console")
        await page.keyboard.press("s")
        await page.wait_for_url("**/console/dossiers/*")
        await _seen(page, "page", "")
        steps = [
            await _decide(page, DECISIONS[number % len(DECISIONS)]) for number in range(decisions)
        ]
        await chromium.close()
        return steps


async def _decide(page: Page, keys: Sequence[str]) -> Step:
    await page.wait_for_timeout(READING * 1000)
    before = str(await page.evaluate("guichetTimer.current()"))
    ready = await page.locator("#suivant-pret[data-ready]").count() > 0
    for key in keys[:-1]:
        await page.keyboard.press(key)
        await page.wait_for_timeout(BETWEEN_KEYS * 1000)
    await page.keyboard.press(keys[-1])
    shown = await _seen(page, "dossier", before)
    drawn = await _seen(page, "page", before)
    return Step(next_ms=shown, page_ms=drawn, presses=len(keys), was_ready=ready)


async def _seen(page: Page, what: str, before: str) -> float:
    """Milliseconds from the last key until that was painted for another dossier."""
    asked = "([what, before]) => guichetTimer.since(what, before)"
    found = await page.wait_for_function(asked, arg=[what, before])
    return float((await found.json_value())["ms"])
