"""Kill, wipe, restart: every dossier arrives, once, on real servers and real processes."""

import asyncio
import datetime as dt
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from rich.console import Console

from services.demo.cast import candidate
from services.demo.expectations import demande
from services.demo.front_end import FrontEnd
from services.demo.people import pieces_of
from services.standalone.machine import Machine
from services.standalone.readiness import wait_until_ready
from services.standalone.up import start_machine
from shared.adapters.queue_figures import purge_queue, queue_figures
from shared.stages import TABLE, queue_stages
from tests.conftest import ROOT

pytestmark = [
    pytest.mark.servers,
    pytest.mark.xdist_group("survival"),
    pytest.mark.timeout(240),
]

#: Deadlines of machines at a hundredth: an identity check is re-driven after 18 s.
PACE = 0.01
TODAY = dt.datetime.now(dt.UTC).date()
QUEUES = [str(row.queue) for row in queue_stages(TABLE)]


@pytest.fixture(scope="module")
async def machine() -> AsyncIterator[tuple[Machine, dict[str, str]]]:
    """A machine of its own, since this module mistreats it."""
    folder: Path = ROOT / "survival"
    shutil.rmtree(folder, ignore_errors=True)
    started = Machine(folder=folder, pace=PACE, steady_ports=False)
    try:
        yield started, await start_machine(started, Console(quiet=True))
    finally:
        await started.stop()


@pytest.fixture
async def front_end(machine) -> AsyncIterator[FrontEnd]:
    """A school's front end."""
    started, logins = machine
    async with aiohttp.ClientSession() as session:
        yield FrontEnd(session, started, logins["ecole-demo"])


async def _file(front_end: FrontEnd, number: int, key: str) -> str:
    person = candidate(number, TODAY)
    dossier_id = await front_end.open(demande(person), key=f"{key}-{number}")
    for kind, make in pieces_of(person, TODAY).items():
        await front_end.upload(dossier_id, kind.value, await asyncio.to_thread(make))
    await front_end.submit(dossier_id)
    return dossier_id


async def _arrived(front_end: FrontEnd, dossier_id: str, seconds: float = 120) -> dict:
    """The status once the machine has nothing left to do."""
    async with asyncio.timeout(seconds):
        while True:
            status = await front_end.status(dossier_id)
            stages = {stage["name"]: stage for stage in status["stages"]}
            sent = all(letter["sent_at"] for letter in status["letters"])
            if stages["divergence"]["status"] == "done" and sent:
                return stages
            await asyncio.sleep(0.3)


def _letters_to(machine: Machine, number: int) -> int:
    address = candidate(number, TODAY).identity.email
    return len(machine.mails.mails_to(str(address)))


async def test_a_worker_killed_in_mid_check_loses_and_doubles_nothing(machine, front_end):
    started, _ = machine
    before = _letters_to(started, 0)
    dossier_id = await _file(front_end, 0, "killed")
    for _ in range(3):
        await asyncio.sleep(0.4)
        started.services["imagecheck"].kill()

    stages = await _arrived(front_end, dossier_id)

    assert [stages[name]["verdict"] for name in ("photo", "signature", "identity")] == ["pass"] * 3
    assert stages["divergence"]["run"] == 1
    assert _letters_to(started, 0) - before == 1


async def test_dossiers_arrive_after_every_queue_was_wiped(machine, front_end):
    started, _ = machine
    await wait_until_ready(started)
    started.services["imagecheck"].kill()
    dossiers = [await _file(front_end, number, "wiped") for number in (1, 2)]
    for queue in QUEUES:
        await purge_queue(started.settings.amqp_url, queue)

    for dossier_id in dossiers:
        stages = await _arrived(front_end, dossier_id)
        assert {stages[name]["status"] for name in ("photo", "signature", "identity")} == {"done"}


async def test_dossiers_arrive_after_the_broker_was_killed(machine, front_end):
    started, _ = machine
    await wait_until_ready(started)
    before = _letters_to(started, 3)
    dossier_id = await _file(front_end, 3, "broker")
    started.broker.kill()
    await asyncio.sleep(1)
    await started.broker.start()

    stages = await _arrived(front_end, dossier_id)

    assert stages["divergence"]["run"] == 1
    assert _letters_to(started, 3) - before == 1
    figures = await queue_figures(started.settings.amqp_url, QUEUES)
    assert all(figure.consumers for figure in figures.values())


async def test_dossiers_arrive_after_the_store_was_killed(machine, front_end):
    started, _ = machine
    await wait_until_ready(started)
    dossier_id = await _file(front_end, 4, "store")
    started.store.kill()
    await asyncio.sleep(1)
    await started.store.start()

    stages = await _arrived(front_end, dossier_id)

    assert stages["divergence"]["status"] == "done"
    assert await front_end.status(dossier_id)


async def test_a_worker_told_to_stop_finishes_what_it_holds(machine, front_end):
    started, _ = machine
    await wait_until_ready(started)
    dossier_id = await _file(front_end, 5, "drain")
    child = started.services["imagecheck"]
    await child.stop(30)

    stages = await _arrived(front_end, dossier_id)

    assert '"action": "drained"' in child.log.read_text()
    assert stages["photo"]["attempt"] == 1
