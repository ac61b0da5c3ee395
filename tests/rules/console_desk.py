"""The review screen on memory: one agent's browser, and dossiers that lie in review."""

import re
from contextlib import asynccontextmanager
from dataclasses import replace

from aiohttp.test_utils import TestClient, TestServer

from services.instruction.console import review_console
from services.instruction.decision import compare_and_decide
from services.instruction.desk import Desk
from services.instruction.face import agents_face
from services.instruction.pile_routes import PileDoor
from services.instruction.queue_pages import QueuePages
from services.instruction.routes import ReviewDesk
from shared.adapters.memory_files import MemoryBlobs
from shared.adapters.memory_pile import MemoryPile
from shared.domain.change import Change
from shared.domain.dossier import Route
from shared.domain.events import PieceAdded, StageFinished, Submitted
from shared.domain.findings import (
    AddressReading,
    Box,
    CheckResult,
    Evidence,
    FieldReading,
    IdentityReading,
    Mrz,
    Verdict,
)
from shared.settings import Settings
from shared.stages import TABLE, StageName
from shared.web.access import Account, Role
from shared.web.frame import add_pages, make_app
from shared.web.sessions import keep_sessions
from tests.builders import NOW, PIECES, a_change, a_finding, a_piece, a_result, after, an_identity
from tests.flow.line import Line
from tests.rules.entrance_face import Entrance

AGENTS = {
    name: Account(account_id=name, role=Role.INSTRUCTOR, email=f"{name}@example.org")
    for name in ("agent-1", "agent-2")
}
OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
#: A centre with a list of its own; agents here belong to none and have the usual one.
SERVICES = {"CERT-69": ("Bureau de Lyon", "Commission de Lyon")}
BORN = "1990-04-12"
#: The same day as a reader that takes 4 for 9 has it.
MISREAD = "1990-09-12"
EVIDENCE = Evidence(page=1, box=Box(left=0.1, top=0.7, width=0.3, height=0.05))


def an_identity_reading(**read):
    sources = tuple(
        FieldReading(name=name, value=value, source="mrz", confidence=1.0, evidence=EVIDENCE)
        for name, value in (("birth_name", "SPECIMEN"), ("birth_date", MISREAD))
    )
    reading = IdentityReading(
        mrz=Mrz(lines=("I<FRA",), format="td1", verified=True),
        birth_name="SPECIMEN",
        given_names=("CAMILLE", "JEANNE"),
        birth_date=MISREAD,
        sources=sources,
    )
    return replace(reading, **read)


def flagged(dossier_id="G-1", pieces=PIECES, copies=None, reading=None, photo=None, **demande):
    """A dossier whose proof says another birth date, and whose photo leaves a doubt."""
    dossier = a_change(dossier_id, **demande).dossier
    dossier = after(dossier, *(PieceAdded(piece=a_piece(kind)) for kind in pieces))
    dossier = after(dossier, Submitted(needs_validation=False))
    doubt = a_finding(
        verdict=Verdict.WARN,
        message="La photo est un peu sombre.",
        evidence=Evidence(page=1, box=Box(left=0.3, top=0.2, width=0.4, height=0.5)),
        value=29.8,
        unit="mm",
        expected="32 à 36 mm",
    )
    identity = a_result(criterion="mrz_check_digits", message="Les chiffres sont justes.")
    results = {
        StageName.RECEPTION: a_result(),
        StageName.PHOTO: photo or CheckResult(findings=(doubt,)),
        StageName.SIGNATURE: a_result(),
        StageName.IDENTITY: replace(identity, identity=reading or an_identity_reading()),
        StageName.ADDRESS: replace(
            a_result(), address=AddressReading(holder="SPECIMEN CAMILLE", town="LYON")
        ),
    }
    for name, result in results.items():
        copy = (copies or {}).get(name)
        dossier = _finished(dossier, name, replace(result, working_copy=copy))
    compared = compare_and_decide(dossier)
    # an agent looks, whatever people could mend first
    dossier = _finished(
        dossier, StageName.DIVERGENCE, replace(compared, route=Route.REVIEW, items=())
    )
    return dossier


def _finished(dossier, name, result):
    run = dossier.stage(name)
    return after(
        dossier, StageFinished(stage=name, run=run.run, attempt=run.attempt, result=result)
    )


class Room:
    """One store, its pile, and browsers that are signed in."""

    def __init__(self):
        self.line, self.blobs = Line(table=TABLE), MemoryBlobs()
        self.settings = Settings(secret_key="s" * 48)
        self.entrance = Entrance(agents_face(self.settings))
        self.clock = self.entrance.clock = self.line.clock

    def app(self):
        app = make_app(self.settings, self.entrance.accounts)
        add_pages(app, "services.instruction")
        keep_sessions(app, self.entrance.sessions, self.clock.now, agents_face(self.settings))
        desk = Desk(register=self.line.register, clock=self.clock)
        pile = PileDoor(desk=desk, pile=MemoryPile(self.line.store), centres={}, draw=lambda: False)
        review = ReviewDesk(desk=desk, blobs=self.blobs)
        for door in (review, QueuePages(door=pile), *review_console(review, pile, SERVICES)):
            app.router.add_routes(door.routes())
        return app

    async def lay(self, *dossiers):
        """Put dossiers into review."""
        for dossier in dossiers:
            await self.line.store.add(Change(dossier=dossier))

    async def dossier(self, dossier_id="G-1"):
        return await self.line.store.get(dossier_id)


class Browser:
    """What an agent's browser sends, and the page that it shows then."""

    def __init__(self, client):
        self.client, self.headers = client, dict(OURS)
        self.url, self.status, self.html = "", 0, ""

    async def get(self, path):
        return await self._shown(self.client.get(path, headers=self.headers))

    async def send(self, path, **form):
        return await self._shown(self.client.post(path, data=form, headers=self.headers))

    async def _shown(self, asked):
        async with asked as answer:
            self.url, self.status = str(answer.url.relative()), answer.status
            self.html = await answer.text(errors="replace")
            self.answer_headers = answer.headers
        return self

    def has(self, text):
        """Whether a reader finds the text on the page, wherever lines and tags break it."""
        plain = " ".join(re.sub(r"<[^>]+>", "", self.html).replace("\u00a0", " ").split())
        return text in plain


@asynccontextmanager
async def browsing(room, *agents):
    """One browser an agent, each with a session of its own."""
    async with TestClient(TestServer(room.app())) as client:
        browsers = []
        for name in agents or ("agent-1",):
            browser, token = Browser(client), f"token-of-{name}"
            until = NOW.replace(year=NOW.year + 1)
            await room.entrance.sessions.open(AGENTS[name], token, until)
            cookie = agents_face(room.settings).cookie_name
            browser.headers["Cookie"] = f"{cookie}={token}"
            browsers.append(browser)
        yield browsers[0] if len(browsers) == 1 else browsers


__all__ = ["AGENTS", "BORN", "MISREAD", "Browser", "Room", "an_identity", "browsing", "flagged"]
