"""The pages of ops and auditors: for every eye, wide, narrow, enlarged twice and in the dark."""

import datetime as dt

import pytest
from aiohttp.test_utils import TestServer

from services.watch.audit_door import AuditDoor
from services.watch.audit_pages import AuditPages
from services.watch.dossier_page import DossierPage
from services.watch.face import ops_face
from services.watch.live import LivePage
from services.watch.pages import OpsPages
from services.watch.statistics import StatisticsDesk
from services.watch.statistics_pages import StatisticsPages
from shared.adapters.audit_trail import MemoryAuditTrail
from shared.adapters.memory_desk import MemoryAudit
from shared.adapters.memory_statistics import MemoryStatistics
from shared.adapters.memory_titles import MemoryTitles
from shared.domain.audit import Act
from shared.domain.change import Change
from shared.domain.dossier import Outcome
from shared.domain.statistics import Tally
from shared.pipeline.repair_ports import AuditLine
from shared.pipeline.witness import Witness
from shared.stages import StageName
from shared.web.access import Account, Role
from shared.web.frame import add_pages, make_app
from shared.web.sessions import keep_sessions
from tests.browser.conftest import DESK, PHONE, axe_source
from tests.browser.test_console_by_hand import ZOOMED
from tests.builders import NOW
from tests.e2e.test_ops_live import SET_ASIDE, Served
from tests.rules.entrance_face import Entrance

OPS = Account(account_id="astreinte-1", role=Role.OPS)
#: What each page must show, so that an empty one is not called sound.
PAGES = {
    "/": "#mis-de-cote li, #mis-de-cote tbody tr",
    "/audit": "form",
    "/audit?reference=G-TEST": "table.stages tbody tr",
    "/statistiques": "table",
    "/dossiers/G-TEST": "#chronologie tbody tr",
}


class Room(Served):
    """All pages of watch over memory, with something to tell on each."""

    def __init__(self):
        super().__init__()
        self.entrance = Entrance()
        self.face = ops_face(self.entrance.settings)
        self.witness = Witness(MemoryAuditTrail(), self.clock)
        self.audit = MemoryAudit()

    async def fill(self):
        await self.store.add(Change(dossier=SET_ASIDE, events=SET_ASIDE.history))
        await self.incidents.report("canary_late", "q.photo", 1, NOW)
        act = Act(actor="agent-1", action="piece_viewed", subject="piece:identity")
        await self.witness.record("G-TEST", act)
        await self.audit.record(
            AuditLine(
                at=NOW,
                account=OPS.account_id,
                action="replay",
                dossier_id="G-TEST",
                stage=StageName.PHOTO,
                reason="",
            )
        )
        await self.entrance.sessions.open(OPS, "token", NOW.replace(year=NOW.year + 1))

    def app(self):
        app = make_app(self.entrance.settings, self.entrance.accounts)
        add_pages(app, "services.watch")
        keep_sessions(app, self.entrance.sessions, self.clock.now, self.face)
        doors = (
            OpsPages(board=self.board),
            LivePage(self.board),
            DossierPage(dossiers=self.store, audit=self.audit, clock=self.clock),
            StatisticsPages(desk=self._statistics()),
            AuditPages(door=AuditDoor(witness=self.witness), clock=self.clock),
        )
        for door in doors:
            app.router.add_routes(door.routes())
        return app

    def _statistics(self):
        counted = MemoryStatistics(self.store, accounts=259)
        for months in range(3):
            at = NOW - dt.timedelta(days=30 * months)
            counted.hours[at] = Tally(
                at=at, sent=14, handled={Outcome.ACCEPTED: 12 + months}, schools={"E1": 5}
            )
        return StatisticsDesk(
            statistics=counted,
            titles=MemoryTitles(self.store),
            clock=self.clock,
            approvals=365,
        )


@pytest.fixture
async def ops(page):
    """Somebody of ops who is signed in."""
    room = Room()
    await room.fill()
    async with TestServer(room.app()) as server:
        page.home = str(server.make_url("")).rstrip("/")
        cookie = room.face.cookie_name
        await page.context.add_cookies([{"name": cookie, "value": "token", "url": page.home}])
        yield page


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_of_watch_is_sound_light_and_dark_wide_narrow_and_enlarged(ops, path):
    answer = await ops.goto(ops.home + path)
    assert answer.status == 200
    assert await ops.locator(PAGES[path]).count()
    await ops.evaluate(axe_source())
    faults = []
    for size, scheme in ((DESK, "light"), (DESK, "dark"), (PHONE, "dark"), (ZOOMED, "light")):
        await ops.set_viewport_size(size)
        await ops.emulate_media(color_scheme=scheme)
        found = await ops.evaluate("axe.run()")
        told = [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]]
        if await ops.evaluate("document.documentElement.scrollWidth > innerWidth"):
            told.append(("scrolls sideways", ""))
        faults += [(size["width"], scheme, *one) for one in told]
    assert faults == []
