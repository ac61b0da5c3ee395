"""The machine under upgrade: worker processes of two versions, and a school that files."""

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path

from shared.adapters.broker import connect_broker
from shared.adapters.clock import SystemClock
from shared.adapters.key_ring import new_master_key
from shared.adapters.queue_figures import queue_figures
from shared.adapters.store import MongoDossiers
from shared.adapters.topology import queues_of
from shared.domain.events import PieceAdded, Submitted
from shared.domain.piece import PieceKind
from shared.domain.transitions import open_dossier
from shared.pipeline.register import Register
from shared.pipeline.relay import Relay
from shared.stages import TABLE, paced
from tests.builders import PIECES, a_demande, a_piece
from tests.contract.servers import a_database
from tests.upgrade.next_release import SOURCE, make_next

#: Retries come back after 60 ms to 1.4 s; a reception is re-driven after nine seconds.
PACE = 0.03
TABLE_HERE = paced(TABLE, PACE)
PATIENCE = 60.0
LOOK = 0.1


class Rolling:
    """The machine under upgrade: worker processes that come and go, and a school that files."""

    def __init__(self, url, database, register, relay, folder):
        self.url, self.database, self.register, self.relay = url, database, register, relay
        self.folder, self.filed, self.processes = folder, [], {}
        self.environment = {}

    async def start(self, name, *, following=False):
        path = [str(self.folder / "next")] if following else []
        log = (self.folder / f"{name}.log").open("w")
        self.processes[name] = await asyncio.create_subprocess_exec(
            sys.executable,
            str(Path(__file__).parent / "worker.py"),
            name,
            env={**self.environment, "PYTHONPATH": os.pathsep.join([*path, str(SOURCE)])},
            stdout=log,
            stderr=log,
        )
        log.close()
        await self.until(self._is_consuming, name)

    async def _is_consuming(self, name):
        assert self.processes[name].returncode is None, self.log(name)
        return '"consuming"' in self.log(name)

    def log(self, name):
        return (self.folder / f"{name}.log").read_text()

    async def stop(self, name, how=signal.SIGTERM):
        process = self.processes.pop(name)
        process.send_signal(how)
        assert await process.wait() == (0 if how is signal.SIGTERM else -how), self.log(name)

    async def file(self, count):
        """So many requests, every second one with the piece that only the next version checks."""
        filed = []
        for _ in range(count):
            number = len(self.filed)
            medical = [PieceKind.MEDICAL] if number % 2 else []
            dossier_id, now = f"G-{number:03}", self.register.clock.now()
            change = open_dossier(dossier_id, "ecole", a_demande(), now, TABLE_HERE)
            await self.register.open(change)
            for kind in (*PIECES, *medical):
                await self.register.apply(dossier_id, PieceAdded(piece=a_piece(kind)))
            await self.register.apply(dossier_id, Submitted(needs_validation=False))
            await self.relay.flush()
            filed.append(dossier_id)
            self.filed.append(dossier_id)
        return filed

    async def documents(self, ids=None):
        query = {} if ids is None else {"_id": {"$in": ids}}
        return await self.database["dossiers"].find(query).to_list(None)

    async def all_with_an_agent(self, ids):
        """True once the machine has nothing left to do for these."""
        found = await self.documents(ids)
        return len(found) == len(ids) and all(
            [row["stage"] for row in one["open"]] == ["review"] and not one["outbox"]
            for one in found
        )

    async def all_but_newer_with_an_agent(self, ids):
        known = [one["_id"] for one in await self.documents(ids) if one["version"] == 1]
        return await self.all_with_an_agent(known)

    async def until(self, condition, *args):
        async with asyncio.timeout(PATIENCE):
            while not await condition(*args):  # noqa: ASYNC110 - other processes make it true
                await asyncio.sleep(LOOK)

    async def newer_fields(self):
        """(dossier, stage, run) of every stage that carries the next version's own field."""
        return {
            (one["_id"], name, run["run"])
            for one in await self.documents()
            for name, run in one["stages"].items()
            if run.get("worked_by") == "next"
        }

    async def rows(self, collection):
        return await self.database[collection].find({}).to_list(None)

    async def statuses(self):
        return {run["status"] for one in await self.documents() for run in one["stages"].values()}

    async def messages(self):
        names = [spec.name for spec in queues_of(TABLE_HERE)]
        figures = await queue_figures(self.url, names)
        return {name: figure.ready for name, figure in figures.items() if figure.ready}

    async def no_message(self):
        return not await self.messages()


@asynccontextmanager
async def a_rolling_machine(broker_url, store_url, folder):
    make_next(folder / "next")
    broker = await connect_broker(broker_url)
    await broker.declare(TABLE_HERE)
    async with a_database(store_url) as database:
        store, clock = MongoDossiers(database), SystemClock()
        await store.prepare()
        relay = Relay(broker, store, clock)
        register = Register(store, relay, clock, TABLE_HERE)
        machine = Rolling(broker_url, database, register, relay, folder)
        machine.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONDONTWRITEBYTECODE": "1",
            "GUICHET_AMQP_URL": broker_url,
            "GUICHET_MONGODB_URL": store_url,
            "GUICHET_MONGODB_DATABASE": database.name,
            "GUICHET_SECRET_KEY": "k" * 40,
            "GUICHET_MASTER_KEYS": new_master_key(),
            "GUICHET_PACE": str(PACE),
        }
        try:
            yield machine
        finally:
            for process in machine.processes.values():
                process.kill()
                await process.wait()
            await broker.close()
