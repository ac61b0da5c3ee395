"""Servers that go away, queues that are lost, processes that die: nothing is lost or doubled."""

import asyncio
import datetime as dt

import pytest

from services.watch.dead_letters import CAUSE, DeadLetters
from services.watch.sweep import sweep_deadlines
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_broker import MemoryBroker
from shared.adapters.topology import INVALID_QUEUE
from shared.domain.events import PieceAdded
from shared.errors import ServerUnavailable
from shared.pipeline.register import ROUNDS, Register, TooManyWriters
from shared.pipeline.relay import GRACE
from shared.pipeline.runner import Runner
from shared.stages import DEAD_QUEUE, StageName
from tests.builders import a_change, a_piece, a_result
from tests.contract.servers import eventually
from tests.flow.line import FAST, Line, stands

S = StageName


class LeavingStore(MemoryStore):
    """A store that fails its next `away` writes, and forgets nothing."""

    def __init__(self):
        super().__init__()
        self.away = 0

    async def save(self, change):
        if self.away:
            self.away -= 1
            raise ServerUnavailable("store")
        return await super().save(change)


class LeavingBroker(MemoryBroker):
    """A broker that confirms nothing while it is away."""

    away = False
    refused = 0

    async def publish(self, queue, body, message_id):
        if self.away:
            self.refused += 1
            raise ServerUnavailable("broker")
        await super().publish(queue, body, message_id)


class ForgetfulStore(MemoryStore):
    """A store that fails to note what was sent, until `forgets` is set."""

    forgets = False

    async def mark_sent(self, sent):
        if not self.forgets:
            raise ServerUnavailable("store")
        await super().mark_sent(sent)


class ContestedStore(MemoryStore):
    """A store in which somebody else is always faster."""

    async def save(self, change):
        return False


async def sweep(line):
    return await sweep_deadlines(line.store, line.probes, line.register, line.clock)


async def test_while_the_store_is_away_the_message_is_kept_and_the_work_not_done_again():
    store = LeavingStore()
    line = Line(store=store)

    async def work(dossier):
        store.away = 7
        return a_result()

    line.works[S.RECEPTION] = work
    async with line.running():
        key = await line.send_dossier()
        dossier = await line.until(key, stands(S.RECEPTION, "done"))
    assert (store.away, line.calls[S.RECEPTION]) == (0, 1)
    assert dossier.stage(S.RECEPTION).attempt == 1


async def test_a_message_stays_in_the_outbox_until_the_broker_confirms_it():
    broker = LeavingBroker(FAST)
    line = Line(broker=broker)
    broker.away = True
    async with line.running():
        key = await line.send_dossier()
        line.clock.time += 2 * GRACE
        await eventually(lambda: broker.refused)
        assert await line.relay.sweep() == 1
        assert line.calls[S.RECEPTION] == 0
        broker.away = False
        assert await line.relay.sweep() == 1
        await line.until(key, stands(S.REVIEW, "open"))
    assert line.calls[S.RECEPTION] == 1


async def test_what_a_dead_process_left_in_the_outbox_is_sent_by_another():
    line = Line()
    key = await line.send_dossier()  # nobody runs the relay: the process died
    other = Line(store=line.store)
    other.clock.time += 2 * GRACE
    async with other.running():
        assert await other.relay.sweep() == 1
        await other.until(key, stands(S.REVIEW, "open"))


async def test_a_relay_that_dies_before_it_forgets_sends_twice_and_nothing_happens_twice():
    store = ForgetfulStore()
    line = Line(store=store)
    key = await line.send_dossier()
    line.clock.time += 2 * GRACE
    for _ in range(3):
        await line.relay.sweep()
    assert line.waiting() == {"q.reception": 3}
    store.forgets = True
    async with line.running():
        dossier = await line.until(key, stands(S.REVIEW, "open"))
    moments = [(entry.event, entry.stage) for entry in dossier.history]
    for stage in (S.RECEPTION, S.PHOTO, S.DIVERGENCE):
        assert moments.count(("started", stage)) == moments.count(("done", stage)) == 1


async def test_a_wiped_queue_is_filled_again_by_the_sweep():
    line = Line()
    key = await line.send_dossier()
    await line.relay.flush()
    line.broker.queues.clear()
    line.clock.time += FAST[S.RECEPTION].deadline
    async with line.running():
        await asyncio.sleep(0.05)
        assert line.calls[S.RECEPTION] == 0
        assert await sweep(line) == 1
        dossier = await line.until(key, stands(S.REVIEW, "open"))
    assert dossier.stage(S.RECEPTION).redrives == 1


async def test_a_stage_that_nobody_works_is_parked_after_its_redrives():
    line = Line()
    key = await line.send_dossier()
    await line.relay.flush()
    for _ in range(FAST[S.RECEPTION].redrives + 1):
        line.broker.queues.clear()
        line.clock.time += FAST[S.RECEPTION].deadline
        assert await sweep(line) == 1
        await line.relay.flush()
    parked = (await line.store.get(key)).stage(S.RECEPTION)
    assert (parked.status, parked.cause) == ("parked", "DeadlinePassed")
    # the letter that says so waits for the notifier
    assert line.waiting() == {"q.reception.park": 1, "q.notification": 1}


async def test_a_message_that_kills_its_consumers_is_parked_in_the_open():
    line = Line()
    dead = DeadLetters(line.broker, line.register, INVALID_QUEUE)

    async def die(delivery):
        raise SystemError

    await line.broker.consume("q.reception", 1, die)
    key = await line.send_dossier()
    await line.relay.flush()
    consumer = await line.broker.consume(DEAD_QUEUE, 1, dead.handle)
    dossier = await line.until(key, stands(S.RECEPTION, "parked"))
    await consumer.stop()
    assert dossier.stage(S.RECEPTION).cause == CAUSE


async def test_an_unreadable_dead_letter_is_laid_aside_for_ops():
    line = Line()
    dead = DeadLetters(line.broker, line.register, INVALID_QUEUE)
    await line.broker.publish(DEAD_QUEUE, b"what?", "x")
    consumer = await line.broker.consume(DEAD_QUEUE, 1, dead.handle)
    await eventually(lambda: line.waiting() == {INVALID_QUEUE: 1})
    await consumer.stop()


async def test_a_runner_that_is_cancelled_gives_its_message_back():
    line = Line()
    begun = asyncio.Event()

    async def work(dossier):
        begun.set()
        await asyncio.sleep(30)

    await line.send_dossier()
    await line.relay.flush()
    runner = Runner(FAST[S.RECEPTION], work, line.register)
    subscription = await line.broker.consume("q.reception", 1, runner.handle)
    await begun.wait()
    (task,) = subscription.in_hand
    subscription.stopped = True
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert line.waiting() == {"q.reception": 1}


async def test_a_change_that_never_wins_says_so_instead_of_trying_for_ever():
    line = Line(store=ContestedStore())
    opened = await line.register.open(a_change())
    with pytest.raises(TooManyWriters):
        await line.register.apply(opened.dossier_id, PieceAdded(piece=a_piece()))
    assert ROUNDS < 100


async def test_an_event_on_an_unknown_dossier_changes_nothing():
    line = Line()
    assert await line.register.apply("G-NOBODY", PieceAdded(piece=a_piece())) is None


async def test_a_stale_copy_of_the_dossier_is_read_again():
    store = MemoryStore()
    line = Line(store=store)
    register = Register(store, line.relay, line.clock, FAST)
    stale = await register.open(a_change())
    await register.apply(stale.dossier_id, PieceAdded(piece=a_piece(blob_id="first")))
    second = PieceAdded(piece=a_piece(blob_id="second"))
    after = await register.apply(stale.dossier_id, second, known=stale)
    assert (after.rev, after.pieces["photo"].revision) == (3, 2)


async def test_a_sweep_moves_nothing_before_its_time():
    line = Line()
    await line.send_dossier()
    assert await sweep(line) == 0
    line.clock.time += dt.timedelta(days=1)
    assert await sweep(line) > 0
