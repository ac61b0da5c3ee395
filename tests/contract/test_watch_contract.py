"""What watch keeps: incidents, probes and the shared reading, in memory and on the real store."""

import asyncio
import datetime as dt
from typing import get_args

import pytest

from shared.adapters.depth_reading import MongoReadings
from shared.adapters.driver import DriverName
from shared.adapters.incidents import MongoIncidents, MongoProbes
from shared.adapters.memory_watch import MemoryIncidents, MemoryProbes, MemoryReadings
from shared.pipeline.depth_reading import DepthReading
from shared.pipeline.ports import StageDepth
from shared.stages import StageName
from tests.builders import NOW
from tests.contract.servers import a_database

MINUTE = dt.timedelta(minutes=1)
KIND, SUBJECT = "canary_late", "q.photo"

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]


@pytest.fixture(params=["memory", *get_args(DriverName)])
async def kept(request, store_url):
    """Incidents of two watches on one store, probes, readings."""
    if request.param == "memory":
        incidents = MemoryIncidents()
        yield (incidents, incidents), MemoryProbes(), MemoryReadings()
        return
    async with a_database(store_url, request.param) as database:
        watches = MongoIncidents(database), MongoIncidents(database)
        for watch in watches:
            await watch.prepare()
        yield watches, MongoProbes(database), MongoReadings(database)


async def test_two_watches_open_one_incident_once(kept):
    watches, *_ = kept
    opened = await asyncio.gather(
        *(watches[turn % 2].report(KIND, SUBJECT, turn, NOW) for turn in range(20))
    )

    assert opened.count(True) == 1
    (incident,) = await watches[0].open_ones()
    assert (incident.kind, incident.subject, incident.closed_at) == (KIND, SUBJECT, None)


async def test_an_incident_that_comes_back_is_a_new_one(kept):
    (watch, other), *_ = kept
    await watch.report(KIND, SUBJECT, 1, NOW)
    await other.close(KIND, SUBJECT, NOW + MINUTE)
    await other.close(KIND, SUBJECT, NOW + 2 * MINUTE)  # none is open: no error
    assert await watch.report(KIND, SUBJECT, 3, NOW + 3 * MINUTE)

    (open_one,) = await watch.open_ones()
    (over,) = await watch.closed_since(NOW)
    assert (open_one.count, open_one.opened_at) == (3, NOW + 3 * MINUTE)
    assert (over.opened_at, over.closed_at) == (NOW, NOW + MINUTE)


async def test_incidents_that_ended_lately_are_told_the_last_one_first(kept):
    (watch, _), *_ = kept
    for number in range(3):
        await watch.report(KIND, f"q.{number}", 1, NOW)
        await watch.close(KIND, f"q.{number}", NOW + number * MINUTE)

    told = await watch.closed_since(NOW + MINUTE)
    assert [incident.subject for incident in told] == ["q.2", "q.1"]


async def test_strays_are_counted_for_ever_and_probes_leave_the_count_alone(kept):
    _, probes, _ = kept
    await probes.sent("q.photo", "1", NOW)
    await asyncio.gather(*(probes.strayed("q.photo") for _ in range(5)))
    await probes.sent("q.photo", "2", NOW + MINUTE)
    await probes.seen("q.photo", "2", NOW + 2 * MINUTE)

    probe = (await probes.last())["q.photo"]
    assert (probe.strays, probe.sent_at, probe.seen_at) == (5, NOW + MINUTE, NOW + 2 * MINUTE)


async def test_a_line_is_held_until_it_moves(kept):
    _, probes, _ = kept
    await probes.sent("q.photo", "1", NOW)
    told = []
    for moment in (NOW + MINUTE, None):
        await probes.line_held("q.photo", moment)
        told.append((await probes.last())["q.photo"].held_at)
    assert told == [NOW + MINUTE, None]


async def test_how_far_a_long_line_has_come_is_kept_beside_its_probes(kept):
    _, probes, _ = kept
    await probes.sent("q.photo", "1", NOW)
    probe = (await probes.last())["q.photo"]
    assert (probe.reached, probe.moved_at) == (None, None)
    await probes.line_reached("q.photo", NOW - MINUTE, NOW)
    await probes.sent("q.photo", "2", NOW + MINUTE)
    probe = (await probes.last())["q.photo"]
    assert (probe.reached, probe.moved_at, probe.sent_at) == (NOW - MINUTE, NOW, NOW + MINUTE)


async def test_a_reading_is_read_as_it_was_left(kept):
    *_, readings = kept
    assert await readings.last() is None
    depths = tuple(
        StageDepth(stage=stage, status="open", count=2, oldest_since=NOW, next_deadline=deadline)
        for stage, deadline in ((StageName.PHOTO, NOW + MINUTE), (StageName.ADDRESS, None))
    )
    for at in (NOW, NOW + MINUTE):
        reading = DepthReading(at=at, took=MINUTE / 50, depths=depths)
        await readings.leave(reading)
        assert await readings.last() == reading
