"""The agents' face over memory ports: API, lists and the pages of the head of a centre."""

import secrets
from contextlib import asynccontextmanager
from dataclasses import replace

from aiohttp.test_utils import TestClient, TestServer

from services.instruction.centre_pages import CentrePages
from services.instruction.decision_routes import DecisionDoor
from services.instruction.desk import Desk
from services.instruction.face import agents_face
from services.instruction.pile_routes import PileDoor
from services.instruction.queue_pages import QueuePages
from services.instruction.routes import ReviewDesk
from shared.adapters.memory_accounts import MemoryAccounts
from shared.adapters.memory_decisions import MemoryDecisions
from shared.adapters.memory_files import MemoryBlobs
from shared.adapters.memory_pile import MemoryPile
from shared.adapters.memory_sessions import MemorySessions
from shared.domain.change import Change
from shared.domain.civil_identity import PostalAddress
from shared.domain.demande import DemandeKind
from shared.domain.dossier import Route, StageRun, StageStatus
from shared.domain.events import ClockTicked
from shared.domain.findings import CheckResult
from shared.settings import Settings
from shared.stages import TABLE, StageName
from shared.web.access import Account, Role
from shared.web.frame import add_pages, make_app
from shared.web.sessions import keep_sessions
from tests.builders import NOW, a_change, a_demande
from tests.flow.line import Line

SETTINGS = Settings(secret_key="s" * 48)
CENTRES = {"CERT-69": ("69", "01")}
AGENT = Account(account_id="agent-1", role=Role.INSTRUCTOR, centre="CERT-69", label="Alix")
OTHER = Account(account_id="agent-2", role=Role.INSTRUCTOR, centre="CERT-69", label="Zoé")
ELSEWHERE = Account(account_id="agent-3", role=Role.INSTRUCTOR, centre="CERT-RESTE")
HEAD = Account(account_id="chef-1", role=Role.HEAD, centre="CERT-69", label="Maud")
SCHOOL = Account(account_id="ecole", role=Role.SCHOOL)
S = StageName


def in_review(dossier_id="G-1", *, since=NOW, reasons="photo.sharpness", postcode="69003", **more):
    """A dossier in front of agents, as the comparison left it."""
    route = more.pop("route", Route.REVIEW if reasons else Route.CLEAN)
    allowed = TABLE[S.REVIEW].deadline
    run = StageRun(status=StageStatus.OPEN, run=1, since=since, deadline=since + allowed)
    check = CheckResult(findings=(), facts={"reasons": reasons})
    demande = a_demande(
        address=PostalAddress(street="1 rue", postcode=postcode, town="Lyon"),
        kind=more.pop("kind", DemandeKind.REGISTRATION),
    )
    stages = {
        S.REVIEW: replace(run, escalations=more.pop("escalations", 0)),
        S.DIVERGENCE: StageRun(status=StageStatus.DONE, run=1, result=check),
    }
    dossier = a_change(dossier_id).dossier
    return replace(dossier, stages=stages, demande=demande, route=route, **more)


class AgentsDesk:
    """One instruction service; `sampled` says whether approvals are drawn for a second reading."""

    def __init__(self):
        self.line = Line(table=TABLE)
        self.store, self.clock = self.line.store, self.line.clock
        self.register = self.line.register
        self.accounts, self.sessions = MemoryAccounts(), MemorySessions()
        self.decisions, self.pile = MemoryDecisions(self.store), MemoryPile(self.store)
        self.keys, self.sampled = {}, False

    def app(self):
        app = make_app(SETTINGS, self.accounts)
        add_pages(app, "services.instruction")
        keep_sessions(app, self.sessions, self.clock.now, agents_face(SETTINGS))
        desk = Desk(register=self.register, clock=self.clock)
        pile = PileDoor(desk=desk, pile=self.pile, centres=CENTRES, draw=lambda: self.sampled)
        centre = CentrePages(door=pile, decisions=self.decisions, directory=self.accounts)
        review = ReviewDesk(desk=desk, blobs=MemoryBlobs())
        for door in (pile, QueuePages(door=pile), centre, DecisionDoor(desk=desk), review):
            app.router.add_routes(door.routes())
        return app

    async def put(self, *dossiers):
        for dossier in dossiers:
            await self.store.add(Change(dossier=dossier))

    async def dossier(self, dossier_id="G-1"):
        return await self.store.get(dossier_id)

    async def sweep(self, dossier_id="G-1"):
        """What the deadline sweep does when the moment has come."""
        return await self.register.apply(dossier_id, ClockTicked(stage=S.REVIEW))

    @asynccontextmanager
    async def open(self):
        """Callers by account, each with its own key."""
        for account in (AGENT, OTHER, ELSEWHERE, HEAD, SCHOOL):
            self.keys[account.account_id] = secrets.token_urlsafe(16)
            await self.accounts.put(account, self.keys[account.account_id])
        async with TestClient(TestServer(self.app())) as client:
            yield Callers(self, client)


class Callers:
    """Asks as an account does: by API, or as a browser on our own pages."""

    def __init__(self, desk, client):
        self.desk, self._client = desk, client

    async def api(self, account, method, path, body=None):
        """Status and JSON."""
        headers = {"Authorization": f"Bearer {self.desk.keys[account.account_id]}"}
        answer = await self._client.request(method, path, json=body, headers=headers)
        return answer.status, (await answer.json() if answer.status != 204 else None)

    async def page(self, account, path):
        """The text of a page that must be shown."""
        answer = await self._browse(account, "GET", path)
        assert answer.status == 200, await answer.text()
        return await answer.text()

    async def refused(self, account, path, method="GET", **form):
        """The status of what must not be shown."""
        return (await self._browse(account, method, path, **form)).status

    async def send(self, account, path, **form):
        """Where a form leads."""
        answer = await self._browse(account, "POST", path, **form)
        assert answer.status == 303, await answer.text()
        return answer.headers["Location"]

    async def _browse(self, account, method, path, site="same-origin", **form):
        headers = {"Sec-Fetch-Site": site, "Accept": "text/html"}
        if account is not None:
            headers["Authorization"] = f"Bearer {self.desk.keys[account.account_id]}"
        pairs = [
            (name, one)
            for name, value in form.items()
            for one in (value if isinstance(value, list) else [value])
        ]
        return await self._client.request(
            method, path, data=pairs or None, headers=headers, allow_redirects=False
        )
