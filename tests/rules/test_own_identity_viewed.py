"""A filer who looks at an identity document is in the audit too; a candidate without a name."""

from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer

from services.intake.piece_pictures import PiecePictures
from services.intake.previews import Preview, Previews
from services.intake.sign_in import filers_face
from shared.adapters.audit_trail import MemoryAuditTrail
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_files import MemoryBlobs
from shared.domain.change import Change
from shared.domain.piece import IDENTITY_DOCUMENTS, PieceKind
from shared.errors import ServerUnavailable
from shared.pipeline.witness import Witness
from shared.settings import Settings
from shared.web.access import Account, Role
from shared.web.witnessed import RECORD
from tests.builders import NOW, a_draft
from tests.rules.entrance_face import SCHOOL, Entrance

PICTURE = b"\xff\xd8\xff\xe0 picture"
DRAFT = a_draft(*PieceKind)
CANDIDATE = Account(account_id="candidat-0123456789abcdef", role=Role.CANDIDATE)


class LostTrail(MemoryAuditTrail):
    """A store that does not answer."""

    async def add(self, entry):
        raise ServerUnavailable("store")


async def looked(account, kind, trail):
    """The status of the answer to one look at the piece."""
    entrance, store = Entrance(filers_face(Settings(secret_key="s" * 48))), MemoryStore()
    await store.add(Change(dossier=replace(DRAFT, owner=account.account_id)))
    await entrance.sessions.open(account, "token", NOW.replace(year=NOW.year + 1))
    previews = Previews(blobs=MemoryBlobs(), peer=None)
    for piece in DRAFT.pieces.values():
        previews.known[piece.blob_id] = Preview(picture=PICTURE)
    app = entrance.app()
    app[RECORD] = Witness(trail, entrance.clock).record
    pictures = PiecePictures(dossiers=store, blobs=MemoryBlobs(), previews=previews)
    app.router.add_routes(pictures.routes())
    cookie = {"Cookie": f"{entrance.face.cookie_name}=token"}
    path = f"/espace/dossiers/{DRAFT.dossier_id}/pieces/{kind}/image"
    async with TestClient(TestServer(app)) as client, client.get(path, headers=cookie) as answer:
        return answer.status, await answer.read()


@pytest.mark.parametrize("kind", PieceKind)
async def test_a_school_s_look_at_an_identity_document_is_written_down(kind):
    trail = MemoryAuditTrail()
    assert await looked(SCHOOL, kind, trail) == (200, PICTURE)
    left = [(one.actor, one.action, one.subject) for one in await trail.entries(DRAFT.dossier_id)]
    seen = [(SCHOOL.account_id, "piece_viewed", f"piece:{kind}")]
    assert left == (seen if kind in IDENTITY_DOCUMENTS else [])


async def test_of_a_candidate_only_that_it_was_one_is_written_down():
    trail = MemoryAuditTrail()
    assert (await looked(CANDIDATE, PieceKind.IDENTITY, trail))[0] == 200
    (entry,) = await trail.entries(DRAFT.dossier_id)
    assert (entry.actor, entry.subject) == ("candidate", "piece:identity")


async def test_a_look_that_cannot_be_written_down_is_not_had():
    status, body = await looked(SCHOOL, PieceKind.IDENTITY, LostTrail())
    assert status == 503
    assert PICTURE not in body
