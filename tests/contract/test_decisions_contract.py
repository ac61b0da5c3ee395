"""Each decision is kept once, however it came about, and rules are judged by what is kept."""

import datetime as dt
from dataclasses import replace

import pytest

from services.watch.decision_round import DecisionRound
from shared.adapters.decisions import MongoDecisions
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_decisions import MemoryDecisions
from shared.adapters.rule_quality import MemoryRuleQuality
from shared.adapters.store import MongoDossiers
from shared.domain.change import Change
from shared.domain.civil_identity import PostalAddress
from shared.domain.decision_row import DecisionRow, decision_row
from shared.domain.demande import DemandeKind
from shared.domain.dossier import Outcome, Route, StageRun, StageStatus
from shared.domain.events import ClockTicked
from shared.domain.findings import CheckResult
from shared.domain.overturn import RuleOutcome, RuleRate
from shared.domain.pile import Territory
from shared.domain.review import Decision, Prepared, ReadingFix, ReviewFile, SecondCause
from shared.domain.review_events import Claimed, CleanApproved, Decided, DecisionPrepared
from shared.stages import StageName
from tests.builders import NOW, a_change, a_demande, after
from tests.contract.servers import a_database
from tests.rules.console_desk import flagged

SECOND, DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)
EVERYWHERE = Territory()
S = StageName
SUSPECTED = Prepared(outcome=Outcome.REFUSED, reason="Motif.", reason_code="c", suspicion=True)


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.time = NOW

    def now(self):
        return self.time


def in_review(dossier_id, route=Route.REVIEW, reasons="photo.colour identity.expiry", **demande):
    check = CheckResult(findings=(), facts={"reasons": reasons})
    stages = {
        S.REVIEW: StageRun(status=StageStatus.OPEN, run=1, since=NOW, deadline=NOW + DAY),
        S.DIVERGENCE: StageRun(status=StageStatus.DONE, run=1, result=check),
    }
    opened = a_change(dossier_id).dossier
    return replace(opened, stages=stages, route=route, demande=a_demande(**demande))


def decided(dossier_id="G-1", at=NOW, outcome=Outcome.ACCEPTED, **demande):
    """Taken a minute before, decided at once."""
    taken = after(in_review(dossier_id, **demande), Claimed(agent="agent-1"), now=at - 60 * SECOND)
    return after(taken, Decided(agent="agent-1", outcome=outcome, reason="Motif."), now=at)


def ticked(dossier, at):
    return after(dossier, ClockTicked(stage=S.REVIEW), now=at)


def prepared(dossier_id="G-1", wish=SUSPECTED):
    taken = after(in_review(dossier_id), Claimed(agent="agent-1"))
    return after(taken, DecisionPrepared(agent="agent-1", prepared=wish))


def test_a_row_tells_what_was_decided_and_not_by_whom():
    row = decision_row(decided(kind=DemandeKind.TITLE))

    assert row == DecisionRow(
        dossier_id="G-1",
        decided_at=NOW,
        departement="69",
        kind=DemandeKind.TITLE,
        route=Route.REVIEW,
        outcome=Outcome.ACCEPTED,
        seconds=60.0,
        rules=(
            RuleOutcome(rule="photo.colour", overturned=True),
            RuleOutcome(rule="identity.expiry", overturned=True),
        ),
    )
    assert "agent" not in repr(row)


def test_what_the_sweep_enacted_counts_like_an_immediate_decision():
    wish = Prepared(outcome=Outcome.REFUSED, reason="Motif.", reason_code="c")
    row = decision_row(ticked(prepared(wish=wish), NOW + 10 * SECOND))

    assert (row.outcome, row.reason_code, row.seconds) == (Outcome.REFUSED, "c", 10.0)
    assert [rule.overturned for rule in row.rules] == [False, False]


def test_what_nobody_opened_has_no_time_even_after_an_earlier_claim():
    clean = in_review("G-1", Route.CLEAN, reasons="")
    clean = replace(clean, review=ReviewFile(claimed_at=NOW - DAY))
    approved = after(clean, CleanApproved(agent="agent-1", sampled=False))
    row = decision_row(ticked(approved, NOW + 10 * SECOND))

    assert (row.outcome, row.seconds) == (Outcome.ACCEPTED, None)
    assert row.rules == (RuleOutcome(rule="clean_pile", overturned=False),)


def test_a_row_names_the_fields_that_were_read_and_no_value():
    dossier = after(flagged(), Claimed(agent="agent-1"))
    row = decision_row(after(dossier, Decided(agent="agent-1", outcome=Outcome.ACCEPTED)))

    assert row.read == (
        *("address.holder", "address.town"),
        *("identity.birth_date", "identity.birth_name", "identity.given_names"),
    )
    assert "SPECIMEN" not in repr(row)


@pytest.mark.parametrize(
    ("outcome", "agreed"), [(Outcome.REFUSED, True), (Outcome.ACCEPTED, False)]
)
def test_a_second_reading_says_whether_it_came_to_the_same_end(outcome, agreed):
    waiting = ticked(prepared(), NOW + 10 * SECOND)
    assert decision_row(waiting) is None
    taken = after(waiting, Claimed(agent="agent-2"))
    row = decision_row(after(taken, Decided(agent="agent-2", outcome=outcome, reason="Motif.")))

    assert (row.cause, row.agreed) == (SecondCause.SUSPICION, agreed)


def test_fields_that_the_machine_misread_are_named_without_their_values():
    fix = ReadingFix(
        agent="agent-1", at=NOW, field="identity.sex", read="Canari", corrected="Canari-Zwx"
    )
    row = decision_row(replace(decided(), review=ReviewFile(fixes=(fix,))))

    assert row.fixed == ("identity.sex",)
    assert "Canari" not in repr(row)


@pytest.fixture(params=["memory", pytest.param("servers", marks=pytest.mark.servers)])
async def kept(request, store_url):
    """The dossiers and the decisions made of them."""
    if request.param == "memory":
        store = MemoryStore()
        yield store, MemoryDecisions(store)
        return
    async with a_database(store_url) as database:
        store, decisions = MongoDossiers(database), MongoDecisions(database)
        await store.prepare()
        await decisions.prepare()
        yield store, decisions


pytestmark = pytest.mark.xdist_group("servers")


async def put(store, *dossiers):
    for dossier in dossiers:
        await store.add(Change(dossier=dossier))


async def test_decided_dossiers_come_in_the_order_of_their_decisions(kept):
    store, decisions = kept
    await put(store, decided("G-LATE", NOW + DAY), decided("G-EARLY"), in_review("G-OPEN"))
    await put(store, decided("G-BEFORE", NOW - DAY))

    found = [dossier.dossier_id async for dossier in decisions.decided(NOW)]

    assert found == ["G-EARLY", "G-LATE"]


async def test_a_row_comes_back_as_it_was_and_is_kept_once(kept):
    _, decisions = kept
    row = decision_row(decided())
    full = replace(row, dossier_id="G-2", cause=SecondCause.SAMPLE, agreed=False, fixed=("a.b",))
    full = replace(full, read=("a.b", "a.c"))
    assert await decisions.last() is None

    assert await decisions.keep([row, full]) == 2
    assert await decisions.keep([replace(row, seconds=9.0)]) == 0
    assert await decisions.keep([]) == 0

    assert sorted(
        await decisions.between(NOW, NOW + SECOND, EVERYWHERE), key=lambda one: one.dossier_id
    ) == [row, full]
    assert await decisions.last() == NOW


async def test_decisions_are_found_by_moment_and_centre(kept):
    _, decisions = kept
    row = decision_row(decided())
    elsewhere = replace(row, dossier_id="G-2", departement="2A")
    abroad = replace(row, dossier_id="G-3", departement=None)
    later = replace(row, dossier_id="G-4", decided_at=NOW + DAY)
    await decisions.keep([row, elsewhere, abroad, later])

    rhone = Territory(only=frozenset({"69"}))
    rest = Territory(but=frozenset({"69"}))
    assert await decisions.between(NOW, NOW + DAY, rhone) == [row]
    found = await decisions.between(NOW, NOW + DAY, rest)
    assert sorted(one.dossier_id for one in found) == ["G-2", "G-3"]


async def test_every_decision_counts_once_however_often_watch_looks(kept):
    store, decisions = kept
    quality, clock = MemoryRuleQuality(), Clock()
    rounds = DecisionRound(decisions=decisions, quality=quality, clock=clock)
    address = PostalAddress(street="1 rue", postcode="20000", town="Ajaccio")
    await put(store, decided("G-1", NOW - DAY), decided("G-2", address=address))
    await put(store, decided("G-3", outcome=Outcome.REFUSED))

    assert [await rounds.look(), await rounds.look()] == [3, 0]
    await put(store, decided("G-4", NOW + DAY))
    clock.time = NOW + DAY
    assert await rounds.look() == 1

    assert await quality.rates() == [
        RuleRate(rule="identity.expiry", fired=4, overturned=3),
        RuleRate(rule="photo.colour", fired=4, overturned=3),
    ]


async def test_a_watch_that_died_before_it_counted_counts_at_its_next_look(kept):
    store, decisions = kept
    quality = MemoryRuleQuality()
    await put(store, decided("G-1", NOW - DAY), decided("G-2"))
    await decisions.keep([decision_row(decided("G-1", NOW - DAY))])

    await DecisionRound(decisions=decisions, quality=quality, clock=Clock()).look()

    assert [rate.fired for rate in await quality.rates()] == [2, 2]


async def test_a_decision_stored_a_little_late_is_not_missed(kept):
    store, decisions = kept
    rounds = DecisionRound(decisions=decisions, quality=MemoryRuleQuality(), clock=Clock())
    await put(store, decided("G-NEW"))
    await rounds.look()
    await put(store, decided("G-SLOW", NOW - 60 * SECOND))

    assert await rounds.look() == 1


def test_a_dossier_decided_by_nobody_has_no_row():
    assert decision_row(in_review("G-1")) is None
    closed = replace(in_review("G-1"), outcome=Outcome.EXPIRED)
    assert decision_row(closed) is None
    by = Decision(agent="agent-1", outcome=Outcome.CLOSED, decided_at=NOW)
    assert decision_row(replace(closed, decision=by)) is not None
