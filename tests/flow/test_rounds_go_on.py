"""A fault in one round of watch, or in one dossier of it, ends nothing else."""

import asyncio
import datetime as dt
from dataclasses import dataclass, replace

import pytest
import structlog

from services.watch.turn import FAILED, Round, go_rounds
from services.watch.words import INCIDENTS
from shared.adapters.archive import MemoryArchive
from shared.adapters.audit_trail import MemoryAuditTrail
from shared.adapters.dossier_keys import MemoryDossierKeys
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_files import MemoryBlobs
from shared.adapters.memory_watch import MemoryIncidents
from shared.domain.retention import Kept
from shared.errors import ServerUnavailable
from tests.builders import NOW
from tests.contract.test_purge import World
from tests.flow.line import ManualClock
from tests.ops.counting import Grown

SECRET = "camille.specimen@example.org"


class Work:
    """A round's work that answers in this order, then well for ever."""

    def __init__(self, *answers):
        self.answers, self.turns = list(answers), 0

    async def __call__(self):
        self.turns += 1
        if self.answers and (fault := self.answers.pop(0)) is not None:
            raise fault
        return 0


class Watch:
    """Rounds that go on until a condition holds."""

    def __init__(self):
        self.incidents, self.clock = MemoryIncidents(), ManualClock()

    async def until(self, condition, **works):
        turns = tuple(Round(name=name, pause=1, work=work) for name, work in works.items())
        stop = asyncio.Event()
        going = asyncio.create_task(go_rounds(turns, self.incidents, self.clock, stop))
        async with asyncio.timeout(5):
            while not (going.done() or condition()):  # noqa: ASYNC110 - the rounds make it true
                await asyncio.sleep(0)
        stop.set()
        await going


@pytest.fixture
def watch():
    return Watch()


async def test_a_fault_is_named_counted_and_the_rounds_go_on(watch):
    bad, good = Work(*[KeyError(SECRET)] * 99), Work()
    counted = Grown("guichet_conservation_incidents_total", kind=FAILED)
    with structlog.testing.capture_logs() as lines:
        await watch.until(lambda: bad.turns > 3 and good.turns > 3, purge=bad, figures=good)

    (incident,) = await watch.incidents.open_ones()
    assert (incident.kind, incident.subject) == (FAILED, "purge")
    assert incident.count > 2
    assert FAILED in INCIDENTS
    assert counted() == 1
    assert {line["action"] for line in lines} == {FAILED, "incident"}
    assert SECRET not in repr([{**line, "exc_info": None} for line in lines])


async def test_the_incident_is_over_at_the_first_good_turn_of_a_later_process_too(watch):
    bad = Work(KeyError())
    await watch.until(lambda: bad.turns > 2, purge=bad)
    assert await watch.incidents.open_ones() == []
    assert [one.subject for one in await watch.incidents.closed_since(NOW)] == ["purge"]

    await watch.incidents.report(FAILED, "seal", 1, NOW)
    await watch.until(lambda: (FAILED, "seal") not in watch.incidents.rows, seal=Work())


async def test_a_server_that_is_away_is_no_incident(watch):
    away = Work(*[ServerUnavailable("store")] * 3)
    await watch.until(lambda: away.turns > 4, purge=away)
    assert (watch.incidents.rows, watch.incidents.over) == ({}, [])


async def test_a_fault_while_an_incident_is_written_ends_no_round_either(watch):
    async def broken(kind, subject, count, now):
        raise KeyError(kind)

    watch.incidents.report, bad = broken, Work(*[KeyError()] * 9)
    await watch.until(lambda: bad.turns > 3, purge=bad)
    assert bad.turns > 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """Files of which some cannot be deleted."""

    blobs: MemoryBlobs
    kept: frozenset[str]
    fault: Exception

    async def delete(self, blob_id):
        if blob_id in self.kept:
            raise self.fault
        await self.blobs.delete(blob_id)


async def a_world(*names):
    store = MemoryStore()
    world = World(
        store, MemoryArchive(store), MemoryBlobs(), MemoryDossierKeys(), MemoryAuditTrail()
    )
    written = [blob for name in names for blob in await world.keep(name)]
    world.clock.day = NOW + dt.timedelta(days=184)
    return world, written


@pytest.mark.parametrize("fault", [KeyError("came"), ServerUnavailable("files")], ids=repr)
async def test_a_dossier_that_cannot_be_erased_does_not_keep_the_others(fault):
    names = [f"G-{number}" for number in range(5)]
    world, written = await a_world(*names)
    stuck = Stuck(blobs=world.files, kept=frozenset(written[:6]), fault=fault)
    with pytest.raises(type(fault)):
        await replace(world.purge, blobs=stuck).round()

    kept = [(await world.register.dossiers.get(name)).kept for name in names]
    assert kept == [Kept.ALL] * 2 + [Kept.NO_PIECES] * 3
    assert await world.purge.round() == 2


async def test_a_server_that_is_away_is_asked_for_a_few_dossiers_only():
    names = [f"G-{number}" for number in range(9)]
    world, written = await a_world(*names)
    stuck = Stuck(blobs=world.files, kept=frozenset(written), fault=ServerUnavailable("files"))
    with structlog.testing.capture_logs() as lines, pytest.raises(ServerUnavailable):
        await replace(world.purge, blobs=stuck).round()
    assert [line["action"] for line in lines].count("purge_failed") == 3
