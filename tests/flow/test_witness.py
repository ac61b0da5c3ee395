"""What an agent does is written down before it is done, or not done."""

import datetime as dt

import pytest

from shared.adapters.audit_heads import last_sealed_at, read_seals, seal_heads
from shared.adapters.audit_trail import MemoryAuditTrail
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_broker import MemoryBroker
from shared.domain.audit import Act
from shared.domain.audit_proof import Damage
from shared.domain.change import Change
from shared.domain.events import PieceViewed, Submitted
from shared.domain.piece import PieceKind
from shared.errors import ServerUnavailable
from shared.pipeline.audit_check import check_audit
from shared.pipeline.register import Register
from shared.pipeline.relay import Relay
from shared.pipeline.witness import Witness
from shared.settings import Settings
from shared.stages import TABLE
from shared.web.receipts import ReceiptSigner
from tests.builders import NOW, PIECES, a_draft

VIEW = PieceViewed(account="agent-1", kind=PieceKind.IDENTITY)
ACT = Act(actor="agent-1", action="audit_read")


class Noon:
    """A clock that stands."""

    def now(self):
        return NOW

    async def sleep(self, seconds):
        """Nobody waits here."""


class LostTrail(MemoryAuditTrail):
    """A store that does not answer."""

    async def add(self, entry):
        raise ServerUnavailable("store")


async def a_register(trail):
    store, clock = MemoryStore(), Noon()
    draft = a_draft(*PIECES)
    await store.add(Change(dossier=draft))
    register = Register(store, Relay(MemoryBroker(TABLE), store, clock), clock, TABLE)
    return register.watched_by(Witness(trail, clock)), draft.dossier_id


async def test_a_view_is_in_the_chain_before_the_piece_is_shown():
    trail = MemoryAuditTrail()
    register, dossier_id = await a_register(trail)
    assert await register.apply(dossier_id, VIEW)
    (entry,) = await trail.entries(dossier_id)
    assert (entry.actor, entry.action, entry.subject) == (
        "agent-1",
        "piece_viewed",
        "piece:identity",
    )


async def test_what_cannot_be_written_down_is_not_done():
    register, dossier_id = await a_register(LostTrail())
    before = await register.dossiers.get(dossier_id)
    with pytest.raises(ServerUnavailable):
        await register.apply(dossier_id, VIEW)
    assert await register.dossiers.get(dossier_id) == before


async def test_an_act_that_did_not_apply_says_so_in_the_chain():
    trail = MemoryAuditTrail()
    register, dossier_id = await a_register(trail)
    absent = PieceViewed(account="agent-1", kind=PieceKind.MEDICAL)
    assert await register.apply(dossier_id, absent) is None
    assert [entry.action for entry in await trail.entries(dossier_id)] == [
        "piece_viewed",
        "piece_viewed:not_applied",
    ]


async def test_acts_on_dossiers_that_are_not_there_begin_no_chain():
    trail = MemoryAuditTrail()
    register, _ = await a_register(trail)
    assert await register.apply("G-NOWHERE", VIEW) is None
    assert trail.rows == {}


async def test_what_filers_and_machines_do_begins_no_chain():
    trail = MemoryAuditTrail()
    register, dossier_id = await a_register(trail)
    assert await register.apply(dossier_id, Submitted(needs_validation=False))
    assert trail.rows == {}


def a_signer():
    return ReceiptSigner(Settings(secret_key="k" * 32))


async def test_sealed_heads_show_what_was_cut_off_a_chain_and_a_chain_that_is_gone(tmp_path):
    trail, signer = MemoryAuditTrail(), a_signer()
    witness = Witness(trail, Noon())
    for chain in ("G-ONE", "G-ONE", "G-TWO"):
        await witness.record(chain, ACT)
    await seal_heads(trail, signer, tmp_path, NOW)
    seals = read_seals(tmp_path, signer.public_key)
    assert (seals.broken, (await check_audit(trail, seals.sealed)).flaws) == ((), ())

    del trail.rows["G-ONE/000000000002"], trail.rows["G-TWO/000000000001"]
    trail.ends.clear()  # who may write to the store may do that too
    assert (await check_audit(trail, {})).flaws == ()
    flaws = (await check_audit(trail, seals.sealed)).flaws
    assert {(flaw.chain, flaw.seq, flaw.damage) for flaw in flaws} == {
        ("G-ONE", 2, Damage.TRUNCATED),
        ("G-TWO", 1, Damage.TRUNCATED),
    }


async def test_each_seal_holds_the_chains_that_grew_since_the_one_before(tmp_path):
    trail, signer = MemoryAuditTrail(), a_signer()
    await Witness(trail, Noon()).record("G-ONE", ACT)
    assert (await seal_heads(trail, signer, tmp_path, NOW + dt.timedelta(hours=1)))[1] == 1
    tomorrow = NOW + dt.timedelta(days=1)
    assert (await seal_heads(trail, signer, tmp_path, tomorrow))[1] == 0
    assert last_sealed_at(tmp_path, signer.public_key) == tomorrow


async def seals_of_three_days(folder):
    trail, signer = MemoryAuditTrail(), a_signer()
    for day in range(3):
        await Witness(trail, Noon()).record("G-ONE", ACT)
        await seal_heads(trail, signer, folder, NOW + dt.timedelta(days=day))
    return sorted(folder.iterdir()), signer.public_key


async def test_a_sealed_file_that_is_gone_or_changed_is_named(tmp_path):
    files, key = await seals_of_three_days(tmp_path)
    text = files[1].read_text()
    files[1].write_text(text[:-8] + "AAAAAAAA")
    assert files[1].name in read_seals(tmp_path, key).broken
    files[1].unlink()
    assert read_seals(tmp_path, key).broken == (files[2].name,)
    files[1].write_text(text)
    assert read_seals(tmp_path, key).broken == ()


async def test_heads_sealed_with_another_key_prove_nothing(tmp_path):
    files, _ = await seals_of_three_days(tmp_path)
    other = ReceiptSigner(Settings(secret_key="x" * 32)).public_key
    seals = read_seals(tmp_path, other)
    assert (len(seals.broken), dict(seals.sealed)) == (len(files), {})
