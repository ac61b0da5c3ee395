"""The dossier that an agent comes to next: kept a little, told to nobody, taken from nobody."""

import datetime as dt
from dataclasses import replace

import pytest

from shared.domain.clockwork import next_due
from shared.domain.dossier import Outcome, Route
from shared.domain.events import ClockTicked
from shared.domain.leases import RESERVATION
from shared.domain.review import Prepared, is_reservation
from shared.domain.review_events import (
    Claimed,
    CleanApproved,
    Decided,
    DecisionPrepared,
    DecisionUndone,
    Opened,
    Passed,
    Released,
    Reserved,
    Unreserved,
)
from shared.domain.states import state_of
from shared.stages import TABLE
from shared.web.rail import rail_of
from tests.builders import NOW, after
from tests.rules.test_desk_decisions import SECOND, S, applies, claimed, in_review

LEASE = TABLE[S.REVIEW].lease
MINE, OTHERS = Reserved(agent="agent-1"), Reserved(agent="agent-2")
DROPPED = Unreserved(agent="agent-1")


def reserved():
    return after(in_review(), MINE)


def claim_of(dossier):
    return dossier.stage(S.REVIEW).claim


def test_it_lasts_two_minutes_and_again_as_long_when_asked_again():
    assert claim_of(reserved()).until == NOW + RESERVATION
    later = NOW + 60 * SECOND
    assert claim_of(after(reserved(), MINE, now=later)).until == later + RESERVATION


@pytest.mark.parametrize("event", [OTHERS, Claimed(agent="agent-2")], ids=["reserve", "claim"])
def test_no_other_agent_gets_it_until_its_time_is_over(event):
    assert not applies(reserved(), event, NOW + RESERVATION - SECOND)
    assert claim_of(after(reserved(), event, now=NOW + RESERVATION)).agent == "agent-2"


CLAIMED_LATELY = after(in_review(), Claimed(agent="agent-1"))
NOT_RESERVED = [
    ("another-holds-it", claimed("agent-2")),
    ("open-in-another-window", CLAIMED_LATELY),
    (
        "decided-a-moment-ago",
        after(
            CLAIMED_LATELY,
            DecisionPrepared(agent="agent-1", prepared=Prepared(outcome=Outcome.ACCEPTED)),
        ),
    ),
]


@pytest.mark.parametrize(
    "dossier", [case[1] for case in NOT_RESERVED], ids=[case[0] for case in NOT_RESERVED]
)
def test_what_somebody_holds_is_not_reserved(dossier):
    assert not applies(dossier, MINE)


def test_opening_it_makes_it_a_lease_whose_time_counts_from_then():
    opened = after(reserved(), Claimed(agent="agent-1"), now=NOW + 60 * SECOND)

    assert claim_of(opened).until == NOW + 60 * SECOND + LEASE
    assert opened.review.claimed_at == NOW + 60 * SECOND
    assert not is_reservation(claim_of(opened), opened.review)
    assert not applies(opened, DROPPED, NOW + 61 * SECOND)


def test_it_can_be_given_back_and_only_by_its_agent():
    assert claim_of(after(reserved(), DROPPED)) is None
    assert not applies(reserved(), Unreserved(agent="agent-2"))
    assert not applies(in_review(), DROPPED)


def test_a_dossier_that_was_read_and_given_back_can_be_reserved():
    back = after(claimed(), Released(agent="agent-1"))
    assert is_reservation(claim_of(after(back, OTHERS)), after(back, OTHERS).review)


def test_its_end_gives_it_back_without_a_line_in_the_history():
    over = NOW + RESERVATION
    assert next_due(TABLE[S.REVIEW], reserved().stage(S.REVIEW)) == over
    freed = after(reserved(), ClockTicked(stage=S.REVIEW), now=over)
    lost = after(claimed(), ClockTicked(stage=S.REVIEW), now=NOW + LEASE)

    assert claim_of(freed) is None
    assert freed.history == in_review().history
    assert lost.history[-1].event == "lease_expired"


def test_filers_do_not_see_it():
    before, shown = in_review(), reserved()
    assert state_of(shown, NOW) == replace(state_of(before, NOW), since=state_of(shown, NOW).since)
    assert rail_of(shown, NOW) == rail_of(before, NOW)
    assert state_of(after(shown, Claimed(agent="agent-1")), NOW) != state_of(before, NOW)


def test_an_approval_taken_back_is_a_lease_and_no_reservation():
    approved = after(in_review(Route.CLEAN), CleanApproved(agent="agent-1", sampled=False))
    held = after(approved, DecisionUndone(agent="agent-1"), now=NOW + dt.timedelta(seconds=5))

    assert not is_reservation(claim_of(held), held.review)
    assert not applies(held, DROPPED, NOW + dt.timedelta(seconds=6))


def test_leaving_a_reserved_dossier_to_others_is_possible():
    assert after(reserved(), Passed(agent="agent-1")).review.passed == ("agent-1",)


COME = Opened(agent="agent-1")


def test_coming_to_it_takes_it_once_and_only_while_it_is_kept():
    come = after(reserved(), COME, now=NOW + SECOND)
    assert claim_of(come).until == NOW + SECOND + LEASE
    assert come.review.claimed_at == NOW + SECOND
    assert not applies(come, COME, NOW + 2 * SECOND)
    assert not applies(reserved(), COME, NOW + RESERVATION)
    assert not applies(reserved(), Opened(agent="agent-2"))


@pytest.mark.parametrize(
    "event",
    [
        DecisionPrepared(agent="agent-1", prepared=Prepared(outcome=Outcome.ACCEPTED)),
        Decided(agent="agent-1", outcome=Outcome.ACCEPTED),
    ],
    ids=["prepared", "decided"],
)
def test_whoever_decides_what_was_kept_for_them_has_opened_it(event):
    assert after(reserved(), event, now=NOW + SECOND).review.claimed_at == NOW + SECOND
