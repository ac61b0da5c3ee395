"""What watch and a held line show: late probes, incidents, a line that stands."""

import datetime as dt

from services.watch.canary import LATE, Canaries
from shared.adapters.memory_watch import MemoryIncidents, MemoryProbes
from shared.pipeline.backlog import patience
from shared.pipeline.line import LIMIT
from shared.pipeline.line import Line as HeldLine
from shared.stages import TABLE, StageName
from tests.flow.line import Line
from tests.ops.counting import Grown, value

ROW = TABLE[StageName.PHOTO]
PATIENCE = patience(ROW).total_seconds()


def round_trip():
    return value("guichet_canary_round_trip_seconds", queue="q.photo")


def canaries_of(line):
    return Canaries(
        broker=line.broker,
        probes=MemoryProbes(),
        incidents=MemoryIncidents(),
        clock=line.clock,
        table=TABLE,
    )


async def test_a_probe_that_came_back_shows_its_time_and_one_that_does_not_its_age():
    line = Line()
    canaries = canaries_of(line)
    late = Grown("guichet_conservation_incidents_total", kind=LATE)
    await canaries.fly()
    line.clock.time += dt.timedelta(seconds=2)
    await canaries.probes.seen("q.photo", canaries.probes.rows["q.photo"][0], line.clock.now())
    await canaries.fly()
    assert round_trip() == 2
    assert value("guichet_canary_limit_seconds", queue="q.photo") == PATIENCE > 2

    line.clock.time += dt.timedelta(seconds=PATIENCE + 1)
    await canaries.fly()
    assert round_trip() == PATIENCE + 1
    assert late() >= 1


async def test_a_line_that_stands_is_shown_until_it_moves():
    line = HeldLine("q.photo", Line().clock)
    for _ in range(LIMIT - 1):
        line.failed("CheckCrashed")
    assert value("guichet_line_stopped", queue="q.photo") == 0
    line.failed("CheckCrashed")
    assert value("guichet_line_stopped", queue="q.photo") == 1
    line.passed()
    assert value("guichet_line_stopped", queue="q.photo") == 0
