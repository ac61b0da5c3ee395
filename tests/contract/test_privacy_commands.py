"""The commands of audit and keys, against a store, and what they say."""

import hashlib
import io
import json

import pytest
from pydantic import SecretStr
from rich.console import Console

from services.cli_backup import backup
from services.ops.audit import seal_audit, show_audit, verify_audit
from services.ops.audit_export import export_audit
from services.ops.backup import count_documents
from services.ops.command import Place as Desk
from services.ops.keys import rotate_keys
from services.standalone.master_keys import add_master_key, master_keys_of
from services.watch.privacy import SEALED_EVERY, DailySeal
from shared.adapters.audit_trail import MemoryAuditTrail, MongoAuditTrail
from shared.adapters.clock import SystemClock
from shared.adapters.sealed_blobs import piece_store
from shared.domain.audit import Act
from shared.pipeline.witness import Witness
from shared.settings import Settings
from shared.web.receipts import ReceiptSigner
from tests.builders import NOW
from tests.contract.servers import a_database

ACT = Act(actor="agent-1", action="decided", subject="outcome:refused")


class Place:
    """A store, its settings, and what commands print."""

    def __init__(self, database, url, master_keys=""):
        self.database = database
        self.settings = Settings(
            secret_key="k" * 32,
            mongodb_url=url,
            mongodb_database=database.name,
            master_keys=master_keys,
        )

    async def said(self, command, *values):
        written = io.StringIO()
        code = await command(self.settings, Console(file=written, width=160), *values)
        return code, written.getvalue()


@pytest.fixture
async def place(store_url):
    async with a_database(store_url) as database:
        trail = MongoAuditTrail(database)
        await trail.prepare()
        for chain in ("G-ONE", "G-ONE", "G-TWO"):
            await Witness(trail, SystemClock()).record(chain, ACT)
        yield Place(database, store_url)


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
async def test_showing_the_audit_is_part_of_what_is_shown(place):
    code, said = await place.said(show_audit, "G-ONE", "auditrice")
    assert code == 0
    assert "outcome:refused" in said
    assert "auditrice" in said and "audit_read" in said
    assert (await place.said(show_audit, "G-NOWHERE", "auditrice"))[0] == 1


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
async def test_a_whole_audit_is_verified_with_and_without_heads(place, tmp_path):
    assert (await place.said(verify_audit, None))[0] == 0
    assert (await place.said(seal_audit, tmp_path))[0] == 0
    code, said = await place.said(verify_audit, tmp_path)
    assert (code, said.strip()) == (0, "3 entries of 2 chains, against 2 sealed chains")


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
async def test_an_export_can_be_checked_elsewhere_and_says_who_took_it(place, tmp_path):
    out = tmp_path / "audit.jsonl"
    console = Console(file=io.StringIO(), width=160)
    desk = Desk(settings=place.settings, account="auditrice", console=console)
    assert await export_audit(desk, "", out) == 0
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    for row in rows:
        hashed = {name: value for name, value in row.items() if name != "digest"}
        assert (
            hashlib.sha256(json.dumps(hashed, sort_keys=True).encode()).hexdigest()
            == (row["digest"])
        )
    assert [row["chain"] for row in rows] == ["G-ONE", "G-ONE", "G-TWO", "account:auditrice"]
    assert (rows[-1]["actor"], rows[-1]["action"]) == ("auditrice", "audit_exported")
    assert out.stat().st_mode & 0o777 == 0o600
    assert await export_audit(desk, "G-NOWHERE", out) == 1
    two = tmp_path / "two.jsonl"
    assert (await export_audit(desk, "G-TWO", two), len(two.read_text().splitlines())) == (0, 2)
    assert two.stat().st_mode & 0o777 == 0o600


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
async def test_a_backup_of_all_is_in_the_audit_before_it_is_taken(place, tmp_path):
    told = io.StringIO()
    desk = Desk(settings=place.settings, account="ops", console=Console(file=told, width=160))
    assert await backup(desk, tmp_path, 2) == 0
    (entry,) = await MongoAuditTrail(place.database).entries("account:ops")
    assert (entry.actor, entry.action) == ("ops", "backup_taken")
    (path,) = tmp_path.glob("store-*")
    assert count_documents(path)["audit_chain"] == 4  # its own entry is in it


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
async def test_the_newest_entry_is_missed_before_any_head_is_sealed(place):
    await place.database["audit_chain"].delete_one({"chain": "G-ONE", "seq": 2})
    code, said = await place.said(verify_audit, None)
    assert (code, "G-ONE: entry 2 was cut off the end" in said) == (1, True)


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
@pytest.mark.parametrize(
    ("where", "named"),
    [
        ({"chain": "G-ONE", "seq": 1}, "G-ONE: entry 1 was removed"),
        ({"chain": "G-ONE", "seq": 2}, "G-ONE: entry 2 was cut off the end"),
        ({"chain": "G-TWO"}, "G-TWO: entry 1 was cut off the end"),
    ],
    ids=str,
)
async def test_what_was_taken_out_is_named(place, tmp_path, where, named):
    await place.said(seal_audit, tmp_path)
    await place.database["audit_chain"].delete_one(where)
    code, said = await place.said(verify_audit, tmp_path)
    assert code == 1
    assert named in said


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
async def test_heads_are_verified_with_the_key_of_their_time(place, tmp_path):
    heads, key = tmp_path / "heads", tmp_path / "key.json"
    await place.said(seal_audit, heads)
    key.write_text(json.dumps(ReceiptSigner(place.settings).public_key))
    secret = SecretStr("another secret of thirty-two characters")
    place.settings = place.settings.model_copy(update={"secret_key": secret})
    assert (await place.said(verify_audit, heads))[0] == 1
    assert (await place.said(verify_audit, heads, key))[0] == 0


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
async def test_a_changed_file_of_heads_is_named(place, tmp_path):
    await place.said(seal_audit, tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_text(path.read_text()[:-4] + "AAAA")
    code, said = await place.said(verify_audit, tmp_path)
    assert (code, path.name in said) == (1, True)


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
async def test_a_rotation_wraps_what_there_is_and_says_how_much(place, store_url, tmp_path):
    async def data():
        yield b"SPECIMEN"

    first = Place(place.database, store_url, master_keys_of(tmp_path))
    blobs = piece_store(first.database, first.settings, SystemClock())
    stored = [await blobs.write(data(), 100, f"G-{number}") for number in range(3)]
    add_master_key(tmp_path)
    both = Place(place.database, store_url, master_keys_of(tmp_path))
    assert "3 keys wrapped anew" in (await both.said(rotate_keys))[1]
    assert "0 keys wrapped anew" in (await both.said(rotate_keys))[1]
    newest = Place(place.database, store_url, master_keys_of(tmp_path).partition(",")[0])
    alone = piece_store(newest.database, newest.settings, SystemClock())
    assert await alone.read(stored[2].blob_id) == b"SPECIMEN"
    code, said = await first.said(rotate_keys)
    assert (code, "master key that the settings do not name" in said) == (1, True)


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
async def test_a_rotation_without_a_key_says_what_to_do(place):
    code, said = await place.said(rotate_keys)
    assert (code, "guichet keys new" in said) == (1, True)


def test_the_keys_of_a_machine_are_for_its_own_user_and_stay(tmp_path):
    first = master_keys_of(tmp_path)
    assert master_keys_of(tmp_path) == first
    (path,) = tmp_path.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    add_master_key(tmp_path)
    assert master_keys_of(tmp_path).split(",")[1:] == [first]
    assert path.stat().st_mode & 0o777 == 0o600


class Calendar:
    """A clock that is put forward."""

    moment = NOW

    def now(self):
        return self.moment

    async def sleep(self, seconds):
        """Nobody waits here."""


async def test_watch_seals_once_a_day(tmp_path):
    clock, trail = Calendar(), MemoryAuditTrail()
    await Witness(trail, clock).record("G-ONE", ACT)
    signer = ReceiptSigner(Settings(secret_key="k" * 32))
    seal = DailySeal(trail=trail, signer=signer, folder=tmp_path / "heads", clock=clock)
    assert (await seal.look(), await seal.look()) == (1, 0)
    clock.moment = NOW + SEALED_EVERY
    await Witness(trail, clock).record("G-ONE", ACT)
    assert await seal.look() == 1
    assert len(list((tmp_path / "heads").iterdir())) == 2
