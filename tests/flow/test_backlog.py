"""A burst: who stands in a long line is neither sent again nor given up, as long as it moves."""

import datetime as dt

import pytest

from services.watch.sweep import sweep_deadlines
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_watch import MemoryProbes
from shared.domain.dossier import StageStatus
from shared.errors import ServerUnavailable
from shared.pipeline.backlog import MOVING_FOR, TOLD_EVERY, QueueReports, patience, reached
from shared.pipeline.runner import Runner
from shared.pipeline.watch_ports import Probe
from shared.stages import TABLE, StageName
from tests.builders import NOW
from tests.flow.line import Line, ManualClock

S = StageName
PHOTO = TABLE[S.PHOTO]
SECOND, HOUR = dt.timedelta(seconds=1), dt.timedelta(hours=1)
LONG_AGO = NOW - patience(PHOTO)


class TellingProbes(MemoryProbes):
    """Remembers everything that it was told; may be away."""

    def __init__(self):
        super().__init__()
        self.told, self.away = [], False

    async def line_reached(self, queue, sent_at, now):
        if self.away:
            raise ServerUnavailable("store")
        self.told.append((queue, sent_at, now))


async def test_a_consumer_of_a_short_line_tells_nothing():
    probes, clock = TellingProbes(), ManualClock()
    await QueueReports(PHOTO, probes, clock).took((LONG_AGO + SECOND).isoformat())
    assert probes.told == []


async def test_a_consumer_of_a_long_line_tells_how_far_it_is_and_seldom():
    probes, clock = TellingProbes(), ManualClock()
    reports = QueueReports(PHOTO, probes, clock)
    for _ in range(3):
        await reports.took(LONG_AGO.isoformat())
    assert probes.told == [("q.photo", LONG_AGO, NOW)]
    clock.time += TOLD_EVERY
    await reports.took((LONG_AGO + SECOND).isoformat())
    assert probes.told[1:] == [("q.photo", LONG_AGO + SECOND, NOW + TOLD_EVERY)]


@pytest.mark.parametrize("sent", ["", "hier", "2017-11-06T09:00:00"])
async def test_a_message_without_a_moment_is_worked_all_the_same(sent):
    probes = TellingProbes()
    await QueueReports(PHOTO, probes, ManualClock()).took(sent)
    assert probes.told == []


async def test_a_runner_tells_of_the_message_that_it_takes():
    line, probes = Line(table=TABLE), TellingProbes()
    await line.send_dossier()
    await line.relay.flush()
    line.clock.time += TABLE[S.RECEPTION].deadline
    runner = Runner(TABLE[S.RECEPTION], line.works[S.RECEPTION], line.register, probes)
    await (await line.broker.consume("q.reception", 1, runner.handle)).stop()
    assert probes.told == [("q.reception", NOW, line.clock.time)]


async def test_a_store_that_is_away_holds_up_no_check():
    probes = TellingProbes()
    probes.away = True
    await QueueReports(PHOTO, probes, ManualClock()).took(LONG_AGO.isoformat())


LINES = [
    pytest.param(NOW - HOUR, NOW, NOW - HOUR, id="moves"),
    pytest.param(NOW - HOUR, NOW - MOVING_FOR, NOW - HOUR, id="moved lately"),
    pytest.param(NOW - HOUR, NOW - MOVING_FOR - SECOND, None, id="stands"),
    pytest.param(None, None, None, id="never was long"),
]


@pytest.mark.parametrize(("place", "moved_at", "expected"), LINES)
def test_a_line_has_a_place_only_while_it_moves(place, moved_at, expected):
    probe = Probe(queue="q.photo", sent_at=NOW, seen_at=None, reached=place, moved_at=moved_at)
    assert reached(probe, NOW) == expected


async def a_burst(dossiers, *, store=None):
    """Dossiers sent a second apart whose messages all stand in line past their deadline."""
    line = Line(store=store or MemoryStore(), table=TABLE)
    keys = []
    for number in range(dossiers):
        keys.append(await line.send_dossier(f"G-{number}"))
        line.clock.time += SECOND
    await line.relay.flush()
    line.clock.time += TABLE[S.RECEPTION].deadline
    return line, keys


async def swept(line, *, reached_at, silent_for=dt.timedelta(0)):
    """What one sweep makes of a line that has come to the messages of that moment."""
    now = line.clock.time
    await line.probes.sent("q.reception", "1", NOW)
    await line.probes.line_reached("q.reception", reached_at, now - silent_for)
    await sweep_deadlines(line.store, line.probes, line.register, line.clock)
    await line.relay.flush()


def messages(line):
    return len(line.broker.queues["q.reception"])


async def test_who_stands_in_a_moving_line_waits_on_and_no_message_is_added():
    line, keys = await a_burst(2)
    await swept(line, reached_at=NOW - SECOND)
    dossiers = [await line.store.get(key) for key in keys]
    assert [one.history[-1].event for one in dossiers] == ["still_queued"] * 2
    assert {one.stage(S.RECEPTION).redrives for one in dossiers} == {0}
    assert messages(line) == 2


async def test_the_next_look_comes_when_it_has_waited_as_long_again():
    line, (key,) = await a_burst(1)
    line.clock.time = NOW + HOUR
    await swept(line, reached_at=NOW - SECOND)
    assert (await line.store.get(key)).stage(S.RECEPTION).deadline == NOW + 2 * HOUR
    assert TABLE[S.RECEPTION].deadline < HOUR


async def test_whom_the_line_has_passed_is_sent_again():
    line, keys = await a_burst(2)
    await swept(line, reached_at=NOW + SECOND / 2)
    events = [(await line.store.get(key)).history[-1].event for key in keys]
    assert events == ["redriven", "still_queued"]
    assert messages(line) == 3


async def test_who_stands_in_a_line_that_stands_is_sent_again():
    line, keys = await a_burst(1)
    await swept(line, reached_at=NOW - SECOND, silent_for=MOVING_FOR + SECOND)
    assert (await line.store.get(keys[0])).history[-1].event == "redriven"


async def test_a_line_of_hours_parks_nobody():
    line, (key,) = await a_burst(1)
    for _ in range(TABLE[S.RECEPTION].redrives + 3):
        await swept(line, reached_at=NOW - SECOND)
        line.clock.time = (await line.store.get(key)).stage(S.RECEPTION).deadline
    run = (await line.store.get(key)).stage(S.RECEPTION)
    assert (run.status, run.redrives, run.attempt) == (StageStatus.OPEN, 0, 1)
    assert messages(line) == 1


class CountingStore(MemoryStore):
    """Counts its writes."""

    def __init__(self):
        super().__init__()
        self.saved = 0

    async def save(self, change):
        self.saved += 1
        return await super().save(change)


async def test_all_due_stages_of_a_dossier_are_one_change():
    store = CountingStore()
    line = Line(store=store, table=TABLE)
    key = await line.send_dossier()
    await line.relay.flush()
    received = Runner(TABLE[S.RECEPTION], line.works[S.RECEPTION], line.register)
    await (await line.broker.consume("q.reception", 1, received.handle)).stop()
    await line.relay.flush()
    saved = store.saved
    line.clock.time += HOUR
    assert await sweep_deadlines(line.store, line.probes, line.register, line.clock) == 1
    redriven = [one.stage for one in (await line.store.get(key)).history if one.event == "redriven"]
    assert redriven == [S.PHOTO, S.SIGNATURE, S.IDENTITY, S.ADDRESS, S.NOTIFICATION]
    assert store.saved == saved + 1
