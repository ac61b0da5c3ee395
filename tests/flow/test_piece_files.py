"""Pictures of pieces by signed address: for one agent, one piece and two minutes."""

import datetime as dt
import io
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image

from services.imagecheck.admission.working_copy import draw_anew
from services.instruction.desk import Desk
from services.instruction.file_passes import FilePass, FilePasses
from services.instruction.files import FileDoor
from services.instruction.routes import ReviewDesk
from services.instruction.watermark import NotMarkable, mark_copy
from services.watch.audit_door import AuditDoor
from shared.adapters.audit_trail import MemoryAuditTrail
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_accounts import MemoryAccounts
from shared.adapters.memory_broker import MemoryBroker
from shared.adapters.memory_files import MemoryBlobs
from shared.domain.change import Change
from shared.domain.dossier import StageRun, StageStatus
from shared.domain.piece import PieceKind
from shared.errors import ServerUnavailable
from shared.pipeline.register import Register
from shared.pipeline.relay import Relay
from shared.pipeline.witness import Witness
from shared.settings import Settings
from shared.stages import TABLE, StageName
from shared.web.access import Account, Role
from shared.web.frame import make_app
from tests.builders import NOW, PIECES, a_draft, a_result

SETTINGS = Settings(secret_key="k" * 32)
KEYS = {name: name * 8 for name in ("agent-1", "agent-2", "ecole", "exploitation")}
ROLES = {"ecole": Role.SCHOOL, "exploitation": Role.OPS}


class Calendar:
    """A clock that is put forward."""

    def __init__(self):
        self.moment = NOW

    def now(self):
        return self.moment

    async def sleep(self, seconds):
        """Nobody waits here."""


def a_picture(colour="white", form="JPEG", size=(600, 400)):
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, form)
    return written.getvalue()


async def whole(data):
    yield data


class World:
    """The doors over adapters in memory."""

    def __init__(self, trail):
        self.clock, self.blobs, self.store = Calendar(), MemoryBlobs(), MemoryStore()
        relay = Relay(MemoryBroker(TABLE), self.store, self.clock)
        self.witness = Witness(trail, self.clock)
        register = Register(self.store, relay, self.clock, TABLE).watched_by(self.witness)
        desk = Desk(register=register, clock=self.clock)
        self.passes = FilePasses(SETTINGS, self.clock)
        review = ReviewDesk(desk=desk, blobs=self.blobs)
        door = FileDoor(desk=desk, review=review, passes=self.passes, witness=self.witness)
        self.accounts = MemoryAccounts()
        self.app = make_app(SETTINGS, self.accounts)
        self.app.router.add_routes([*door.routes(), *AuditDoor(witness=self.witness).routes()])

    async def open(self):
        for name, key in KEYS.items():
            account = Account(account_id=name, role=ROLES.get(name, Role.INSTRUCTOR))
            await self.accounts.put(account, key)

    async def keep(self, dossier_id, upload, copy=None):
        """A dossier with that identity document, and the copy that its check has drawn."""
        written = await self.blobs.write(whole(upload), 2**20)
        draft = replace(a_draft(*PIECES), dossier_id=dossier_id)
        piece = replace(draft.pieces[PieceKind.IDENTITY], blob_id=written.blob_id)
        pieces = {**draft.pieces, PieceKind.IDENTITY: piece}
        stages = draft.stages
        if copy is not None:
            drawn = (await self.blobs.write(whole(copy), 2**20)).blob_id
            result = replace(a_result(), working_copy=drawn)
            run = StageRun(status=StageStatus.DONE, run=1, result=result)
            stages = {**stages, StageName.IDENTITY: run}
        await self.store.add(Change(dossier=replace(draft, pieces=pieces, stages=stages)))

    async def views(self, dossier_id):
        entries = await self.witness.trail.entries(dossier_id)
        return [(entry.actor, entry.action) for entry in entries]


@asynccontextmanager
async def a_world(trail=None):
    world = World(trail if trail is not None else MemoryAuditTrail())
    await world.open()
    await world.keep("G-ONE", a_picture("red"), draw_anew(a_picture("white")))
    async with TestClient(TestServer(world.app)) as client:

        async def ask(path, who="agent-1", **headers):
            bearer = {"Authorization": f"Bearer {KEYS[who]}"} if who else {}
            return await client.get(path, headers={**bearer, **headers})

        yield world, ask


async def address_of(ask, kind="identity", who="agent-1", dossier_id="G-ONE"):
    answer = await ask(f"/v1/review/{dossier_id}/files", who)
    assert answer.status == 200
    return {row["kind"]: row["address"] for row in (await answer.json())["files"]}[kind]


async def test_an_address_shows_its_piece_to_its_agent_and_each_use_is_a_view():
    async with a_world() as (world, ask):
        address = await address_of(ask)
        assert await world.views("G-ONE") == []
        for count in (1, 2):
            answer = await ask(address)
            assert (answer.status, answer.content_type) == (200, "image/jpeg")
            assert Image.open(io.BytesIO(await answer.read())).getpixel((5, 5)) == (255, 255, 255)
            assert await world.views("G-ONE") == [("agent-1", "piece_viewed")] * count


async def test_files_are_answered_as_data_that_runs_nothing_and_stays_nowhere():
    async with a_world() as (_, ask):
        headers = (await ask(await address_of(ask))).headers
        assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("who", ["agent-2", "ecole", "exploitation", None])
async def test_the_address_of_one_agent_opens_for_nobody_else(who):
    async with a_world() as (world, ask):
        answer = await ask(await address_of(ask), who)
        assert answer.status in (401, 403, 404)
        assert answer.content_type == "application/problem+json"
        assert await world.views("G-ONE") == []


async def test_an_address_is_over_after_two_minutes():
    async with a_world() as (world, ask):
        address = await address_of(ask)
        world.clock.moment += dt.timedelta(seconds=120)
        assert (await ask(address)).status == 200
        world.clock.moment += dt.timedelta(seconds=1)
        assert (await ask(address)).status == 404
        assert len(await world.views("G-ONE")) == 1


async def test_a_changed_token_and_one_of_another_secret_open_nothing():
    async with a_world() as (world, ask):
        address = await address_of(ask)
        other = FilePasses(Settings(secret_key="x" * 32), world.clock)
        forged = other.token_of(
            FilePass(dossier_id="G-ONE", kind=PieceKind.IDENTITY, account="agent-1")
        )
        changed = [address[:-1] + ("A" if address[-1] != "A" else "B"), f"/v1/files/{forged}"]
        for path in (*changed, "/v1/files/x", "/v1/files/..%2F..%2Fetc%2Fpasswd", "/v1/files/%00"):
            assert (await ask(path)).status == 404, path
        assert await world.views("G-ONE") == []


async def test_a_token_names_identifiers_only():
    async with a_world() as (world, ask):
        granted = world.passes.read((await address_of(ask)).rpartition("/")[2])
        assert granted == FilePass(dossier_id="G-ONE", kind=PieceKind.IDENTITY, account="agent-1")


async def test_a_page_named_like_a_picture_is_handed_over_as_bytes_alone():
    async with a_world() as (world, ask):
        page = b"<html><script>alert(1)</script></html>"
        await world.keep("G-TWO", page)
        world.store.documents["G-TWO"]["pieces"]["identity"]["media_type"] = "text/html"
        answer = await ask(await address_of(ask, dossier_id="G-TWO"))
        assert (answer.status, answer.content_type) == (200, "application/octet-stream")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_piece_that_cannot_be_written_down_as_viewed_is_not_shown():
    class Lost(MemoryAuditTrail):
        """A store that does not answer."""

        async def add(self, entry):
            raise ServerUnavailable("store")

    async with a_world(Lost()) as (_, ask):
        for path in (await address_of(ask), "/v1/review/G-ONE/pieces/identity/export"):
            answer = await ask(path)
            assert answer.status == 503
            assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("who", ["ecole", "exploitation", None])
@pytest.mark.parametrize("path", ["files", "pieces/identity/export"])
async def test_only_agents_get_addresses_and_copies(who, path):
    async with a_world() as (world, ask):
        assert (await ask(f"/v1/review/G-ONE/{path}", who)).status in (401, 403)
        assert await world.views("G-ONE") == []


async def test_an_exported_copy_is_marked_all_over_and_written_down_first():
    async with a_world() as (world, ask):
        answer = await ask("/v1/review/G-ONE/pieces/identity/export")
        assert (answer.status, answer.content_type) == (200, "image/jpeg")
        assert answer.headers["Content-Disposition"] == (
            'attachment; filename="G-ONE-identity.jpg"'
        )
        assert await world.views("G-ONE") == [("agent-1", "piece_exported")]
        copy = Image.open(io.BytesIO(await answer.read())).convert("L")
        for left in (0, 300):  # every quarter of what was a white sheet
            for top in (0, 200):
                quarter = copy.crop((left, top, left + 300, top + 200))
                assert quarter.getextrema()[0] < 200


async def test_there_is_no_export_of_an_upload_that_was_not_drawn_anew():
    async with a_world() as (world, ask):
        await world.keep("G-TWO", a_picture())
        for kind in ("identity", "medical", "..%2Fidentity"):
            assert (await ask(f"/v1/review/G-TWO/pieces/{kind}/export")).status == 404
        assert await world.views("G-TWO") == []


def test_a_pdf_of_our_own_is_marked_page_by_page():
    pages = [Image.new("RGB", (620, 877), "white") for _ in range(3)]
    written = io.BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], quality=88)
    marked = mark_copy(draw_anew(written.getvalue()), "Copie pour instruction")
    assert marked.startswith(b"%PDF-")
    assert marked.count(b"/DCTDecode") == 3
    again = mark_copy(marked, "Copie")
    assert again != marked


@pytest.mark.parametrize("data", [b"", b"<html>", b"%PDF-1.7 nothing", b"\xff\xd8\xff broken"])
def test_what_is_no_copy_of_ours_cannot_be_marked(data):
    with pytest.raises(NotMarkable):
        mark_copy(data, "Copie")


async def test_who_reads_the_audit_is_in_the_audit():
    async with a_world() as (world, ask):
        await ask(await address_of(ask))
        answer = await ask("/v1/audit/G-ONE", "exploitation")
        entries = (await answer.json())["entries"]
        assert [(row["actor"], row["action"]) for row in entries] == [
            ("agent-1", "piece_viewed"),
            ("exploitation", "audit_read"),
        ]
        assert entries[1]["previous"] == entries[0]["digest"]
        assert await world.views("G-ONE") == [(r["actor"], r["action"]) for r in entries]


@pytest.mark.parametrize(("who", "status"), [("agent-1", 403), ("ecole", 403), (None, 401)])
async def test_only_ops_read_the_audit(who, status):
    async with a_world() as (world, ask):
        await ask(await address_of(ask))
        assert (await ask("/v1/audit/G-ONE", who)).status == status
        assert len(await world.views("G-ONE")) == 1


async def test_the_audit_of_nothing_is_not_begun_by_looking():
    async with a_world() as (world, ask):
        answer = await ask("/v1/audit/G-NOWHERE", "exploitation")
        assert (answer.status, (await answer.json())["entries"]) == (200, [])
        assert await world.views("G-NOWHERE") == []
