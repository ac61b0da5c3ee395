"""A message that a newer version wrote is neither done, nor refused, nor spun: it waits."""

import asyncio
import datetime as dt
import json

import pytest

from services.watch.dead_letters import PAUSE, DeadLetters
from services.watch.main import PREFETCH
from shared.adapters.topology import INVALID_QUEUE
from shared.domain.change import OutboxEntry
from shared.errors import ServerUnavailable
from shared.metrics import HANDED_BACK
from shared.pipeline.handing_back import PAUSE as IN_HAND
from shared.pipeline.handing_back import HandingBack, way_back
from shared.pipeline.messages import encode, task_of
from shared.pipeline.runner import Runner
from shared.stages import DEAD_QUEUE, TABLE, StageName, queue_stages, retry_queue
from tests.builders import NOW
from tests.flow.line import FAST, Line, ManualClock

S = StageName
WAY_BACK = way_back(FAST[S.PHOTO])
ENTRY = OutboxEntry(
    entry_id="9-0", queue="q.photo", stage=S.PHOTO, run=1, attempt=1, created_at=NOW
)


def newer_message(**fields):
    body = json.loads(encode(task_of("G-TEST", ENTRY)))
    return json.dumps({**body, "version": 2, **fields}).encode()


async def soon(condition):
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - the consumer makes it true
            await asyncio.sleep(0.002)


def counted():
    return HANDED_BACK.labels(queue="q.photo")._value.get()


@pytest.mark.parametrize("fields", [{}, {"stage": "ultrasound"}, {"run": None}], ids=str)
async def test_a_message_of_a_newer_version_goes_round_with_the_same_bytes(fields):
    line, body, before = Line(), newer_message(**fields), counted()
    async with line.running():
        await line.broker.publish("q.photo", body, "newer")
        await soon(lambda: counted() >= before + 3)
    held = [one.body for queue in line.broker.queues.values() for one in queue]
    assert held == [body]
    assert DEAD_QUEUE not in line.waiting()
    assert line.calls == {}


async def test_handing_back_waits_its_time_and_burns_no_try():
    line, before = Line(), counted()
    await line.broker.publish("q.photo", newer_message(), "newer")
    began = asyncio.get_running_loop().time()
    async with line.running():
        await soon(lambda: counted() >= before + 2)
        assert line.broker.queues[WAY_BACK][0].returned == 0
    waited = asyncio.get_running_loop().time() - began
    longest = max(wait for wait in FAST[S.PHOTO].waits)
    assert waited >= longest.total_seconds()


@pytest.mark.parametrize("row", queue_stages(TABLE), ids=lambda row: row.name)
def test_the_way_back_is_the_longest_wait_within_a_minute_or_the_shortest(row):
    waits = {retry_queue(row, wait): wait for wait in row.waits}
    chosen = waits[way_back(row)]
    within = [wait for wait in row.waits if wait <= dt.timedelta(minutes=1)]
    assert chosen == max(within, default=min(row.waits))


class Message:
    """One delivery, with what became of it."""

    def __init__(self, body):
        self.body, self.answers = body, []

    async def ack(self):
        self.answers.append("ack")

    async def reject(self):
        self.answers.append("reject")

    async def requeue(self):
        self.answers.append("requeue")


def hand_back(line, row=FAST[S.PHOTO]):
    runner = Runner(row, line.works[row.name], line.register)
    return HandingBack(runner, line.broker, line.clock)


class AwayBroker:
    """Takes nothing at the first two tries."""

    def __init__(self):
        self.tries = 0

    async def publish(self, queue, body, message_id):
        self.tries += 1
        if self.tries < 3:
            raise ServerUnavailable("broker")


async def test_the_first_copy_is_kept_in_hand_until_the_second_is_safe():
    line, broker, message = Line(), AwayBroker(), Message(newer_message())
    line.broker = broker
    await hand_back(line).take(message)
    assert (broker.tries, message.answers) == (3, ["ack"])
    assert line.clock.time == NOW + dt.timedelta(seconds=2 * IN_HAND)


async def test_a_dead_letter_of_a_newer_version_waits_for_the_watch_of_that_version():
    line, message = Line(), Message(newer_message())
    await DeadLetters(line.broker, line.register, INVALID_QUEUE).handle(message)
    assert message.answers == ["ack"]
    assert [held.body for held in line.broker.queues[DEAD_QUEUE]] == [message.body]
    assert line.clock.time == NOW + dt.timedelta(seconds=PAUSE)


async def test_a_dead_letter_that_cannot_be_laid_back_is_given_back():
    line, broker, message = Line(), AwayBroker(), Message(newer_message())
    await DeadLetters(broker, line.register, INVALID_QUEUE).handle(message)
    assert message.answers == ["requeue"]


class LongWaits(ManualClock):
    """Long waits do not end before the test does."""

    async def sleep(self, seconds):
        await (asyncio.Event().wait() if seconds >= PAUSE else asyncio.sleep(0))


async def test_an_ordinary_dead_letter_is_reached_behind_many_newer_ones():
    line = Line()
    line.register.clock = LongWaits()
    for number in range(3 * PREFETCH):
        await line.broker.publish(DEAD_QUEUE, newer_message(), f"newer-{number}")
    await line.broker.publish(DEAD_QUEUE, b"what?", "ordinary")
    dead = DeadLetters(line.broker, line.register, INVALID_QUEUE)
    consumer = await line.broker.consume(DEAD_QUEUE, PREFETCH, dead.handle)
    await soon(lambda: line.waiting().get(INVALID_QUEUE))
    consumer.stopped = True
    for task in tuple(consumer.in_hand):
        task.cancel()
    await consumer.stop()
