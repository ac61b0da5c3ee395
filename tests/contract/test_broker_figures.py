"""A cluster's figures: each node tells of the queues that it leads, and all are asked."""

import pytest
from aiohttp import web

from shared.adapters.broker_figures import BrokerFigures, broker_figures
from shared.errors import ServerUnavailable

NOBODY = "http://127.0.0.1:9"
ROW = 'rabbitmq_detailed_queue_messages_ready{{vhost="/",queue="{queue}"}} {ready}\n'


@pytest.fixture
def node(aiohttp_server):
    """Starts a node that tells of these queues, and answers its address."""

    async def started(**ready):
        told = "# TYPE rabbitmq_detailed_queue_messages_ready gauge\n" + "".join(
            ROW.format(queue=queue, ready=number) for queue, number in ready.items()
        )

        async def answer(_):
            return web.Response(text=told)

        app = web.Application()
        app.router.add_get("/metrics/detailed", answer)
        return str((await aiohttp_server(app)).make_url("")).rstrip("/")

    return started


async def test_the_queues_of_every_node_are_known(node):
    first, second = await node(photo=3), await node(identity=5)
    assert await broker_figures(f"{first}, {second}", ["photo", "identity"]) == {
        "photo": BrokerFigures(ready=3),
        "identity": BrokerFigures(ready=5),
    }


async def test_a_row_left_on_a_former_leader_adds_nothing(node):
    former, leader = await node(photo=2), await node(photo=3)
    figures = await broker_figures(f"{former},{leader}", ["photo"])
    assert figures == {"photo": BrokerFigures(ready=3)}


async def test_a_node_that_is_away_is_no_matter_where_the_others_lead_every_queue(node):
    left = await node(photo=3, identity=5)
    assert set(await broker_figures(f"{left},{NOBODY}", ["photo", "identity"])) == {
        "photo",
        "identity",
    }


async def test_part_of_the_queues_is_not_taken_for_all(node):
    left = await node(photo=3)
    with pytest.raises(ServerUnavailable):
        await broker_figures(f"{left},{NOBODY}", ["photo", "identity"])


async def test_a_broker_that_does_not_answer_is_said_to_be_away():
    with pytest.raises(ServerUnavailable):
        await broker_figures(NOBODY, [])
