"""The same search on real servers and processes: their logs, metrics, queues and outboxes."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator

import aiohttp
import pytest
from rich.console import Console

from services.demo.expectations import demande
from services.demo.front_end import FrontEnd, Refused
from services.demo.people import pieces_of
from services.standalone.machine import FACELESS, Machine
from services.standalone.up import start_machine
from shared.adapters.broker import connect_broker
from shared.adapters.store import connect_store
from shared.domain.piece import PieceKind
from shared.stages import CHECKED, TABLE, StageName, parking_queue, queue_stages
from tests.conftest import ROOT
from tests.faults.test_survival import TODAY
from tests.ops.canaries import PERSON, found_in

#: Stages of pieces that this request does not need.
BY_CASE = frozenset(CHECKED[4:]) | {StageName.PHOTO_CODE}

pytestmark = [
    pytest.mark.servers,
    pytest.mark.timeout(240),
]

PACE = 0.01


@pytest.fixture(scope="module")
async def machine() -> AsyncIterator[tuple[Machine, dict[str, str]]]:
    """A machine of its own, whose logs are read."""
    folder = ROOT / "personal"
    shutil.rmtree(folder, ignore_errors=True)
    started = Machine(folder=folder, pace=PACE, steady_ports=False)
    try:
        yield started, await start_machine(started, Console(quiet=True))
    finally:
        await started.stop()


@pytest.fixture(scope="module")
async def filed(machine) -> tuple[str, str]:
    """Two dossiers of the canary, at their ends; the first lost the bytes of a piece.

    Meanwhile the mail server is away and the worker is killed.
    """
    started, logins = machine
    await started.mails.stop()
    async with aiohttp.ClientSession() as session:
        front_end = FrontEnd(session, started, logins["ecole-demo"])
        lost, whole = await _file(front_end, "lost"), await _file(front_end, "whole")
        await _lose_bytes(started, lost, PieceKind.ADDRESS)
        await front_end.submit(lost)
        await front_end.submit(whole)
        started.services["imagecheck"].kill()
        await asyncio.sleep(3)
        await started.mails.start(started.settings.smtp_port)
        await _stands(front_end, lost, "reception", "parked")
        await _stands(front_end, whole, "divergence", "done")
    return lost, whole


async def _file(front_end: FrontEnd, key: str) -> str:
    body = demande(PERSON)
    with pytest.raises(Refused):
        await front_end.open({**body, "category": PERSON.identity.birth_name}, key=f"wrong-{key}")
    dossier_id = await front_end.open(body, key=f"{PERSON.identity.email}-{key}")
    for kind, make in pieces_of(PERSON, TODAY).items():
        await front_end.upload(dossier_id, kind.value, await asyncio.to_thread(make))
    return dossier_id


async def _lose_bytes(started: Machine, dossier_id: str, kind: PieceKind) -> None:
    client, database = connect_store(
        started.settings.mongodb_url, started.settings.mongodb_database
    )
    document = await database["dossiers"].find_one({"_id": dossier_id})
    assert document is not None and found_in(repr(document))
    blob_id = document["pieces"][kind.value]["blob_id"]
    await database["pieces.chunks"].delete_many({"files_id": blob_id})
    await client.close()


async def _stands(front_end: FrontEnd, dossier_id: str, stage: str, wanted: str) -> None:
    """Return once the stage has the status and no letter waits."""
    async with asyncio.timeout(150):
        while True:
            status = await front_end.status(dossier_id)
            stages = {row["name"]: row["status"] for row in status["stages"]}
            sent = all(letter["sent_at"] for letter in status["letters"])
            if stages[stage] == wanted and sent:
                return
            await asyncio.sleep(0.5)


async def metrics_of(started: Machine) -> dict[str, str]:
    """What Prometheus would read of every service."""
    settings = started.settings
    ports = {
        "intake": settings.intake_port,
        "instruction": settings.instruction_port,
        "watch": settings.watch_port,
        **started.metrics_ports,
    }
    shown = {}
    async with aiohttp.ClientSession() as session:
        for service, port in ports.items():
            async with session.get(f"http://127.0.0.1:{port}/metrics") as response:
                assert response.status == 200
                shown[service] = await response.text()
    return shown


async def test_the_logs_of_every_service_name_the_dossier_and_nobody(machine, filed):
    started, _ = machine
    logs = {name: child.log.read_text() for name, child in started.services.items()}
    assert all(logs.values())
    assert any(filed[0] in text for text in logs.values())
    assert {name: found_in(text) for name, text in logs.items() if found_in(text)} == {}


async def test_the_metrics_of_every_service_name_nobody(machine, filed):
    shown = await metrics_of(machine[0])
    assert set(shown) == set(machine[0].services)
    assert {name: found_in(text) for name, text in shown.items() if found_in(text)} == {}


async def test_each_service_shows_what_it_did(machine, filed):
    shown = await metrics_of(machine[0])
    for name, text in shown.items():
        assert f'guichet_build_info{{service="{name}"' in text
    assert "guichet_dossiers_submitted_total 2.0" in shown["intake"]
    assert 'route="/v1/dossiers/{dossier_id}/submit",status="202"' in shown["intake"]
    assert 'guichet_mail_sent_total{outcome="failed"' in shown["notifier"]
    assert 'guichet_mail_sent_total{outcome="sent"' in shown["notifier"]
    assert 'guichet_stage_duration_seconds_count{stage="identity"}' in shown["imagecheck"]
    assert 'guichet_server_up{server="store"} 1.0' in shown["watch"]
    assert set(FACELESS) == {"imagecheck", "notifier"}


async def test_the_messages_that_wait_for_ops_name_nobody(machine, filed):
    broker = await connect_broker(machine[0].settings.amqp_url)
    bodies: asyncio.Queue[str] = asyncio.Queue()

    async def read(delivery):
        bodies.put_nowait(delivery.body.decode())
        await asyncio.sleep(5)

    await broker.consume(parking_queue(TABLE[StageName.RECEPTION]), 10, read)
    async with asyncio.timeout(30):
        body = await bodies.get()
    await broker.close()
    assert filed[0] in body
    assert "traceparent" in body
    assert found_in(body) == set()


async def test_one_submission_is_one_trace_through_the_logs_of_all_services(machine, filed):
    lines = [
        json.loads(line)
        for child in machine[0].services.values()
        for line in child.log.read_text().splitlines()
    ]
    stages = {}
    for line in lines:
        if line["action"] == "stage_worked" and line["dossier_id"] == filed[1]:
            stages.setdefault(line["trace_id"], set()).add(line["stage"])
    # what a sweep sends again belongs to a trace of its own
    asked = {row.name for row in queue_stages(TABLE) if row.name not in BY_CASE}
    assert asked in stages.values()
