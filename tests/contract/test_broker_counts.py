"""What the broker's adapter counts on a real broker."""

import pytest

from shared.adapters.broker import connect_broker
from shared.stages import TABLE, paced
from tests.contract.servers import eventually
from tests.ops.counting import Grown

pytestmark = pytest.mark.servers


async def test_a_message_that_comes_again_is_counted(broker_url):
    broker = await connect_broker(broker_url)
    await broker.declare(paced(TABLE, 0.002))
    answers = []

    async def give_back_once(delivery):
        answers.append(delivery)
        await (delivery.requeue() if len(answers) == 1 else delivery.ack())

    delivered = Grown("guichet_messages_delivered_total")
    again = Grown("guichet_messages_redelivered_total")
    consumer = await broker.consume("q.photo.park", 1, give_back_once)
    await broker.publish("q.photo.park", b"{}", "x")
    await eventually(lambda: len(answers) == 2)
    await consumer.stop()
    await broker.close()
    assert (delivered(), again()) == (2, 1)
