"""What the desk trial runs on: one agents' service with its pile, killed now and then."""

import asyncio
import datetime as dt
import secrets
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from services.bench.walks import CHECKS, Walk
from services.standalone.machine import Machine
from shared.adapters.accounts import MongoAccounts
from shared.adapters.clock import SystemClock
from shared.adapters.documents import dossier_of
from shared.adapters.store import Database, MongoDossiers, connect_store
from shared.domain.change import Change
from shared.domain.dossier import Dossier, Route
from shared.stages import StageName
from shared.telemetry import configure_logs
from shared.web.access import Account, Role

#: What the trial needs of a machine: the agents' service, and watch, which enacts decisions.
SERVICES = ("instruction", "watch")
#: The clean pile's part of the dossiers: one in so many.
CLEAN_EVERY = 5
#: Seconds until the service answers, and until everything prepared has taken effect.
START_PATIENCE, PATIENCE = 100.0, 180.0
PAUSE = 0.25
_CLAIM = "stages.review.claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The machine and its store."""

    machine: Machine
    database: Database

    @property
    def address(self) -> str:
        """Where agents reach the service."""
        return self.machine.settings.instruction_public_url

    async def hire(self, name: str) -> str:
        """Make an agent's account; its key."""
        key = secrets.token_urlsafe(24)
        account = Account(account_id=name, role=Role.INSTRUCTOR)
        await MongoAccounts(self.database).put(account, key)
        return key

    async def fill(self, dossiers: int) -> None:
        """Put so many dossiers in front of agents, as the stages would have left them."""
        store, now = MongoDossiers(self.database), SystemClock().now()
        for number in range(dossiers):
            walk = Walk(f"G-{number:05d}", "ecole", now - dt.timedelta(minutes=1))
            walk.submit()
            walk.finish((StageName.RECEPTION, *CHECKS))
            walk.compare(Route.REVIEW if number % CLEAN_EVERY else Route.CLEAN)
            await store.add(Change(dossier=walk.dossier))

    async def kill_evenly(self, kills: int, seconds: float) -> None:
        """SIGKILL the service so often within that time; the machine starts it again."""
        for _ in range(kills):
            await asyncio.sleep(seconds / (kills + 1))
            self.machine.services["instruction"].kill()

    async def let_leases_run_out(self) -> dict[str, str]:
        """Make every lease half an hour older, in the store; holders by dossier."""
        await self._until_enacted()
        held: dict[str, str] = {}
        cursor = self.database["dossiers"].find({f"{_CLAIM}.prepared": None}, {_CLAIM: 1})
        async for row in cursor:
            claim = row["stages"]["review"]["claim"]
            if claim:
                held[row["_id"]] = claim["agent"]
        past = SystemClock().now() - dt.timedelta(seconds=1)
        for dossier_id in held:
            await self.database["dossiers"].update_one(
                {"_id": dossier_id}, {"$set": {f"{_CLAIM}.until": past}}
            )
        return held

    async def settled(self) -> Mapping[str, Dossier]:
        """Every dossier, once each decision has been counted or patience has ended."""
        await self._until_enacted()
        decided = {"decision.decided_at": {"$exists": True}}
        for _ in range(int(PATIENCE / PAUSE)):
            count = await self.database["dossiers"].count_documents(decided)
            if count == await self.quality_rows():
                break
            await asyncio.sleep(PAUSE)
        found = await self.database["dossiers"].find({}).to_list(None)
        return {str(row["_id"]): dossier_of(row) for row in found}

    async def quality_rows(self) -> int:
        """Decisions that the figures on quality know."""
        return int(await self.database["decisions"].count_documents({}))

    async def _until_enacted(self) -> None:
        waiting = {f"{_CLAIM}.prepared.reason": {"$exists": True}}
        for _ in range(int(PATIENCE / PAUSE)):
            if not await self.database["dossiers"].count_documents(waiting):
                return
            await asyncio.sleep(PAUSE)


@asynccontextmanager
async def open_place(folder: Path, pace: float) -> AsyncIterator[Place]:
    """Start broker, store and the two services in an emptied folder; stop them on the way out."""
    shutil.rmtree(folder, ignore_errors=True)
    configure_logs("standalone", "ERROR")  # libraries would write into the terminal
    machine = Machine(folder=folder, pace=pace, steady_ports=False)
    machine.services = {name: machine.services[name] for name in SERVICES}
    settings = machine.settings
    client, database = connect_store(settings.mongodb_url, settings.mongodb_database)
    try:
        await machine.start_servers()
        await machine.start_services()
        await _until_ready(settings.instruction_public_url)
        yield Place(machine=machine, database=database)
    finally:
        await client.close()
        await machine.stop()


async def _until_ready(address: str) -> None:
    async with asyncio.timeout(START_PATIENCE), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"{address}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass  # not listening yet
            await asyncio.sleep(PAUSE)
