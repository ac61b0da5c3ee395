"""A school's dashboard over ten thousand dossiers of its own, from the questions to the page."""

import asyncio
import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from aiohttp import web

from services.bench.report import Bar, Section, figure
from services.bench.store_bench import prepared
from services.bench.store_fill import fill
from services.intake.school import PAGE
from services.intake.school_rows import headline, rows_of
from services.standalone.document_store import DocumentStore
from shared.adapters.clock import SystemClock
from shared.adapters.filings import MongoFilings
from shared.adapters.store import Database, connect_store
from shared.domain.dossier import Dossier
from shared.domain.filings import THEIR_TURN, Among, FilingQuestion, Place, place_of
from shared.web.access import Account, Role
from shared.web.frame import TEMPLATES, add_pages

#: Milliseconds for the dashboard of 10 000 dossiers [D].
BAR_MS = 150.0
CALLS = 9
OWNER = "ecole-0"
#: What is asked on top of the plain list: what waits for the school, and a name of the middle.
TITLE = "Dashboard of one school"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one page costs."""

    name: str
    rows: int
    wall_ms: float


class Pages:
    """The page as intake makes it, without HTTP."""

    def __init__(self, database: Database, now: dt.datetime) -> None:
        """Read this store, as of this moment."""
        self._filings, self._now = MongoFilings(database), now
        app = web.Application()
        add_pages(app, "services.intake")
        self._template = app[TEMPLATES].get_template("school.html")

    async def show(self, asked: FilingQuestion) -> Sequence[Dossier]:
        """Ask, and render; the dossiers shown."""
        found = await self._filings.find(asked)
        self._template.render(
            demo=False,
            path="/espace",
            account=Account(account_id=OWNER, role=Role.SCHOOL),
            headline=headline(await self._filings.standing(OWNER, THEIR_TURN)),
            rows=rows_of(found, self._now),
            asked=asked,
            older=None,
            now=self._now,
        )
        return found


def dashboard_section(folder: Path, stored: int) -> Section:
    """Fill a private store with the dossiers of one school, and show its pages."""
    shown = asyncio.run(_measured(folder, stored))
    return Section(
        title=TITLE,
        method=f"One-machine store with journalled writes, {stored} dossiers of one school over "
        f"two years, 2 % of them open. Questions to the store, rows, template; median of {CALLS}.",
        header=("page", "rows", "wall ms"),
        rows=[(one.name, str(one.rows), figure(one.wall_ms)) for one in shown],
        bars=(Bar(what="first page", figure=shown[0].wall_ms, limit=BAR_MS, unit="ms"),),
    )


async def _measured(folder: Path, stored: int) -> list[Shown]:
    store = DocumentStore(folder / "store")
    await store.start()
    client, database = connect_store(store.url, "bench")
    try:
        await prepared(database)
        now = SystemClock().now()
        await fill(database, 0, stored, now, owners=1)
        pages = Pages(database, now)
        return [await _timed(pages, name, asked) for name, asked in await _questions(pages, now)]
    finally:
        await client.close()
        await store.stop()


async def _questions(pages: Pages, now: dt.datetime) -> list[tuple[str, FilingQuestion]]:
    first = FilingQuestion(
        owner=OWNER, behind=Place(created_at=now + dt.timedelta(days=1)), limit=PAGE
    )
    last = (await pages.show(first))[-1]
    return [
        ("first page", first),
        ("second page", replace(first, behind=place_of(last))),
        ("a year back", replace(first, behind=Place(created_at=now - dt.timedelta(days=365)))),
        ("what waits for the school", replace(first, among=Among.THEIR_TURN)),
        ("what is under way", replace(first, among=Among.UNDER_WAY)),
        ("one reference", replace(first, word=last.dossier_id)),
    ]


async def _timed(pages: Pages, name: str, asked: FilingQuestion) -> Shown:
    rows = await pages.show(asked)  # the first call also fills caches
    spans = []
    for _ in range(CALLS):
        began = time.perf_counter()
        await pages.show(asked)
        spans.append((time.perf_counter() - began) * 1000)
    return Shown(name=name, rows=len(rows), wall_ms=median(spans))
