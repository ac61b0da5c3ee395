"""The agents' console: how long from a decision's key to the next dossier, as a browser sees it."""

import asyncio
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from services.bench.console_drive import READING, Step, drive
from services.bench.console_fill import fill_pile
from services.bench.figures import percentile
from services.bench.processor import processor_seconds
from services.bench.report import Bar, Section, figure
from services.faults.desk_machine import Place, open_place

#: Milliseconds until the next dossier, and until a page, and keys of one decision, at most. [D]
NEXT_MS, PAGE_MS, PRESSES = 200.0, 300.0, 6.0
#: « Suivant » on the list, before the first dossier.
FIRST_PRESS = 1
#: The browser that Debian packages; the driver's own is not installed.
BROWSER = "chromium"
#: Dossiers beyond those decided: there is always a next one.
SPARE = 3


class NoBrowser(Exception):
    """Install Debian's chromium: the console is measured in a real browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """What the browser saw, and what it cost meanwhile."""

    steps: Sequence[Step]
    page_bytes: int
    #: Processor milliseconds a decision, of the agents' service and of the store.
    service_ms: float
    store_ms: float
    #: Processes that wanted a processor in the last minute.
    load: float


def console_section(folder: Path, decisions: int) -> Section:
    """Let an agent decide so many dossiers by keys, on a machine of its own."""
    browser = shutil.which(BROWSER)
    if browser is None:
        raise NoBrowser
    return section_of(asyncio.run(_driven(folder, browser, decisions)))


def section_of(driven: Driven) -> Section:
    """The table and its bars."""
    steps = driven.steps
    ready = sum(step.was_ready for step in steps)
    shown, drawn = [step.next_ms for step in steps], [step.page_ms for step in steps]
    presses = float(FIRST_PRESS + max(step.presses for step in steps))
    return Section(
        title="Console",
        method=f"Chromium on a machine of its own, one-machine store with journalled writes, "
        f"{len(steps)} decisions by keys, {READING:g} s of reading each; the next dossier was "
        f"ready before {ready} of them. A page of {driven.page_bytes // 1024} kB. From the last "
        f"key of a decision to the frame that shows it. Load {driven.load:.1f}; processor a "
        f"decision: service {figure(driven.service_ms)} ms, store {figure(driven.store_ms)} ms.",
        header=("what", "median ms", "p90 ms", "most ms"),
        rows=[_row("next dossier", shown), _row("page of its piece", drawn)],
        bars=(
            Bar(what="next dossier, median", figure=_at(shown, 0.5), limit=NEXT_MS, unit="ms"),
            Bar(what="next dossier, p90", figure=_at(shown, 0.9), limit=NEXT_MS, unit="ms"),
            Bar(what="page image, median", figure=_at(drawn, 0.5), limit=PAGE_MS, unit="ms"),
            Bar(what="page image, p90", figure=_at(drawn, 0.9), limit=PAGE_MS, unit="ms"),
            Bar(what="keys from the list to a refusal", figure=presses, limit=PRESSES),
        ),
    )


def _row(what: str, values: Sequence[float]) -> Sequence[str]:
    return (what, *(figure(_at(values, share)) for share in (0.5, 0.9, 1.0)))


def _at(values: Sequence[float], share: float) -> float:
    return percentile(values, share)


async def _driven(folder: Path, browser: str, decisions: int) -> Driven:
    async with open_place(folder, pace=1.0) as place:
        page_bytes = await fill_pile(place.machine, place.database, decisions + SPARE)
        key = await place.hire("agent-bench")
        before = _spent(place)
        steps = await drive(browser, place.address, key, decisions)
        service, store = (
            (after - then) / decisions * 1000
            for after, then in zip(_spent(place), before, strict=True)
        )
        return Driven(
            steps=steps,
            page_bytes=page_bytes,
            service_ms=service,
            store_ms=store,
            load=os.getloadavg()[0],
        )


def _spent(place: Place) -> tuple[float, float]:
    machine = place.machine
    return (
        processor_seconds(machine.services["instruction"].pid),
        processor_seconds(machine.store.child.pid),
    )
