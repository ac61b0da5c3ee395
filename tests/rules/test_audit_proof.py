"""The audit's chains: whatever one does to a single entry is found and named."""

import datetime as dt
from dataclasses import fields, replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.audit import Act, act_of, digest_of, next_entry
from shared.domain.audit_proof import Damage, flaws_of
from shared.domain.dossier import Outcome
from shared.domain.events import Decided, Event, PieceAdded, PieceViewed
from shared.domain.piece import PieceKind
from tests.builders import NOW, a_piece


def a_chain(length, chain="G-ONE"):
    entries = []
    for number in range(length):
        act = Act(actor=f"agent-{number % 3}", action="piece_viewed", subject="piece:photo")
        moment = NOW + dt.timedelta(seconds=number)
        last = entries[-1] if entries else None
        entries.append(next_entry(chain, last, act, moment, str(number)))
    return entries


def named(entries, sealed=None):
    return {(flaw.seq, flaw.damage) for flaw in flaws_of("G-ONE", entries, sealed or {})}


CHAINS = st.integers(2, 12).flatmap(
    lambda length: st.tuples(st.just(length), st.integers(0, length - 1))
)


@given(st.integers(0, 12))
def test_a_whole_chain_has_no_flaw(length):
    entries = a_chain(length)
    assert named(entries, {entry.seq: entry.digest for entry in entries}) == set()


@given(CHAINS, st.sampled_from(["actor", "action", "subject", "token", "previous", "at", "digest"]))
def test_an_altered_entry_is_named(case, name):
    length, place = case
    entries = a_chain(length)
    other = NOW - dt.timedelta(days=1) if name == "at" else "other"
    entries[place] = replace(entries[place], **{name: other})
    assert (place + 1, Damage.ALTERED) in named(entries)


@given(CHAINS)
def test_an_entry_altered_with_its_digest_is_named(case):
    length, place = case
    entries = a_chain(length)
    sealed = {length: entries[-1].digest}
    forged = replace(entries[place], actor="nobody")
    entries[place] = replace(forged, digest=digest_of(forged))
    assert (place + 1, Damage.REWRITTEN) in named(entries, sealed)
    if place < length - 1:  # of the last one, only a sealed head knows
        assert (place + 1, Damage.REWRITTEN) in named(entries)


@given(CHAINS)
def test_an_entry_taken_out_is_named(case):
    length, place = case
    entries = a_chain(length)
    sealed = {length: entries[-1].digest}
    del entries[place]
    damage = Damage.REMOVED if place < length - 1 else Damage.TRUNCATED
    assert (place + 1, damage) in named(entries, sealed)


@given(st.integers(2, 12).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n))))
def test_what_is_cut_off_the_end_is_named_against_a_sealed_head(case):
    length, gone = case
    entries = a_chain(length)
    sealed = {length: entries[-1].digest}
    left = entries[: length - gone]
    assert named(left) == set()
    expected = {(seq, Damage.TRUNCATED) for seq in range(length - gone + 1, length + 1)}
    assert named(left, sealed) == expected


@given(st.integers(3, 12).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 2))))
def test_two_entries_that_changed_places_are_named(case):
    length, place = case
    entries = a_chain(length)
    one, other = entries[place], entries[place + 1]
    entries[place], entries[place + 1] = (
        replace(other, seq=one.seq),
        replace(one, seq=other.seq),
    )
    assert {(one.seq, Damage.ALTERED), (other.seq, Damage.ALTERED)} <= named(entries)


@given(CHAINS)
def test_a_chain_written_anew_from_one_entry_on_is_named_against_a_sealed_head(case):
    length, place = case
    entries = a_chain(length)
    sealed = {length: entries[-1].digest}
    forged = entries[:place]
    for entry in entries[place:]:
        act = Act(actor="nobody", action=entry.action, subject=entry.subject)
        last = forged[-1] if forged else None
        forged.append(next_entry("G-ONE", last, act, entry.at, entry.token))
    assert named(forged) == set()
    assert (length, Damage.REWRITTEN) in named(forged, sealed)


@given(CHAINS)
def test_an_entry_of_another_chain_is_named(case):
    length, place = case
    entries = a_chain(length)
    entries[place] = a_chain(length, "G-TWO")[place]
    assert (place + 1, Damage.ALTERED) in named(entries)


def all_events(kind=Event):
    inner = get_args(kind)
    return {kind} if not inner else {event for part in inner for event in all_events(part)}


PERSONAL = [
    event
    for event in sorted(all_events(), key=lambda event: event.__name__)
    if {"agent", "account"} & {field.name for field in fields(event)}
]


@pytest.mark.parametrize("event", PERSONAL, ids=lambda event: event.__name__)
def test_every_event_that_a_person_makes_is_an_act(event):
    values = dict.fromkeys((field.name for field in fields(event)), None)
    act = act_of(event(**values | {"agent" if "agent" in values else "account": "agent-1"}))
    assert act is not None and act.actor == "agent-1"
    assert act.action.replace("_", "") == event.__name__.lower()


def test_acts_name_what_they_are_done_to_and_never_its_content():
    refused = Decided(agent="a", outcome=Outcome.REFUSED, reason="Mme Specimen a triché.")
    viewed = PieceViewed(account="a", kind=PieceKind.IDENTITY, earlier=True)
    assert act_of(refused) == Act(actor="a", action="decided", subject="outcome:refused")
    assert act_of(viewed) == Act(actor="a", action="piece_viewed", subject="piece:identity:earlier")
    assert act_of(PieceAdded(piece=a_piece())) is None
