"""Who reads a dossier or takes one of its documents is in the audit before the answer leaves."""

from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from services.instruction.console_pieces import Wanted, piece_cards
from shared.adapters.audit_trail import MemoryAuditTrail
from shared.domain.piece import PieceKind, Replaced
from shared.errors import KeyErased, MissingBlob, ServerUnavailable
from shared.pipeline.witness import Witness
from shared.web.witnessed import RECORD
from tests.builders import NOW, a_piece
from tests.rules.console_desk import Room, browsing, flagged
from tests.rules.document_face import ATTESTATION, KEYS, DocumentFace, get
from tests.rules.issued_documents import an_accepted

ONE = "/console/dossiers/G-1"
OF_AGENTS = "/v1/review/G-TEST/documents/attestation-inscription"


class LostTrail(MemoryAuditTrail):
    """A store that does not answer."""

    async def add(self, entry):
        raise ServerUnavailable("store")


class WatchedRoom(Room):
    """The review screen with an audit."""

    def __init__(self, trail):
        super().__init__()
        self.trail = trail

    def app(self):
        app = super().app()
        app[RECORD] = Witness(self.trail, self.clock).record
        return app


async def told(trail, dossier_id="G-1"):
    return [(one.actor, one.action, one.subject) for one in await trail.entries(dossier_id)]


@pytest.mark.parametrize("path", [ONE, "/v1/review/G-1"])
async def test_whoever_reads_a_dossier_is_written_down(path):
    room = WatchedRoom(MemoryAuditTrail())
    await room.lay(flagged())
    async with browsing(room) as agent:
        assert (await agent.get(path)).status == 200

    assert await told(room.trail) == [("agent-1", "dossier_read", "")]


@pytest.mark.parametrize("path", [ONE, "/v1/review/G-1"])
async def test_what_cannot_be_written_down_is_not_shown(path):
    room = WatchedRoom(LostTrail())
    await room.lay(flagged())
    async with browsing(room) as agent:
        assert (await agent.get(path)).status == 503
        assert "SPECIMEN" not in agent.html


async def test_a_screen_that_answers_a_form_is_a_reading_too():
    room = WatchedRoom(MemoryAuditTrail())
    await room.lay(flagged())
    async with browsing(room) as agent:
        await agent.send(f"{ONE}/courrier", decision="approuver")

    assert ("agent-1", "dossier_read", "") in await told(room.trail)


@asynccontextmanager
async def watched_documents():
    face, trail = DocumentFace(), MemoryAuditTrail()
    for key, account in KEYS.items():
        await face.accounts.put(account, key)
    await face.keep(an_accepted())
    app = face.app()
    app[RECORD] = Witness(trail, face.line.clock).record
    async with TestClient(TestServer(app)) as client:
        yield trail, client


@pytest.mark.parametrize("path", [OF_AGENTS, ATTESTATION])
async def test_a_document_that_an_agent_takes_is_written_down(path):
    async with watched_documents() as (trail, client):
        assert (await get(client, path, "agent-key"))[0].status == 200

        taken = ("agent-1", "document_taken", "document:attestation-inscription")
        assert await told(trail, "G-TEST") == [taken]


async def test_a_filer_s_own_document_and_one_that_is_not_there_leave_no_entry():
    async with watched_documents() as (trail, client):
        assert (await get(client, ATTESTATION, "school-key"))[0].status == 200
        assert (await get(client, f"{OF_AGENTS}-x", "agent-key"))[0].status == 404

        assert await told(trail, "G-TEST") == []


@pytest.mark.parametrize(
    ("path", "error", "status"),
    [
        ("", KeyErased("G-1"), 404),
        ("before", KeyErased("G-1"), 404),
        ("before", MissingBlob("copy"), 404),  # a correction let go of it meanwhile
        ("", MissingBlob("copy"), 500),  # nobody lets go of a present piece: a fault of ours
    ],
)
async def test_a_piece_erased_a_moment_ago_is_not_there(path, error, status):
    room = Room()

    async def gone(blob_id):
        raise error

    room.blobs.read = gone
    before = Replaced(uploaded_at=NOW, working_copy="copy")
    photo = a_piece(PieceKind.PHOTO, before=before)
    dossier = flagged()
    await room.lay(replace(dossier, pieces=dossier.pieces | {PieceKind.PHOTO: photo}))
    async with browsing(room) as agent:
        answer = await agent.get(f"/v1/review/G-1/pieces/photo/{path}".rstrip("/"))
        assert answer.status == status


@pytest.mark.parametrize("page", ["9" * 5000, "12345", "-1", "x"])
def test_a_page_that_is_no_number_is_the_first(page):
    cards = piece_cards(flagged(), {}, {}, Wanted(kind="photo", page=page))

    shown = [sheet for card in cards for sheet in card.sheets if sheet.shown]
    assert [(sheet.kind, sheet.page) for sheet in shown] == [(PieceKind.PHOTO, 1)]
