"""A dossier through every stage, with what may go wrong in a handler on the way."""

import asyncio
import datetime as dt
from dataclasses import replace

import pytest

from shared.domain.dossier import Outcome
from shared.domain.events import Claimed, Decided, Replayed, Validated
from shared.errors import CheckCrashed, MissingBlob
from shared.pipeline.messages import Task, encode
from shared.pipeline.worker import consuming
from shared.stages import DEAD_QUEUE, StageName
from tests.builders import NOW, a_result
from tests.contract.servers import eventually
from tests.flow.line import FAST, Line, stands

S = StageName
CHECKS = (S.PHOTO, S.SIGNATURE, S.IDENTITY, S.ADDRESS)


def failing(*errors):
    """A handler that raises these one after the other, then answers."""
    left = list(errors)

    async def work(dossier):
        if left:
            raise left.pop(0)
        return a_result()

    return work


@pytest.fixture
def line():
    return Line()


async def test_a_dossier_goes_to_an_agent_with_each_stage_worked_once(line):
    async with line.running():
        key = await line.send_dossier()
        dossier = await line.until(key, stands(S.REVIEW, "open"))
        await line.until(key, stands(S.NOTIFICATION, "done"))
    assert line.calls == dict.fromkeys((S.RECEPTION, *CHECKS, S.DIVERGENCE, S.NOTIFICATION), 1)
    assert line.waiting() == {}
    assert await line.store.unsent(NOW + dt.timedelta(days=1), 9) == []
    assert all(dossier.stage(name).result is not None for name in CHECKS)


async def test_a_decision_ends_with_its_letter_sent_once(line):
    async with line.running():
        key = await line.send_dossier(needs_validation=True)
        await line.register.apply(key, Validated())
        await line.until(key, stands(S.REVIEW, "open"))
        await line.register.apply(key, Claimed(agent="agent-1"))
        await line.register.apply(key, Decided(agent="agent-1", outcome=Outcome.ACCEPTED))
        dossier = await line.until(key, lambda d: d.letters and not d.unsent_letters())
    assert [letter.kind for letter in dossier.letters] == ["validation_request", "accepted"]
    assert dossier.stage(S.NOTIFICATION).status == "done"


async def test_checks_that_end_together_start_one_comparison(line):
    together = asyncio.Barrier(len(CHECKS))

    async def work(dossier):
        await together.wait()
        return a_result()

    line.works.update(dict.fromkeys(CHECKS, work))
    async with line.running():
        key = await line.send_dossier()
        dossier = await line.until(key, stands(S.REVIEW, "open"))
    assert line.calls[S.DIVERGENCE] == 1
    assert dossier.stage(S.DIVERGENCE).run == 1


async def test_a_check_that_fails_twice_is_tried_a_third_time(line):
    line.works[S.PHOTO] = failing(CheckCrashed("photo"), CheckCrashed("photo"))
    async with line.running():
        key = await line.send_dossier()
        dossier = await line.until(key, stands(S.REVIEW, "open"))
    assert (line.calls[S.PHOTO], dossier.stage(S.PHOTO).attempt) == (3, 3)
    retries = [line.detail for line in dossier.history if line.event == "retry"]
    assert retries == ["CheckCrashed", "CheckCrashed"]


async def test_what_cannot_be_helped_is_parked_and_mended_by_a_replay(line):
    line.works[S.PHOTO] = failing(MissingBlob("blob"))
    async with line.running():
        key = await line.send_dossier()
        parked = await line.until(key, stands(S.REVIEW, "open"))
        assert (parked.stage(S.PHOTO).status, parked.stage(S.PHOTO).cause) == (
            "parked",
            "MissingBlob",
        )
        assert line.waiting() == {"q.photo.park": 1}
        await line.register.apply(key, Replayed(stage=S.PHOTO))
        mended = await line.until(key, stands(S.PHOTO, "done"))
        mended = await line.until(key, stands(S.REVIEW, "open"))
    assert (line.calls[S.PHOTO], line.calls[S.DIVERGENCE]) == (2, 2)
    assert (line.calls[S.ADDRESS], mended.stage(S.REVIEW).run) == (1, 2)


async def test_a_fault_of_the_program_is_parked_under_its_name_without_its_text(line):
    faults = [ValueError("Camille Specimen, née le 12 avril 1990")] * FAST[S.PHOTO].tries
    line.works[S.PHOTO] = failing(*faults)
    async with line.running():
        key = await line.send_dossier()
        dossier = await line.until(key, stands(S.PHOTO, "parked"))
    assert dossier.stage(S.PHOTO).cause == "ValueError"
    assert line.calls[S.PHOTO] == FAST[S.PHOTO].tries
    assert "Camille Specimen" not in repr(dossier.history)


async def test_work_beyond_its_time_limit_is_ended():
    short = replace(FAST[S.PHOTO], time_limit=dt.timedelta(milliseconds=20), tries=1)
    line = Line(table={**FAST, S.PHOTO: short})
    line.works[S.PHOTO] = lambda dossier: asyncio.sleep(30)
    async with line.running():
        key = await line.send_dossier()
        dossier = await line.until(key, stands(S.PHOTO, "parked"))
    assert dossier.stage(S.PHOTO).cause == "CheckTimedOut"


def a_message(key, stage=S.PHOTO, run=1, attempt=1):
    return encode(
        Task(
            message_id="x",
            dossier_id=key,
            stage=stage,
            run=run,
            attempt=attempt,
            sent_at=NOW.isoformat(),
        )
    )


@pytest.mark.parametrize(
    ("queue", "changes"),
    [
        ("q.photo", {}),
        ("q.photo", {"run": 0}),
        ("q.photo", {"attempt": 2}),
        ("q.photo", {"stage": S.ADDRESS}),
        ("q.photo", {"key": "G-NOBODY"}),
    ],
    ids=["done-already", "older-run", "other-try", "wrong-queue", "unknown"],
)
async def test_a_stale_message_is_acked_without_effect(line, queue, changes):
    async with line.running():
        key = await line.send_dossier()
        before = await line.until(key, stands(S.REVIEW, "open"))
        calls = line.calls.copy()
        await line.broker.publish(queue, a_message(**{"key": key, **changes}), "x")
        await eventually(lambda: not line.waiting())
    assert (line.calls, line.waiting()) == (calls, {})
    assert await line.store.get(key) == before


async def test_a_message_in_the_queue_of_another_stage_is_not_worked(line):
    key = await line.send_dossier()
    before = await line.store.get(key)
    called = []

    async def work(dossier):
        called.append(dossier)
        return a_result()

    await line.broker.publish("q.photo", a_message(key, stage=S.RECEPTION), "x")
    async with consuming(line.broker, line.register, {S.PHOTO: work}, 1):
        await eventually(lambda: not line.waiting())
    assert (called, await line.store.get(key)) == ([], before)


async def test_a_message_that_nobody_can_read_is_dead_lettered(line):
    async with line.running():
        await line.broker.publish("q.photo", b"{}", "x")
        await eventually(lambda: line.waiting() == {DEAD_QUEUE: 1})
    assert line.calls[S.PHOTO] == 0


async def test_a_service_that_stops_finishes_what_is_in_hand(line):
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def work(dossier):
        begun.set()
        await go_on.wait()
        return a_result()

    key = await line.send_dossier()
    await line.relay.flush()

    async def serve():
        async with consuming(line.broker, line.register, {S.RECEPTION: work}, 1):
            await begun.wait()

    service = asyncio.create_task(serve())
    await begun.wait()
    await asyncio.sleep(0.01)
    assert not service.done()
    go_on.set()
    await service
    assert stands(S.RECEPTION, "done")(await line.store.get(key))
