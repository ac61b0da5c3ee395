"""What the audit's chains promise: every act has its place, and none takes another's."""

import asyncio
import datetime as dt
from dataclasses import replace
from itertools import groupby

import pytest

from shared.adapters.audit_trail import MemoryAuditTrail, MongoAuditTrail
from shared.adapters.clock import SystemClock
from shared.domain.audit import Act, Head, chain_named, entry_name, next_entry
from shared.domain.audit_proof import Damage
from shared.pipeline.audit_check import check_audit
from shared.pipeline.witness import Witness
from tests.builders import NOW
from tests.contract.servers import a_database

ACT = Act(actor="agent-1", action="piece_viewed", subject="piece:identity")


def an_entry(chain="G-ONE", last=None, **changes):
    return next_entry(chain, last, replace(ACT, **changes), NOW, "t")


class TrailContract:
    async def test_an_entry_reads_back_as_it_was_written(self, trail):
        entry = an_entry()
        assert await trail.last("G-ONE") is None
        assert await trail.add(entry)
        assert await trail.last("G-ONE") == entry
        assert list(await trail.entries("G-ONE")) == [entry]

    async def test_a_number_is_given_once(self, trail):
        entry = an_entry()
        await trail.add(entry)
        assert not await trail.add(an_entry(actor="agent-2"))
        assert list(await trail.entries("G-ONE")) == [entry]

    async def test_the_same_write_again_after_a_lost_reply_is_no_loss(self, trail):
        entry = an_entry()
        assert (await trail.add(entry), await trail.add(entry)) == (True, True)
        assert len(await trail.entries("G-ONE")) == 1

    async def test_forty_writers_of_one_chain_leave_forty_entries_in_a_whole_chain(self, trail):
        witness = Witness(trail, SystemClock())
        await asyncio.gather(*(witness.record("G-ONE", ACT) for _ in range(40)))
        report = await check_audit(trail, {})
        assert (report.chains, report.entries, report.flaws) == (1, 40, ())
        assert (await trail.heads())["G-ONE"].seq == 40

    async def test_pages_hold_every_entry_chain_by_chain(self, trail):
        for chain in ("G-1", "G-10", "account:a", "G-1-2"):
            first = an_entry(chain)
            await trail.add(first)
            await trail.add(an_entry(chain, first))
        found, name = [], ""
        while page := await trail.page(name, 3):
            name = page[-1][0]
            found += [(chain_named(stored), entry.chain, entry.seq) for stored, entry in page]
        assert sorted(found) == sorted(
            (chain, chain, seq) for chain in ("G-1", "G-10", "account:a", "G-1-2") for seq in (1, 2)
        )
        chains = [chain for chain, _, _ in found]
        assert len([chain for chain, _ in groupby(chains)]) == 4

    async def test_the_head_is_the_newest_entry_and_never_goes_back(self, trail):
        first = an_entry()
        second, other = an_entry(last=first), an_entry("G-TWO")
        for entry in (first, second, first, other):
            assert await trail.add(entry)
        assert await trail.heads() == {
            "G-ONE": Head(seq=2, digest=second.digest),
            "G-TWO": Head(seq=1, digest=other.digest),
        }

    async def test_what_follows_a_chain_cut_short_leaves_its_gap(self, trail):
        witness = Witness(trail, SystemClock())
        for _ in range(3):
            await witness.record("G-ONE", ACT)
        await self.cut(trail, "G-ONE", 3)
        for _ in range(2):
            await witness.record("G-ONE", ACT)
        flaws = (await check_audit(trail, {})).flaws
        assert [(flaw.seq, flaw.damage) for flaw in flaws] == [(3, Damage.REMOVED)]

    async def test_entries_behind_the_head_after_a_crash_are_followed(self, trail):
        witness = Witness(trail, SystemClock())
        first = await witness.record("G-ONE", ACT)
        await self.without_head(trail, next_entry("G-ONE", first, ACT, NOW, "t"))
        assert (await trail.head("G-ONE")).seq == 1
        assert (await witness.record("G-ONE", ACT)).seq == 3
        assert (await check_audit(trail, {})).flaws == ()

    async def test_an_entry_that_was_refused_moves_no_head(self, trail):
        entry = an_entry()
        await trail.add(entry)
        assert not await trail.add(an_entry(actor="agent-2"))
        assert await trail.heads() == {"G-ONE": Head(seq=1, digest=entry.digest)}

    async def test_chains_that_grew_since_a_moment_are_found(self, trail):
        await trail.add(an_entry("G-ONE"))
        await trail.add(next_entry("G-TWO", None, ACT, NOW + dt.timedelta(days=1), "t"))
        assert await trail.changed_since(NOW + dt.timedelta(hours=1)) == {"G-TWO"}
        assert await trail.changed_since(NOW) == {"G-ONE", "G-TWO"}


class TestMemoryAuditTrail(TrailContract):
    async def cut(self, trail, chain, seq):
        del trail.rows[entry_name(chain, seq)]

    async def without_head(self, trail, entry):
        trail.rows[entry_name(entry.chain, entry.seq)] = entry

    @pytest.fixture
    async def trail(self):
        return MemoryAuditTrail()


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestMongoAuditTrail(TrailContract):
    @pytest.fixture(autouse=True)
    def _store(self, database):
        self.database = database

    async def cut(self, trail, chain, seq):
        await self.database["audit_chain"].delete_one({"chain": chain, "seq": seq})

    async def without_head(self, trail, entry):
        before = await self.database["audit_heads"].find_one({"_id": entry.chain})
        await trail.add(entry)
        await self.database["audit_heads"].replace_one({"_id": entry.chain}, before)

    @pytest.fixture
    async def database(self, store_url, driver):
        async with a_database(store_url, driver) as database:
            yield database

    @pytest.fixture
    async def trail(self, database):
        trail = MongoAuditTrail(database)
        await trail.prepare()
        return trail

    @pytest.mark.parametrize(
        ("change", "named"),
        [
            ({"$set": {"actor": "somebody-else"}}, {2}),
            ({"$set": {"seq": 9}}, {2, 3, 4, 5, 6, 7, 8, 9}),
            ({"$set": {"chain": "G-OTHER"}}, {2}),
            ({"$unset": {"subject": 1}}, {2}),
            ({"$set": {"at": "yesterday"}}, {2}),
        ],
        ids=str,
    )
    async def test_what_a_meddler_does_to_the_stored_entry_is_found(
        self, trail, database, change, named
    ):
        witness = Witness(trail, SystemClock())
        for _ in range(3):
            await witness.record("G-ONE", ACT)
        await database["audit_chain"].update_one({"chain": "G-ONE", "seq": 2}, change)
        report = await check_audit(trail, {})
        assert {flaw.chain for flaw in report.flaws} == {"G-ONE"}
        assert {flaw.seq for flaw in report.flaws} & named
