"""The hours of the statistics, counted in memory and on the real store alike."""

import datetime as dt
from dataclasses import replace
from typing import get_args

import pytest

from services.watch.statistics_round import count_hours_anew
from shared.adapters.accounts import MongoAccounts
from shared.adapters.driver import DriverName
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_statistics import MemoryStatistics
from shared.adapters.statistics import MongoStatistics
from shared.adapters.store import MongoDossiers
from shared.domain.change import Change
from shared.domain.dossier import Outcome
from shared.domain.events import PieceAdded, StageFinished, Submitted
from shared.domain.review_events import Claimed, Decided
from shared.domain.statistics import Tally, band_of, hour_of
from shared.stages import StageName
from shared.web.access import Account, Role
from tests.builders import NOW, PIECES, a_change, a_divergence, a_piece, a_result, after
from tests.contract.servers import a_database

HOUR = dt.timedelta(hours=1)
CHECKS = (StageName.PHOTO, StageName.SIGNATURE, StageName.IDENTITY, StageName.ADDRESS)

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]


@pytest.fixture(params=["memory", *get_args(DriverName)])
async def kept(request, store_url):
    """The dossiers and the statistics counted from them; two schools have an account."""
    if request.param == "memory":
        store = MemoryStore()
        yield store, MemoryStatistics(store, accounts=2)
        return
    async with a_database(store_url, request.param) as database:
        store, accounts = MongoDossiers(database), MongoAccounts(database)
        await store.prepare()
        await accounts.prepare()
        for name, role in (("e-1", Role.SCHOOL), ("e-2", Role.SCHOOL), ("a-1", Role.INSTRUCTOR)):
            await accounts.put(Account(account_id=name, role=role), f"secret-of-{name}")
        yield store, MongoStatistics(database)


class Clock:
    """A clock that stands."""

    def __init__(self, now):
        self.time = now

    def now(self):
        return self.time


async def put(store, dossier):
    """Store it with its whole timeline."""
    await store.add(Change(dossier=replace(dossier, history=()), events=dossier.history))


def sent(dossier_id, at=NOW, **demande):
    opened = a_change(dossier_id, **demande).dossier
    pieces = [PieceAdded(piece=a_piece(kind)) for kind in PIECES]
    return after(opened, *pieces, Submitted(needs_validation=False), now=at)


def refused(dossier, at):
    for name in (StageName.RECEPTION, *CHECKS, StageName.DIVERGENCE):
        result = a_divergence() if name is StageName.DIVERGENCE else a_result()
        event = StageFinished(stage=name, run=1, attempt=1, result=result)
        dossier = after(dossier, event, now=at)
    decided = Decided(agent="a-1", outcome=Outcome.REFUSED, reason="Motif.")
    return after(dossier, Claimed(agent="a-1"), decided, now=at + HOUR)


async def test_requests_are_counted_in_the_hour_of_their_sending_by_establishment(kept):
    store, statistics = kept
    await put(store, sent("G-1", agrement="E1"))
    await put(store, sent("G-2", agrement="E1"))
    await put(store, sent("G-3", at=NOW + HOUR, agrement=None))
    await put(store, a_change("G-4").dossier)

    first, second = await statistics.count(NOW, NOW + 2 * HOUR)

    assert (first.at, first.sent, first.schools) == (NOW, 2, {"E1": 2})
    assert (second.at, second.sent, second.schools) == (NOW + HOUR, 1, {})


async def test_ends_and_times_are_counted_in_their_own_hours(kept):
    store, statistics = kept
    await put(store, refused(sent("G-1"), NOW + HOUR))

    *_, checked, ended = await statistics.count(NOW, NOW + 3 * HOUR)

    assert ended.handled == {Outcome.REFUSED: 1}
    assert checked.waits[StageName.RECEPTION] == {band_of(3600): 1}
    assert ended.waits[StageName.REVIEW] == {band_of(3600): 1}


async def test_nothing_outside_the_hours_asked_for_is_counted(kept):
    store, statistics = kept
    await put(store, refused(sent("G-1"), NOW + HOUR))

    (only,) = await statistics.count(NOW + HOUR, NOW + 2 * HOUR)

    assert (only.at, only.sent, only.handled) == (NOW + HOUR, 0, {})


async def test_hours_come_back_as_they_were_kept_and_replaced(kept):
    _, statistics = kept
    assert await statistics.last() is None
    full = Tally(
        at=NOW,
        sent=2,
        handled={Outcome.CLOSED: 1},
        schools={"E.1$": 2},
        waits={StageName.PHOTO: {-3: 1, 7: 2}},
    )
    await statistics.write([Tally(at=NOW, sent=9), Tally(at=NOW - HOUR)])
    await statistics.write([full])

    assert await statistics.since(NOW) == [full]
    assert [tally.at for tally in await statistics.since(NOW - HOUR)] == [NOW - HOUR, NOW]
    assert await statistics.last() == NOW


async def test_counting_again_after_a_crash_counts_nothing_twice(kept):
    store, statistics = kept
    await put(store, refused(sent("G-1"), NOW + HOUR))
    clock = Clock(NOW + 3 * HOUR)

    for _ in range(3):
        assert await count_hours_anew(statistics, clock) > 0

    rows = await statistics.since(NOW - HOUR)
    assert sum(row.sent for row in rows) == 1
    assert sum(row.handled.get(Outcome.REFUSED, 0) for row in rows) == 1


async def test_a_watch_that_was_away_for_days_closes_the_gap(kept):
    store, statistics = kept
    await statistics.write([Tally(at=hour_of(NOW - 100 * HOUR), sent=1)])
    await put(store, sent("G-1"))
    await count_hours_anew(statistics, Clock(NOW + HOUR))

    assert [row.sent for row in await statistics.since(NOW - 101 * HOUR)] == [1, 1]


async def test_schools_with_an_account_are_counted(kept):
    _, statistics = kept
    assert await statistics.school_accounts() == 2
