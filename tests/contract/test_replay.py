"""The replay desk: parked stages go back to work, every act is on record, no message stays."""

import datetime as dt
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import get_args

import pytest

from services.watch.history import History
from shared.adapters.audit import MongoAudit, MongoParkedStages
from shared.adapters.broker import RabbitBroker, connect_broker
from shared.adapters.driver import DriverName
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_desk import (
    MemoryAudit,
    MemoryParkedStages,
    MemoryParking,
    MemorySamples,
)
from shared.adapters.parking import RabbitParking
from shared.adapters.queue_figures import purge_queue, queue_figures
from shared.adapters.samples import MongoSamples
from shared.adapters.store import MongoDossiers
from shared.domain.change import Change
from shared.domain.repair import Hindrance
from shared.errors import MissingBlob, ServerUnavailable
from shared.pipeline.messages import READABLE, Task, encode
from shared.pipeline.repair_desk import RepairDesk, Request
from shared.pipeline.repair_ports import Action, AuditLine
from shared.pipeline.samples import STORED
from shared.stages import TABLE, StageName, parking_queue
from tests.builders import NOW, a_dossier
from tests.contract.servers import a_database, eventually
from tests.flow.line import FAST, Line, stands
from tests.rules.dossier_paths import finished, parked

S = StageName
PARK = parking_queue(FAST[S.PHOTO])
MINUTE = dt.timedelta(minutes=1)


async def missing(dossier):
    raise MissingBlob(dossier.dossier_id)


class BrokenParking:
    """A broker that is away."""

    async def take_out(self, queue, unwanted, most):
        raise ServerUnavailable("broker")


class Desk:
    """A line with a photo parked on it, and the desk that mends it."""

    def __init__(self, parking=None):
        self.line = Line()
        self.audit = MemoryAudit()
        self.parked = MemoryParkedStages(self.line.store)
        self.desk = RepairDesk(
            register=self.line.register,
            audit=self.audit,
            parking=parking or MemoryParking(self.line.broker),
        )

    async def park(self, dossier_id="G-TEST"):
        """One more dossier whose photo is parked."""
        self.line.works[S.PHOTO], works = missing, self.line.works[S.PHOTO]
        await self.line.send_dossier(dossier_id)
        await self.line.until(dossier_id, stands(S.REVIEW, "open"))
        await eventually(lambda: not self.line.store.documents[dossier_id]["outbox"])
        self.line.works[S.PHOTO] = works
        return dossier_id

    def request(self, dossier_id, action=Action.REPLAY, stage=S.PHOTO, reason=""):
        return Request(
            action=action, dossier_id=dossier_id, stage=stage, account="ops-1", reason=reason
        )


async def test_a_replayed_stage_is_worked_again_and_its_parked_message_is_gone():
    desk = Desk()
    async with desk.line.running():
        dossier_id = await desk.park()
        assert desk.line.waiting() == {PARK: 1}

        outcome = await desk.desk.act(desk.request(dossier_id))

        assert outcome.hindrance is None
        await desk.line.until(dossier_id, stands(S.PHOTO, "done"))
        await desk.line.until(dossier_id, stands(S.REVIEW, "open"))
        assert desk.line.waiting() == {}


async def test_every_act_is_on_record_with_who_what_and_why():
    desk = Desk()
    async with desk.line.running():
        dossier_id = await desk.park()
        why = "Photo relue par le service."
        await desk.desk.act(desk.request(dossier_id, Action.DISCARD, reason=why))

    (line,) = await desk.audit.recent(10)
    assert (line.account, line.action, line.dossier_id) == ("ops-1", "discard", dossier_id)
    assert (line.stage, line.reason, line.at) == (S.PHOTO, why, desk.line.clock.now())
    assert await desk.parked.parked(10) == []
    assert desk.line.waiting() == {}


async def test_what_is_hindered_changes_nothing_and_leaves_no_record():
    desk = Desk()
    async with desk.line.running():
        dossier_id = await desk.park()
        for request, hindrance in (
            (desk.request("G-NONE"), Hindrance.UNKNOWN_DOSSIER),
            (desk.request(dossier_id, stage=S.ADDRESS), Hindrance.NOT_PARKED),
            (desk.request(dossier_id, Action.REDRIVE), Hindrance.NOT_IN_A_QUEUE),
        ):
            before = await desk.line.store.get(dossier_id)
            assert (await desk.desk.act(request)).hindrance is hindrance
            assert await desk.line.store.get(dossier_id) == before

    assert desk.audit.lines == []
    assert desk.line.waiting() == {PARK: 1}


async def test_the_record_is_written_before_the_act():
    desk = Desk()
    seen = []

    class WatchedAudit(MemoryAudit):
        async def record(self, line):
            seen.append((await desk.line.store.get(line.dossier_id)).stage(line.stage).status)

    async with desk.line.running():
        dossier_id = await desk.park()
        await replace(desk.desk, audit=WatchedAudit()).act(desk.request(dossier_id))

    assert seen == ["parked"]


async def test_all_of_a_stage_are_replayed_and_one_that_is_taken_meanwhile_is_told():
    desk = Desk()
    async with desk.line.running():
        ids = [await desk.park(f"G-{number}") for number in range(3)]
        requests = [desk.request(item.dossier_id) for item in await desk.parked.parked(10)]
        assert [request.dossier_id for request in requests] == ids
        await desk.desk.act(requests[1])

        outcomes = await desk.desk.act_on_all(requests)

        hindered = [outcome.hindrance for outcome in outcomes]
        assert hindered == [None, Hindrance.NOT_PARKED, None]
        for dossier_id in ids:
            await desk.line.until(dossier_id, stands(S.PHOTO, "done"))
        assert desk.line.waiting() == {}


async def test_a_broker_that_is_away_does_not_undo_the_act():
    desk = Desk(BrokenParking())
    async with desk.line.running():
        dossier_id = await desk.park()
        assert (await desk.desk.act(desk.request(dossier_id))).hindrance is None
        await desk.line.until(dossier_id, stands(S.PHOTO, "done"))


async def test_a_stage_that_fails_again_is_parked_again_and_its_new_message_stays():
    desk = Desk()
    async with desk.line.running():
        dossier_id = await desk.park()
        desk.line.works[S.PHOTO] = missing
        await desk.desk.act(desk.request(dossier_id))
        dossier = await desk.line.until(dossier_id, stands(S.PHOTO, "parked"))
        assert dossier.stage(S.PHOTO).run == 2
        await eventually(lambda: desk.line.waiting() == {PARK: 1})


async def test_a_message_of_a_newer_version_keeps_no_other_one_in_the_parking_queue():
    world = Desk()
    async with world.line.running():
        dossier_id = await world.park()
        newer = json.dumps({"version": READABLE + 1}).encode()
        world.line.broker.queues[PARK].clear()
        await world.line.broker.publish(PARK, newer, "newer")
        await world.line.broker.publish(PARK, b"what?", "unreadable")
        task = Task(
            message_id="1", dossier_id=dossier_id, stage=S.PHOTO, run=1, attempt=1, sent_at=""
        )
        await world.line.broker.publish(PARK, encode(task), "1")
        await world.desk.act(world.request(dossier_id))
    left = [held.body for held in world.line.broker.queues[PARK]]
    assert left == [newer, b"what?"]


async def test_the_sampling_round_writes_each_minute_once_and_forgets_old_ones():
    line = Line()
    samples = MemorySamples(line.store)
    history = History(line.store, samples, line.clock, line.table)
    async with line.running():
        dossier_id = await line.send_dossier()
        await line.until(dossier_id, stands(S.REVIEW, "open"))
    await line.clock.sleep(61)

    assert await history.sample() == len(TABLE)
    assert await history.sample() == 0

    rows = {row.stage: row for row in await samples.since(NOW)}
    assert {name for name, row in rows.items() if row.finished} == {
        *(S.DRAFT, S.RECEPTION, S.PHOTO, S.SIGNATURE, S.IDENTITY, S.ADDRESS, S.DIVERGENCE),
        S.NOTIFICATION,  # « nous avons reçu votre demande »
    }
    assert (rows[S.REVIEW].open, rows[S.REVIEW].finished) == (1, 0)
    assert rows[S.REVIEW].oldest_seconds == pytest.approx(61, abs=1)

    await line.clock.sleep(STORED.total_seconds() + 3600)
    await history.sample()
    assert {row.at for row in await samples.since(NOW - MINUTE)} == {
        NOW + STORED + dt.timedelta(hours=1)
    }


# on real servers


def change_of(dossier) -> Change:
    return Change(dossier=dossier, events=dossier.history)


@pytest.fixture
async def rabbit(broker_url) -> AsyncIterator[RabbitBroker]:
    broker = await connect_broker(broker_url)
    await broker.declare(TABLE)
    await purge_queue(broker_url, PARK)
    yield broker
    await broker.close()


@pytest.mark.servers
async def test_only_what_is_unwanted_is_taken_out_of_a_parking_queue(rabbit, broker_url):
    bodies = [f"kept-{number}".encode() for number in range(5)]
    for body in (*bodies[:3], b"gone", *bodies[3:], b"gone"):
        await rabbit.publish(PARK, body, "1")
    parking = RabbitParking(broker_url)

    assert await parking.take_out(PARK, lambda body: body == b"gone", 10) == 2

    left = []

    async def read(delivery):
        left.append(delivery.body)
        await delivery.ack()

    consumer = await rabbit.consume(PARK, 10, read)
    await eventually(lambda: len(left) == len(bodies))
    await consumer.stop()
    assert sorted(left) == bodies


@pytest.mark.servers
async def test_looking_again_and_again_loses_nothing(rabbit, broker_url):
    """A broker counts how often a message is given back; these are laid back instead."""
    await rabbit.publish(PARK, b"kept", "1")
    await rabbit.publish(PARK, b"other", "2")
    for _ in range(25):
        assert await RabbitParking(broker_url).take_out(PARK, lambda body: False, 10) == 0

    figures = await queue_figures(broker_url, [PARK])
    assert figures[PARK].ready == 2
    await purge_queue(broker_url, PARK)


@pytest.mark.servers
async def test_taking_out_stops_once_enough_were_found(rabbit, broker_url):
    for _ in range(4):
        await rabbit.publish(PARK, b"same", "1")

    assert await RabbitParking(broker_url).take_out(PARK, lambda body: True, 3) == 3

    assert (await queue_figures(broker_url, [PARK]))[PARK].ready == 1
    await purge_queue(broker_url, PARK)


@pytest.mark.servers
async def test_a_parking_queue_that_is_gone_is_told(broker_url):
    with pytest.raises(ServerUnavailable):
        await RabbitParking(broker_url).take_out("q.none.park", lambda body: True, 1)


@pytest.fixture(params=["memory", *get_args(DriverName)])
async def world(request, store_url):
    """Audit, parked stages, samples and the store under them: in memory, and on MongoDB."""
    if request.param == "memory":
        store = MemoryStore()
        yield MemoryAudit(), MemoryParkedStages(store), MemorySamples(store), store
        return
    async with a_database(store_url, request.param) as database:
        audit, samples = MongoAudit(database), MongoSamples(database)
        await audit.prepare()
        await samples.prepare()
        yield audit, MongoParkedStages(database), samples, MongoDossiers(database)


WORLDS = pytest.mark.servers


@WORLDS
async def test_the_log_tells_the_newest_first_and_of_one_dossier_where_asked(world):
    audit, *_ = world
    lines = [
        AuditLine(
            at=NOW + number * MINUTE,
            account="ops-1",
            action=Action.REPLAY,
            dossier_id=f"G-{number % 2}",
            stage=S.PHOTO,
            reason="Réparé.",
        )
        for number in range(4)
    ]
    for line in lines:
        await audit.record(line)

    assert list(await audit.recent(3)) == [lines[3], lines[2], lines[1]]
    assert list(await audit.recent(3, "G-0")) == [lines[2], lines[0]]


@WORLDS
async def test_parked_stages_are_found_with_their_cause_oldest_first(world):
    _, stages, _, store = world
    received = finished(a_dossier(), S.RECEPTION)
    for number, name in enumerate((S.PHOTO, S.ADDRESS, S.PHOTO)):
        dossier = parked(received, name)
        since = NOW + (3 - number) * MINUTE
        run = replace(dossier.stage(name), since=since)
        dossier = replace(dossier, dossier_id=f"G-{number}", stages={**dossier.stages, name: run})
        await store.add(change_of(dossier))
    await store.add(change_of(replace(received, dossier_id="G-OPEN")))

    found = await stages.parked(10)
    assert [item.dossier_id for item in found] == ["G-2", "G-1", "G-0"]
    assert {item.cause for item in found} == {"CheckCrashed"}
    assert [item.dossier_id for item in await stages.parked(10, S.ADDRESS)] == ["G-1"]
    assert len(await stages.parked(2)) == 2


@WORLDS
async def test_what_was_finished_between_two_moments_is_counted_from_the_dossiers(world):
    *_, samples, store = world
    early = finished(a_dossier(), S.RECEPTION, now=NOW)
    late = finished(early, S.PHOTO, S.SIGNATURE, now=NOW + 5 * MINUTE)
    await store.add(change_of(replace(early, dossier_id="G-1")))
    await store.add(change_of(replace(late, dossier_id="G-2")))

    first = await samples.finished(NOW, NOW + MINUTE)
    last = await samples.finished(NOW + 5 * MINUTE, NOW + 6 * MINUTE)

    assert (first[S.RECEPTION].count, S.PHOTO in first) == (2, False)
    assert {name: done.waits for name, done in last.items()} == {
        S.PHOTO: (300.0,),
        S.SIGNATURE: (300.0,),
    }


@WORLDS
async def test_samples_are_kept_by_minute_and_written_twice_without_harm(world):
    *_, samples, _store = world
    line = Line(store=MemoryStore())
    history = History(line.store, samples, line.clock, line.table)
    await history.sample()
    await History(line.store, samples, line.clock, line.table).sample()
    await line.clock.sleep(60)
    await history.sample()

    rows = await samples.since(NOW - 2 * MINUTE)
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert len(rows) == 2 * len(TABLE)
    await samples.forget(NOW)
    assert len(await samples.since(NOW - 2 * MINUTE)) == len(TABLE)
