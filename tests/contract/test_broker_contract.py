"""What the broker promises: a message is somewhere until it is acked, and never too often."""

import asyncio
import datetime as dt
import time
from dataclasses import replace

import pytest

from shared.adapters.broker import connect_broker
from shared.adapters.memory_broker import MemoryBroker
from shared.adapters.queue_figures import queue_figures
from shared.adapters.topology import queues_of
from shared.errors import ServerUnavailable
from shared.stages import DEAD_QUEUE, DELIVERY_LIMIT, TABLE, StageName, parking_queue, retry_queue
from tests.contract.servers import a_name, eventually

WAIT = dt.timedelta(milliseconds=300)


class Inbox:
    """Takes messages, answers each as told, and remembers their bodies."""

    def __init__(self, answer="ack"):
        self.answer = answer
        self.bodies = []
        self.most_in_hand = 0
        self.in_hand = 0
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def take(self, delivery):
        self.bodies.append(delivery.body)
        self.in_hand += 1
        self.most_in_hand = max(self.most_in_hand, self.in_hand)
        await self.may_answer.wait()
        self.in_hand -= 1
        await getattr(delivery, self.answer)()


class BrokerContract:
    """The promises. The fixture `broker` comes with each world."""

    @pytest.fixture
    def row(self):
        """A stage whose queues no other test has, with short waits."""
        row = TABLE[StageName.PHOTO]
        return replace(row, queue=f"q.{a_name()}", first_wait=WAIT, tries=3, growth=2)

    @pytest.fixture
    def body(self):
        return a_name().encode()

    async def wait_for(self, inbox, *bodies):
        await eventually(lambda: all(body in inbox.bodies for body in bodies))

    async def test_a_published_message_reaches_a_consumer_that_comes_later(self, broker, row, body):
        await broker.publish(row.queue, body, "1")
        inbox = Inbox()
        consumer = await broker.consume(row.queue, 1, inbox.take)
        await self.wait_for(inbox, body)
        await consumer.stop()

    async def test_an_acked_message_never_comes_again(self, broker, row, body):
        first, second = Inbox(), Inbox()
        consumer = await broker.consume(row.queue, 1, first.take)
        await broker.publish(row.queue, body, "1")
        await self.wait_for(first, body)
        await consumer.stop()
        await broker.publish(row.queue, b"last", "2")
        consumer = await broker.consume(row.queue, 1, second.take)
        await self.wait_for(second, b"last")
        await consumer.stop()
        assert second.bodies == [b"last"]

    async def test_a_message_given_back_comes_again(self, broker, row, body):
        inbox = Inbox("requeue")

        async def once(delivery):
            await inbox.take(delivery)
            inbox.answer = "ack"

        consumer = await broker.consume(row.queue, 1, once)
        await broker.publish(row.queue, body, "1")
        await eventually(lambda: inbox.bodies == [body, body])
        await consumer.stop()

    async def test_a_message_whose_consumer_fails_comes_again(self, broker, row, body):
        taken = []

        async def fail_once(delivery):
            taken.append(delivery.body)
            if len(taken) == 1:
                raise ValueError
            await delivery.ack()

        consumer = await broker.consume(row.queue, 1, fail_once)
        await broker.publish(row.queue, body, "1")
        await eventually(lambda: taken == [body, body])
        await consumer.stop()

    async def test_a_rejected_message_reaches_the_dead_letters(self, broker, row, body):
        inbox, dead = Inbox("reject"), Inbox()
        consumers = [
            await broker.consume(row.queue, 1, inbox.take),
            await broker.consume(DEAD_QUEUE, 10, dead.take),
        ]
        await broker.publish(row.queue, body, "1")
        await self.wait_for(dead, body)
        for consumer in consumers:
            await consumer.stop()
        assert inbox.bodies == [body]

    async def test_a_message_given_back_too_often_reaches_the_dead_letters(self, broker, row, body):
        inbox, dead = Inbox("requeue"), Inbox()
        consumers = [
            await broker.consume(row.queue, 1, inbox.take),
            await broker.consume(DEAD_QUEUE, 10, dead.take),
        ]
        await broker.publish(row.queue, body, "1")
        await self.wait_for(dead, body)
        for consumer in consumers:
            await consumer.stop()
        assert inbox.bodies == [body] * (DELIVERY_LIMIT + 1)

    async def test_a_retry_comes_back_to_its_stage_after_its_wait(self, broker, row, body):
        inbox = Inbox()
        consumer = await broker.consume(row.queue, 1, inbox.take)
        began = time.monotonic()
        await broker.publish(retry_queue(row, row.waits[0]), body, "1")
        await self.wait_for(inbox, body)
        waited = time.monotonic() - began
        await consumer.stop()
        assert WAIT.total_seconds() * 0.9 <= waited < WAIT.total_seconds() + 2

    async def test_a_long_retry_does_not_hold_up_a_short_one(self, broker, row):
        inbox = Inbox()
        consumer = await broker.consume(row.queue, 1, inbox.take)
        long, short = row.waits[1], row.waits[0]
        await broker.publish(retry_queue(row, long), b"long", "1")
        await broker.publish(retry_queue(row, short), b"short", "2")
        await self.wait_for(inbox, b"long")
        await consumer.stop()
        assert inbox.bodies == [b"short", b"long"]

    async def test_a_parked_message_waits(self, broker, row, body):
        await broker.publish(parking_queue(row), body, "1")
        inbox = Inbox()
        consumer = await broker.consume(parking_queue(row), 1, inbox.take)
        await self.wait_for(inbox, body)
        await consumer.stop()

    async def test_publishing_to_a_queue_that_is_not_there_is_not_confirmed(self, broker, row):
        with pytest.raises(ServerUnavailable):
            await broker.publish(f"q.{a_name()}", b"x", "1")
        await broker.publish(row.queue, b"x", "2")

    async def test_no_more_messages_are_in_hand_than_the_prefetch(self, broker, row):
        inbox = Inbox()
        inbox.may_answer.clear()
        for number in range(6):
            await broker.publish(row.queue, str(number).encode(), str(number))
        consumer = await broker.consume(row.queue, 2, inbox.take)
        await eventually(lambda: inbox.in_hand == 2)
        await asyncio.sleep(0.1)  # long enough for a third one to arrive, were it sent
        assert inbox.in_hand == 2
        inbox.may_answer.set()
        await eventually(lambda: len(inbox.bodies) == 6)
        await consumer.stop()
        assert inbox.most_in_hand == 2

    async def test_stopping_finishes_what_is_in_hand_and_leaves_the_rest(self, broker, row):
        inbox, second = Inbox(), Inbox()
        inbox.may_answer.clear()
        for body in (b"a", b"b", b"c"):
            await broker.publish(row.queue, body, body.decode())
        consumer = await broker.consume(row.queue, 1, inbox.take)
        await eventually(lambda: inbox.in_hand == 1)
        stopping = asyncio.create_task(consumer.stop())
        await asyncio.sleep(0.1)
        assert not stopping.done()
        inbox.may_answer.set()
        await stopping
        assert inbox.bodies == [b"a"]
        consumer = await broker.consume(row.queue, 1, second.take)
        await self.wait_for(second, b"b", b"c")
        await consumer.stop()
        assert sorted(second.bodies) == [b"b", b"c"]

    async def test_two_consumers_never_share_a_message(self, broker, row):
        inboxes = [Inbox(), Inbox()]
        consumers = [await broker.consume(row.queue, 2, inbox.take) for inbox in inboxes]
        sent = [str(number).encode() for number in range(20)]
        for body in sent:
            await broker.publish(row.queue, body, body.decode())
        await eventually(lambda: sum(len(inbox.bodies) for inbox in inboxes) >= len(sent))
        for consumer in consumers:
            await consumer.stop()
        assert sorted(inboxes[0].bodies + inboxes[1].bodies) == sorted(sent)

    async def test_messages_that_end_out_of_turn_are_each_answered_once(self, broker, row):
        sent = [str(number).encode() for number in range(60)]
        taken, rejected, dead = [], [], Inbox()

        async def end_out_of_turn(delivery):
            taken.append(delivery.body)
            number = int(delivery.body)
            await asyncio.sleep(number % 7 / 100)
            if number % 10 == 3:
                rejected.append(delivery.body)
                await delivery.reject()
            elif number % 10 == 5 and taken.count(delivery.body) == 1:
                await delivery.requeue()
            else:
                await delivery.ack()

        for body in sent:
            await broker.publish(row.queue, body, body.decode())
        consumers = [
            await broker.consume(row.queue, 20, end_out_of_turn),
            await broker.consume(DEAD_QUEUE, 10, dead.take),
        ]
        await eventually(lambda: len(taken) == len(sent) + len(sent) // 10)
        await self.wait_for(dead, *(body for body in sent if int(body) % 10 == 3))
        for consumer in consumers:
            await consumer.stop()
        left = Inbox()
        consumer = await broker.consume(row.queue, 10, left.take)
        await broker.publish(row.queue, b"last", "last")
        await self.wait_for(left, b"last")
        await consumer.stop()
        assert (left.bodies, sorted(set(taken))) == ([b"last"], sorted(sent))
        assert len(rejected) == len(sent) // 10

    async def test_a_broker_that_is_there_answers_the_ping(self, broker):
        await broker.ping()


class TestMemoryBroker(BrokerContract):
    @pytest.fixture
    async def broker(self, row):
        return MemoryBroker({row.name: row})


@pytest.mark.servers
@pytest.mark.xdist_group("servers")
class TestRabbitBroker(BrokerContract):
    @pytest.fixture
    async def broker(self, row, broker_url):
        broker = await connect_broker(broker_url)
        await broker.declare({row.name: row})
        yield broker
        await broker.close()

    async def test_every_queue_of_the_table_is_accepted_and_twice_is_harmless(
        self, broker, broker_url
    ):
        await broker.declare(TABLE)
        await broker.declare(TABLE)
        names = [spec.name for spec in queues_of(TABLE)]
        assert set(await queue_figures(broker_url, names)) == set(names)

    async def test_figures_count_what_waits_and_who_listens(self, broker, broker_url, row):
        await broker.publish(parking_queue(row), b"x", "1")
        consumer = await broker.consume(row.queue, 1, Inbox().take)
        figures = await queue_figures(broker_url, [row.queue, parking_queue(row)])
        assert figures[row.queue].consumers == 1
        assert figures[parking_queue(row)].ready == 1
        await consumer.stop()

    async def test_a_closed_broker_is_said_to_be_away(self, broker_url, row):
        broker = await connect_broker(broker_url)
        await broker.close()
        with pytest.raises(ServerUnavailable):
            await broker.ping()
        with pytest.raises(ServerUnavailable):
            await broker.publish(row.queue, b"x", "1")
