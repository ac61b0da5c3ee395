"""The depths are read once for everybody, and less often where reading is slow."""

import asyncio
import datetime as dt

import pytest

from shared.adapters.memory_watch import MemoryReadings
from shared.errors import ServerUnavailable
from shared.pipeline.depth_reading import FRESH, LONGEST, SHARE, DepthReading, SharedDepths
from shared.pipeline.ports import StageDepth
from shared.pipeline.samples import MINUTE, UNSETTLED, RecentSamples, StageSample
from shared.stages import StageName
from tests.builders import NOW
from tests.flow.line import ManualClock

SECOND = dt.timedelta(seconds=1)
DEPTH = StageDepth(
    stage=StageName.PHOTO, status="open", count=3, oldest_since=NOW, next_deadline=NOW
)


class Source:
    """Depths, with how often they were read."""

    def __init__(self):
        self.read, self.away = 0, False

    async def depths(self):
        self.read += 1
        if self.away:
            raise ServerUnavailable("store")
        await asyncio.sleep(0)
        return (DEPTH,)


def world():
    clock, source, readings = ManualClock(), Source(), MemoryReadings()
    return clock, source, [SharedDepths(source, readings, clock) for _ in range(3)]


async def test_one_reading_serves_every_process_while_it_is_fresh():
    clock, source, processes = world()
    for process in processes * 5:
        assert list(await process.depths()) == [DEPTH]
    assert source.read == 1

    clock.time += FRESH
    await asyncio.gather(*(processes[0].depths() for _ in range(20)))
    assert source.read == 2


@pytest.mark.parametrize(
    ("took", "lasts"),
    [(SECOND / 100, FRESH), (0.4 * SECOND, 0.4 * SECOND / SHARE), (60 * SECOND, LONGEST)],
    ids=["quick", "slow", "never older"],
)
def test_what_is_slow_to_read_is_read_less_often(took, lasts):
    reading = DepthReading(at=NOW, took=took, depths=(DEPTH,))

    assert reading.is_fresh(NOW + lasts - SECOND / 10)
    assert not reading.is_fresh(NOW + lasts)


async def test_who_asks_anew_gets_the_depths_of_now_and_leaves_them_for_the_others():
    clock, source, (first, second, _) = world()
    await first.depths()
    clock.time += SECOND
    await second.anew()
    assert source.read == 2
    clock.time += FRESH - SECOND
    await first.depths()
    assert source.read == 2


async def test_a_store_that_is_away_is_told_and_asked_again():
    _, source, (process, *_) = world()
    source.away = True
    with pytest.raises(ServerUnavailable):
        await process.depths()
    source.away = False
    assert list(await process.depths()) == [DEPTH]


def a_row(minute, finished=1):
    return StageSample(
        stage=StageName.PHOTO,
        at=NOW + minute * MINUTE,
        open=0,
        parked=0,
        oldest_seconds=0.0,
        finished=finished,
    )


class Rows:
    """Samples, with the moment from which they were last asked for."""

    def __init__(self):
        self.rows, self.asked = [], None

    async def since(self, start):
        self.asked = start
        return [row for row in self.rows if row.at >= start]


async def test_only_the_newest_minutes_are_read_again_and_old_ones_let_go():
    source = Rows()
    source.rows = [a_row(minute) for minute in range(10)]
    recent = RecentSamples(source)
    assert list(await recent.since(NOW)) == source.rows

    source.rows[-1] = a_row(9, finished=7)  # a second watch wrote the minute again
    source.rows.append(a_row(10))
    found = await recent.since(NOW + 4 * MINUTE)

    assert list(found) == source.rows[4:]
    assert source.asked == NOW + 9 * MINUTE - UNSETTLED


async def test_after_a_long_silence_the_rows_begin_anew():
    source = Rows()
    source.rows = [a_row(0), a_row(1)]
    recent = RecentSamples(source)
    await recent.since(NOW)
    source.rows.append(a_row(500))

    assert list(await recent.since(NOW + 400 * MINUTE)) == source.rows[2:]
