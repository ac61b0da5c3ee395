"""A dossier whose message was lost is named and sent again; one that merely moves is left alone."""

import datetime as dt

import pytest

from services.watch.conservation import DEAF, EXCESS, LOST, Conservation, messages_of
from shared.adapters.broker_figures import BrokerFigures, parse_figures
from shared.adapters.memory import MemoryStore
from shared.adapters.memory_watch import MemoryIncidents, MemoryProbes, MemoryReadings
from shared.domain.events import Submitted
from shared.domain.transitions import advance
from shared.pipeline.depth_reading import SharedDepths
from shared.pipeline.register import Register
from shared.pipeline.relay import Relay
from shared.stages import TABLE, StageName, queue_stages
from tests.builders import NOW, a_draft

MINUTE = dt.timedelta(minutes=1)
HEARD = {str(row.queue): BrokerFigures(consumers=1) for row in queue_stages(TABLE)}


class SetClock:
    """A clock that stands where the test puts it."""

    def __init__(self):
        self.time = NOW

    def now(self):
        return self.time


class NoBroker:
    """Nothing is published here."""


@pytest.fixture
async def looked_at():
    """A dossier open in reception, and the check that looks at it."""
    store, clock = MemoryStore(), SetClock()
    change = advance(a_draft(), Submitted(needs_validation=False), NOW, TABLE)
    await store.add(change)
    register = Register(store, Relay(NoBroker(), store, clock), clock, TABLE)
    incidents = MemoryIncidents()
    check = Conservation(
        register=register,
        views=store,
        depths=SharedDepths(store, MemoryReadings(), clock),
        incidents=incidents,
        probes=MemoryProbes(),
        clock=clock,
    )
    return check, store, incidents, clock, change.dossier.dossier_id


async def _resent(store, dossier_id):
    dossier = await store.get(dossier_id)
    return sum(entry.event == "resent" for entry in dossier.history)


async def test_one_look_proves_nothing(looked_at):
    check, store, incidents, _, dossier_id = looked_at
    assert await check.look(HEARD) == 0
    assert await _resent(store, dossier_id) == 0
    assert not await incidents.open_ones()


async def test_a_message_missing_at_two_looks_is_sent_again_and_named(looked_at):
    check, store, incidents, clock, dossier_id = looked_at
    await check.look(HEARD)
    clock.time += MINUTE
    assert await check.look(HEARD) == 1
    assert await _resent(store, dossier_id) == 1
    assert [(found.kind, found.subject) for found in await incidents.open_ones()] == [
        (LOST, StageName.RECEPTION)
    ]


async def test_the_incident_closes_once_the_message_is_there(looked_at):
    check, _, incidents, clock, _ = looked_at
    await check.look(HEARD)
    clock.time += MINUTE
    await check.look(HEARD)
    clock.time += MINUTE
    await check.look({**HEARD, "q.reception": BrokerFigures(ready=1, consumers=1)})
    assert not await incidents.open_ones()


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param({"q.reception": BrokerFigures(ready=1, consumers=1)}, id="waiting"),
        pytest.param({"q.reception": BrokerFigures(unacked=1, consumers=1)}, id="in hand"),
        pytest.param({"q.reception.retry.4000": BrokerFigures(ready=1)}, id="retrying"),
    ],
)
async def test_a_message_anywhere_on_its_way_counts(looked_at, figures):
    check, store, _, clock, dossier_id = looked_at
    for _ in range(3):
        await check.look({**HEARD, **figures})
        clock.time += MINUTE
    assert await _resent(store, dossier_id) == 0


async def _named(incidents):
    return [(one.kind, one.subject, one.count) for one in await incidents.open_ones()]


async def test_messages_in_excess_at_two_looks_are_named_until_they_are_gone(looked_at):
    check, _, incidents, clock, _ = looked_at
    three = {**HEARD, "q.reception": BrokerFigures(ready=3, consumers=1)}
    await check.look(three)
    assert not await incidents.open_ones()
    clock.time += MINUTE
    await check.look(three)
    assert await _named(incidents) == [(EXCESS, StageName.RECEPTION, 2)]
    clock.time += MINUTE
    await check.look({**HEARD, "q.reception": BrokerFigures(ready=1, consumers=1)})
    assert not await incidents.open_ones()


async def test_a_probe_on_its_way_is_no_message_in_excess(looked_at):
    check, _, incidents, clock, _ = looked_at
    await check.probes.sent("q.photo", "canary:1", NOW)
    waiting = {"q.photo": BrokerFigures(ready=1, consumers=1)}
    for _ in range(3):
        await check.look({**HEARD, "q.reception": BrokerFigures(ready=1, consumers=1), **waiting})
        clock.time += MINUTE
    assert not await incidents.open_ones()


async def test_a_queue_that_empties_fast_has_no_messages_in_excess(looked_at):
    check, store, incidents, clock, dossier_id = looked_at
    figures = {**HEARD, "q.reception": BrokerFigures(ready=1, consumers=1)}
    await check.look(figures)
    clock.time += MINUTE
    await check.depths.anew()  # the dossier still stands when the figures are taken
    document = store.documents.pop(dossier_id)
    await check.look(figures)
    store.documents[dossier_id] = document
    assert not await incidents.open_ones()


async def test_messages_that_no_dossier_waits_for_are_counted_by_who_meets_them(looked_at):
    check, _, incidents, clock, _ = looked_at
    held = {**HEARD, "q.reception": BrokerFigures(ready=1, consumers=1)}
    await check.probes.sent("q.photo", "canary:1", NOW)
    await check.probes.strayed("q.photo")  # before this watch looked: old news
    await check.look(held)
    for _ in range(2):
        await check.probes.strayed("q.photo")
    clock.time += MINUTE
    await check.look(held)
    assert await _named(incidents) == [(EXCESS, StageName.PHOTO, 2)]
    clock.time += MINUTE
    await check.look(held)
    assert not await incidents.open_ones()
    (over,) = await incidents.closed_since(NOW)
    assert (over.kind, over.closed_at - over.opened_at) == (EXCESS, MINUTE)


async def test_a_queue_nobody_listens_to_is_an_incident_until_somebody_does(looked_at):
    check, _, incidents, _, _ = looked_at
    silent = {**HEARD, "q.photo": BrokerFigures(consumers=0)}
    await check.look(silent)
    assert not await incidents.open_ones()
    await check.look(silent)
    assert [(found.kind, found.subject) for found in await incidents.open_ones()] == [
        (DEAF, "q.photo")
    ]
    await check.look(HEARD)
    assert not await incidents.open_ones()


def test_retries_of_every_wait_count_as_messages():
    row = TABLE[StageName.PHOTO]
    figures = {
        "q.photo": BrokerFigures(ready=2, unacked=1),
        "q.photo.retry.5000": BrokerFigures(ready=1),
        "q.photo.retry.45000": BrokerFigures(ready=3),
        "q.photo.park": BrokerFigures(ready=9),
    }
    assert messages_of(row, figures) == 7


def test_the_plugin_s_text_is_read_by_queue():
    text = """\
# TYPE rabbitmq_detailed_queue_messages_ready gauge
rabbitmq_detailed_queue_messages_ready{vhost="/",queue="q.photo"} 3
# TYPE rabbitmq_detailed_queue_messages_unacked gauge
rabbitmq_detailed_queue_messages_unacked{vhost="/",queue="q.photo"} 2
# TYPE rabbitmq_detailed_queue_consumers gauge
rabbitmq_detailed_queue_consumers{vhost="/",queue="q.photo"} 1
"""
    assert parse_figures(text) == {"q.photo": BrokerFigures(ready=3, unacked=2, consumers=1)}
