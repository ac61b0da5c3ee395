"""Probes: met by a consumer that hears; a deaf one is told by an idle runner and a late probe."""

import datetime as dt

import pytest

from services.watch.canary import HELD, HELD_FOR, LATE, NOTICE, Canaries
from shared.adapters.clock import SystemClock
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_broker import MemoryBroker
from shared.adapters.memory_watch import MemoryIncidents, MemoryProbes
from shared.pipeline.backlog import patience
from shared.pipeline.hearing import PAUSE, deaf_queue
from shared.pipeline.line import LIMIT, Line
from shared.pipeline.register import Register
from shared.pipeline.relay import Relay
from shared.pipeline.runner import Runner
from shared.stages import TABLE, StageName, queue_stages
from tests.builders import NOW

ROW = TABLE[StageName.PHOTO]
PATIENCE = patience(ROW)
MOMENT = dt.timedelta(seconds=1)


class SetClock(SystemClock):
    """A clock that stands where the test puts it."""

    def __init__(self):
        self.time = NOW

    def now(self):
        return self.time


async def _no_work(dossier):
    raise AssertionError(dossier)


@pytest.fixture
def flown():
    """Canaries over memory ports, and a runner of the photo stage."""
    clock, broker, store = SetClock(), MemoryBroker(TABLE), MemoryStore()
    probes, incidents = MemoryProbes(), MemoryIncidents()
    register = Register(store, Relay(broker, store, clock), clock, TABLE)
    canaries = Canaries(broker=broker, probes=probes, incidents=incidents, clock=clock, table=TABLE)
    return canaries, Runner(ROW, _no_work, register, probes), clock, broker


async def test_a_probe_goes_through_every_queue_and_a_runner_meets_it(flown):
    canaries, runner, clock, broker = flown
    assert await canaries.fly() == len(queue_stages(TABLE))
    consumer = await broker.consume("q.photo", 1, runner.handle)
    clock.time += dt.timedelta(seconds=2)
    await consumer.stop()
    assert (await canaries.probes.last())["q.photo"].seen_at is not None
    assert (await canaries.probes.last())["q.address"].seen_at is None


async def test_a_probe_in_a_long_line_that_moves_is_no_incident_and_stays_the_only_one(flown):
    canaries, _, clock, _ = flown
    await canaries.fly()
    clock.time += PATIENCE + NOTICE + MOMENT
    await canaries.probes.line_reached("q.photo", NOW - MOMENT, clock.time)
    await canaries.fly()
    last = await canaries.probes.last()
    assert (last["q.photo"].sent_at, last["q.signature"].sent_at) == (NOW, clock.time)
    late = {one.subject for one in await canaries.incidents.open_ones() if one.kind == LATE}
    assert "q.photo" not in late
    assert "q.signature" in late


async def test_a_probe_that_a_long_line_has_passed_is_late(flown):
    canaries, _, clock, _ = flown
    await canaries.fly()
    clock.time += PATIENCE + MOMENT
    await canaries.probes.line_reached("q.photo", NOW + MOMENT, clock.time)
    await canaries.fly()
    assert ("canary_late", "q.photo") in {
        (one.kind, one.subject) for one in await canaries.incidents.open_ones()
    }


async def test_a_probe_on_its_way_is_not_sent_again(flown):
    canaries, _, clock, _ = flown
    await canaries.fly()
    clock.time += dt.timedelta(seconds=30)
    assert await canaries.fly() == 0


async def test_a_late_probe_is_an_incident_and_flies_again(flown):
    canaries, _, clock, _ = flown
    await canaries.fly()
    clock.time += PATIENCE + dt.timedelta(seconds=1)
    await canaries.fly()
    found = {incident.subject: incident.kind for incident in await canaries.incidents.open_ones()}
    assert found["q.photo"] == LATE


async def test_an_idle_runner_that_a_late_probe_did_not_reach_is_deaf(flown):
    canaries, runner, clock, _ = flown
    clock.time += dt.timedelta(seconds=1)
    await canaries.fly()
    last = await canaries.probes.last()
    assert deaf_queue([runner], last, NOW, clock.time + PATIENCE / 2) is None
    late = clock.time + PATIENCE + dt.timedelta(seconds=1)
    assert deaf_queue([runner], last, NOW, late) == "q.photo"
    back = late - PATIENCE / 2  # the broker was away: the probe could not reach anybody
    assert deaf_queue([runner], last, back, late) is None
    runner.idle_since = None  # it works: the probe waits behind a message, rightly
    assert deaf_queue([runner], last, NOW, late) is None


async def test_a_late_probe_stays_until_every_consumer_has_looked_for_it(flown):
    canaries, runner, clock, _ = flown
    clock.time += dt.timedelta(seconds=1)
    await canaries.fly()
    for waited in (PATIENCE + MOMENT, PATIENCE + NOTICE):
        clock.time = NOW + dt.timedelta(seconds=1) + waited
        await canaries.fly()
        assert deaf_queue([runner], await canaries.probes.last(), NOW, clock.time) == "q.photo"
    clock.time += MOMENT
    await canaries.fly()  # it may be lost: another takes its place
    assert deaf_queue([runner], await canaries.probes.last(), NOW, clock.time) is None
    assert dt.timedelta(seconds=3 * PAUSE) <= NOTICE


async def test_a_line_that_stands_is_an_incident_until_it_moves_or_its_process_is_gone(flown):
    canaries, _, clock, _ = flown
    clock.time += MOMENT
    await canaries.fly()
    held = [(HELD, "q.photo")]

    async def named():
        await canaries.fly()
        return [(one.kind, one.subject) for one in await canaries.incidents.open_ones()]

    await canaries.probes.line_held("q.photo", clock.time)
    assert await named() == held
    await canaries.probes.line_held("q.photo", None)
    assert await named() == []
    await canaries.probes.line_held("q.photo", clock.time)
    assert await named() == held
    clock.time += HELD_FOR
    assert held[0] not in await named()


def test_a_line_stops_after_too_many_failures_of_one_kind_and_moves_again():
    line = Line("q.photo", SetClock())
    for _ in range(LIMIT - 1):
        line.failed("CheckCrashed")
    line.failed("CheckTimedOut")
    assert not line.stopped
    for _ in range(LIMIT):
        line.failed("CheckCrashed")
    assert line.stopped
    line.passed()
    assert not line.stopped
