"""Whatever one does to a single stored entry, the audit finds it without any sealed head."""

import datetime as dt
from contextlib import suppress
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.adapters.audit_trail import MemoryAuditTrail
from shared.domain.audit import Act, AuditEntry, digest_of, entry_name
from shared.pipeline.audit_check import check_audit
from shared.pipeline.witness import ChainBusy, Witness
from tests.builders import NOW

CHAINS = ("G-ONE", "G-TWO", "account:agent-1")
LONGEST = 6
PLACES = st.tuples(
    st.lists(st.integers(1, LONGEST), min_size=len(CHAINS), max_size=len(CHAINS)),
    st.sampled_from(range(len(CHAINS))),
    st.integers(0, LONGEST - 1),
    st.integers(0, LONGEST - 1),
)


class Clock:
    """A second an entry."""

    def __init__(self):
        self.moment = NOW

    def now(self):
        self.moment += dt.timedelta(seconds=1)
        return self.moment


async def an_audit(lengths):
    """Chains of these lengths, each entry an act of its own."""
    trail = MemoryAuditTrail()
    witness = Witness(trail, Clock())
    for chain, length in zip(CHAINS, lengths, strict=True):
        for number in range(length):
            act = Act(actor=f"agent-{number}", action="piece_viewed", subject="piece:identity")
            await witness.record(chain, act)
    return trail


def names(trail, chain):
    return sorted(name for name in trail.rows if name.rpartition("/")[0] == chain)


def altered(entry, field):
    other = {"at": NOW - dt.timedelta(days=1), "seq": entry.seq + 50}.get(field, "0" * 64)
    return replace(entry, **{field: other})


def with_its_digest(entry):
    return replace(entry, digest=digest_of(entry))


def drop(trail, chain, one, other):
    del trail.rows[one]


def swap(trail, chain, one, other):
    """The two change places, their numbers with them."""
    first, second = trail.rows[one], trail.rows[other]
    trail.rows[one] = replace(second, seq=first.seq)
    trail.rows[other] = replace(first, seq=second.seq)


def swap_and_seal(trail, chain, one, other):
    swap(trail, chain, one, other)
    for name in (one, other):
        trail.rows[name] = with_its_digest(trail.rows[name])


def double(trail, chain, one, other):
    """A second time, as the newest."""
    last = trail.rows[names(trail, chain)[-1]]
    copy = replace(trail.rows[one], seq=last.seq + 1)
    trail.rows[entry_name(chain, copy.seq)] = copy


def move(trail, chain, one, other):
    """Under the next number of another dossier."""
    target = next(name for name in CHAINS if name != chain)
    last = trail.rows[names(trail, target)[-1]]
    moved = replace(trail.rows.pop(one), chain=target, seq=last.seq + 1, previous=last.digest)
    trail.rows[entry_name(target, moved.seq)] = with_its_digest(moved)


def move_as_it_is(trail, chain, one, other):
    target = next(name for name in CHAINS if name != chain)
    entry = trail.rows.pop(one)
    number = len(names(trail, target)) + 1
    trail.rows[entry_name(target, number)] = entry


async def hidden(case, tamper):
    """True where the tampering is not found, or not any more once people went on working."""
    lengths, which, place, second = case
    trail, chain = await an_audit(lengths), CHAINS[which]
    assert (await check_audit(trail, {})).flaws == ()
    stored = names(trail, chain)
    before = dict(trail.rows)
    tamper(trail, chain, stored[place % len(stored)], stored[second % len(stored)])
    if trail.rows == before:
        return False
    found = [(await check_audit(trail, {})).flaws]
    for later in CHAINS:
        with suppress(ChainBusy):  # a foreign entry stands in the way: loud enough
            await Witness(trail, Clock()).record(later, Act(actor="agent-9", action="claimed"))
        found.append((await check_audit(trail, {})).flaws)
    return not all(found)


@pytest.mark.parametrize(
    "tamper",
    [drop, swap, swap_and_seal, double, move, move_as_it_is],
    ids=lambda one: one.__name__,
)
@settings(max_examples=40)
@given(case=PLACES)
async def test_an_entry_taken_doubled_or_put_elsewhere_is_found(tamper, case):
    assert not await hidden(case, tamper)


@pytest.mark.parametrize("sealed", [False, True], ids=["as it is", "with a new digest"])
@pytest.mark.parametrize("field", [one.name for one in fields(AuditEntry)])
@settings(max_examples=15)
@given(case=PLACES)
async def test_an_altered_entry_is_found_the_last_one_too(field, sealed, case):
    def tamper(trail, chain, one, other):
        changed = altered(trail.rows[one], field)
        trail.rows[one] = with_its_digest(changed) if sealed else changed

    assert not await hidden(case, tamper)


async def test_a_whole_chain_taken_away_is_found():
    trail = await an_audit([2, 3, 1])
    trail.rows = {name: row for name, row in trail.rows.items() if row.chain != "G-TWO"}
    flaws = (await check_audit(trail, {})).flaws
    assert {(flaw.chain, flaw.seq) for flaw in flaws} == {("G-TWO", n) for n in (1, 2, 3)}


async def test_a_head_behind_its_chain_after_a_crash_is_no_flaw():
    trail = await an_audit([3, 1, 1])
    entry = trail.rows[entry_name("G-ONE", 2)]
    trail.ends["G-ONE"] = replace(trail.ends["G-ONE"], seq=2, digest=entry.digest)
    assert (await check_audit(trail, {})).flaws == ()


async def test_a_head_that_was_changed_is_found():
    trail = await an_audit([3, 1, 1])
    trail.ends["G-ONE"] = replace(trail.ends["G-ONE"], digest="0" * 64)
    assert [flaw.seq for flaw in (await check_audit(trail, {})).flaws] == [3]
