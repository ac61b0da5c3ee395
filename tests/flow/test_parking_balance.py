"""Parked stages and their messages: what differs at two looks is named and mended."""

import pytest

from services.watch.parking_balance import UNEVEN, ParkingBalance
from shared.adapters.broker_figures import BrokerFigures
from shared.adapters.memory_desk import MemoryParkedStages, MemoryParking
from shared.adapters.memory_watch import MemoryIncidents
from shared.errors import MissingBlob
from shared.pipeline.messages import Task, encode
from shared.stages import StageName, parking_queue
from tests.contract.servers import eventually
from tests.flow.line import FAST, Line, stands

S = StageName
PARK = parking_queue(FAST[S.PHOTO])


async def _missing(dossier):
    raise MissingBlob(dossier.dossier_id)


@pytest.fixture
async def uneven():
    """A line with two parked photos, and the check that looks at their queue."""
    line = Line()
    line.works[S.PHOTO] = _missing
    async with line.running():
        for dossier_id in ("G-1", "G-2"):
            await line.send_dossier(dossier_id)
            await line.until(dossier_id, stands(S.PHOTO, "parked"))
        await eventually(lambda: line.waiting().get(PARK) == 2)
        yield (
            line,
            ParkingBalance(
                register=line.register,
                depths=line.store,
                parked=MemoryParkedStages(line.store),
                parking=MemoryParking(line.broker),
                incidents=MemoryIncidents(),
            ),
        )


def figures(line):
    return {PARK: BrokerFigures(ready=line.waiting().get(PARK, 0))}


async def test_where_both_agree_nothing_is_touched(uneven):
    line, balance = uneven
    for _ in range(3):
        assert await balance.look(figures(line)) == 0
    assert await balance.incidents.open_ones() == []


async def test_a_parked_message_that_was_lost_is_laid_anew_and_the_stage_stays_parked(uneven):
    line, balance = uneven
    line.broker.queues[PARK].popleft()

    assert await balance.look(figures(line)) == 0  # one look proves nothing
    assert await balance.look(figures(line)) == 1
    await eventually(lambda: line.waiting().get(PARK) == 2)

    (incident,) = await balance.incidents.open_ones()
    assert (incident.kind, incident.subject, incident.count) == (UNEVEN, S.PHOTO, 1)
    assert (await line.store.get("G-1")).stage(S.PHOTO).status == "parked"
    await balance.look(figures(line))
    assert await balance.incidents.open_ones() == []


def a_message(dossier_id, run, sent_at):
    task = Task(
        message_id="x", dossier_id=dossier_id, stage=S.PHOTO, run=run, attempt=1, sent_at=sent_at
    )
    return encode(task)


async def test_copies_and_messages_of_no_parked_stage_are_taken_away(uneven):
    line, balance = uneven
    old = "2020-01-01T00:00:00+00:00"
    for body in (a_message("G-1", 1, old), a_message("G-GONE", 1, old)):
        await line.broker.publish(PARK, body, "x")

    await balance.look(figures(line))
    assert await balance.look(figures(line)) == 2
    assert line.waiting()[PARK] == 2


async def test_a_message_younger_than_the_list_of_parked_stages_is_left_alone(uneven):
    line, balance = uneven
    await line.broker.publish(PARK, a_message("G-NEW", 1, "2099-01-01T00:00:00+00:00"), "x")

    await balance.look(figures(line))
    assert await balance.look(figures(line)) == 0
    assert line.waiting()[PARK] == 3


async def test_what_nobody_can_read_stays_for_a_person(uneven):
    line, balance = uneven
    await line.broker.publish(PARK, b"{", "x")

    await balance.look(figures(line))
    assert await balance.look(figures(line)) == 0
    assert line.waiting()[PARK] == 3
