"""GUICHET_STAGES on live processes: each works the stages that it names, and no other."""

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from shared.adapters.broker import connect_broker
from shared.adapters.clock import SystemClock
from shared.adapters.dossier_keys import MongoDossierKeys
from shared.adapters.key_ring import new_master_key
from shared.adapters.queue_figures import queue_figures
from shared.adapters.sealed_blobs import piece_store
from shared.adapters.store import MongoDossiers
from shared.domain.events import PieceAdded, Submitted
from shared.domain.transitions import open_dossier
from shared.errors import ServerUnavailable
from shared.pipeline.register import Register
from shared.pipeline.relay import Relay
from shared.pipeline.worker import NO_STAGE
from shared.settings import Settings
from shared.stages import TABLE, StageName
from tests.builders import a_demande, a_piece
from tests.contract.servers import a_database

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]

SOURCE = Path(__file__).parents[2]
RECEPTION, CODES = (str(TABLE[name].queue) for name in (StageName.RECEPTION, StageName.PHOTO_CODE))
PATIENCE = 60.0


async def until(condition):
    async with asyncio.timeout(PATIENCE):
        while not await condition():  # noqa: ASYNC110 - other processes make it true
            await asyncio.sleep(0.1)


class Intakes:
    """Processes of intake that share broker and store, and each work what they are told to."""

    def __init__(self, url, environment, folder):
        self.url, self.environment, self.folder = url, environment, folder
        self.processes = {}

    async def start(self, stages, port):
        await self.spawn(stages, port)
        await until(lambda: answers(port))

    async def spawn(self, stages, port):
        log = (self.folder / f"{port}.log").open("w")
        chosen = {"GUICHET_STAGES": stages, "GUICHET_INTAKE_PORT": str(port)}
        self.processes[stages] = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.intake.main",
            cwd=SOURCE,
            env={**self.environment, **chosen},
            stdout=log,
            stderr=log,
        )
        log.close()

    async def stop(self, stages):
        process = self.processes.pop(stages)
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0

    async def consumers(self):
        try:
            figures = await queue_figures(self.url, [RECEPTION, CODES])
        except ServerUnavailable:  # no process has declared them yet
            return (0, 0)
        return figures[RECEPTION].consumers, figures[CODES].consumers

    async def waiting(self):
        return (await queue_figures(self.url, [RECEPTION]))[RECEPTION].ready


async def answers(port):
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{port}/livez") as answer,
        ):
            return answer.status == 200
    except aiohttp.ClientError:
        return False


@asynccontextmanager
async def intakes_on(database, broker_url, store_url, folder):
    environment = {
        "PATH": os.environ["PATH"],
        "GUICHET_AMQP_URL": broker_url,
        "GUICHET_MONGODB_URL": store_url,
        "GUICHET_MONGODB_DATABASE": database.name,
        "GUICHET_SECRET_KEY": "k" * 40,
        "GUICHET_MASTER_KEYS": new_master_key(),
    }
    intakes = Intakes(broker_url, environment, folder)
    try:
        yield intakes
    finally:
        for process in intakes.processes.values():
            process.kill()
            await process.wait()


class School:
    """Files one request with one stored piece."""

    def __init__(self, database, broker, master_keys):
        self.store, clock = MongoDossiers(database), SystemClock()
        settings = Settings(secret_key="k" * 40, master_keys=master_keys)
        self.files = piece_store(database, settings, clock)
        self.relay = Relay(broker, self.store, clock)
        self.register = Register(self.store, self.relay, clock, TABLE)

    async def file(self, dossier_id):
        async def picture():
            yield b"\xff\xd8\xff" + bytes(2000)

        stored = await self.files.write(picture(), 10_000, dossier_id)
        kept = {"blob_id": stored.blob_id, "sha256": stored.sha256, "size": stored.size}
        now = self.register.clock.now()
        await self.register.open(open_dossier(dossier_id, "ecole", a_demande(), now, TABLE))
        await self.register.apply(dossier_id, PieceAdded(piece=a_piece(**kept)))
        await self.register.apply(dossier_id, Submitted(needs_validation=False))
        await self.relay.flush()

    async def is_received(self, dossier_id):
        return (await self.store.get(dossier_id)).stage(StageName.RECEPTION).status == "done"


async def test_each_process_works_its_own_stages_and_one_for_pages_works_none(
    broker_url, store_url, tmp_path, unused_tcp_port_factory
):
    ports = [unused_tcp_port_factory() for _ in range(4)]
    broker = await connect_broker(broker_url)
    await broker.declare(TABLE)
    async with (
        a_database(store_url) as database,
        intakes_on(database, broker_url, store_url, tmp_path) as intakes,
    ):
        await MongoDossierKeys(database).prepare()
        school = School(database, broker, intakes.environment["GUICHET_MASTER_KEYS"])

        async def consumed_by(reception, codes):
            return await intakes.consumers() == (reception, codes)

        await intakes.start(NO_STAGE, ports[0])
        assert await intakes.consumers() == (0, 0)
        await intakes.start("photo_code", ports[1])
        await until(lambda: consumed_by(0, 1))
        await school.file("G-1")
        await asyncio.sleep(1)
        assert await intakes.waiting() == 1  # nobody's stage: it waits, and is not lost
        await intakes.start("reception", ports[2])
        await until(lambda: school.is_received("G-1"))
        assert await intakes.consumers() == (1, 1)
        await intakes.stop("photo_code")
        await intakes.stop("reception")
        assert await intakes.consumers() == (0, 0)
        assert await answers(ports[0])
        await school.file("G-2")
        await intakes.start("", ports[3])  # all of its service
        await until(lambda: school.is_received("G-2"))
        assert await intakes.consumers() == (1, 1)
    await broker.close()


async def test_a_process_that_names_the_stage_of_another_service_does_not_start(
    broker_url, store_url, tmp_path, unused_tcp_port
):
    async with (
        a_database(store_url) as database,
        intakes_on(database, broker_url, store_url, tmp_path) as intakes,
    ):
        await intakes.spawn("photo", unused_tcp_port)
        async with asyncio.timeout(PATIENCE):
            assert await intakes.processes["photo"].wait() == 1
        del intakes.processes["photo"]
        assert "ForeignStage" in (tmp_path / f"{unused_tcp_port}.log").read_text()
