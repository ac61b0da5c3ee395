"""Intake's and the agents' routes of documents over memory ports, with who may knock there."""

from contextlib import asynccontextmanager

from aiohttp.test_utils import TestClient, TestServer

from services.instruction.desk import Desk
from services.instruction.documents import AgentDocuments
from services.intake.documents import DocumentDoor
from services.intake.verification import VerificationPages
from shared.adapters.memory_accounts import MemoryAccounts
from shared.adapters.memory_issued import MemoryIssuedDocuments
from shared.domain.change import Change
from shared.web.access import Account, Role
from shared.web.candidate_scope import CandidateScope
from shared.web.frame import add_pages, make_app
from tests.flow.line import Line
from tests.rules.issued_documents import SETTINGS, a_maker, an_accepted

KEYS = {
    "school-key": Account(account_id="ecole", role=Role.SCHOOL),
    "other-key": Account(account_id="school-2", role=Role.SCHOOL),
    "agent-key": Account(account_id="agent-1", role=Role.INSTRUCTOR),
    # who came by a letter's link
    "candidate-key": Account(
        account_id="lien-G-TEST",
        role=Role.CANDIDATE,
        scope=CandidateScope(dossier_id="G-TEST", letter=99),
    ),
}
ATTESTATION = "/v1/dossiers/G-TEST/documents/attestation-inscription"


class DocumentFace:
    """One store behind all of them."""

    def __init__(self):
        self.line, self.accounts = Line(), MemoryAccounts()
        self.issued = MemoryIssuedDocuments()
        self.maker = a_maker(issued=self.issued)

    def app(self):
        app = make_app(SETTINGS, self.accounts)
        add_pages(app, "services.intake")
        desk = Desk(register=self.line.register, clock=self.line.clock)
        doors = (
            DocumentDoor(dossiers=self.line.store, maker=self.maker),
            VerificationPages(issued=self.issued),
            AgentDocuments(desk=desk, maker=self.maker),
        )
        app.router.add_routes([route for door in doors for route in door.routes()])
        return app

    async def keep(self, dossier):
        await self.line.store.add(Change(dossier=dossier))
        return dossier


@asynccontextmanager
async def document_face():
    """The face with its accounts, and a client for it."""
    face = DocumentFace()
    for key, account in KEYS.items():
        await face.accounts.put(account, key)
    async with TestClient(TestServer(face.app())) as client:
        yield face, client


async def get(client, path, key=None, **options):
    headers = {"Accept": "text/html"} | ({"Authorization": f"Bearer {key}"} if key else {})
    answer = await client.get(path, headers=headers, allow_redirects=False, **options)
    return answer, await answer.read()


def code_of(face):
    [code] = face.issued.issued
    return code


async def given_out(face, client):
    """The file that a school downloaded, and its code."""
    await face.keep(an_accepted())
    answer, file = await get(client, ATTESTATION, "school-key")
    assert answer.status == 200
    return file, code_of(face)
