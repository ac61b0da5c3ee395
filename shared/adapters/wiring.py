"""The servers of one process, connected in order and closed in the order that loses nothing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from shared.adapters.accounts import MongoAccounts
from shared.adapters.antivirus import Clamd, ScannedBlobs, clamd_of
from shared.adapters.audit_trail import MongoAuditTrail
from shared.adapters.batches import MongoBatches
from shared.adapters.blob_files import bucket_of
from shared.adapters.blobs import GridFsBlobs
from shared.adapters.broker import RabbitBroker, connect_broker
from shared.adapters.clock import SystemClock
from shared.adapters.decisions import MongoDecisions
from shared.adapters.depth_reading import MongoReadings
from shared.adapters.dossier_keys import MongoDossierKeys
from shared.adapters.effects import MongoEffects
from shared.adapters.incidents import MongoIncidents, MongoProbes
from shared.adapters.s3_blobs import S3Blobs
from shared.adapters.sealed_blobs import SealedBlobs, piece_store
from shared.adapters.store import Database, MongoDossiers, connect_store, server_faults
from shared.adapters.views import MongoViews
from shared.domain.title_table import TITLE_TABLE, validate_titles
from shared.errors import ServerUnavailable, StoppedAtStart
from shared.pipeline.depth_reading import SharedDepths
from shared.pipeline.ports import Blobs
from shared.pipeline.register import Register
from shared.pipeline.relay import Relay
from shared.pipeline.witness import Witness
from shared.settings import Settings
from shared.stage_checks import validate_table
from shared.stages import TABLE, StageTable, paced

#: Connects to the broker at an address.
Dial = Callable[[str], Awaitable[RabbitBroker]]

Result = TypeVar("Result")

#: Tries, a second apart, to find a store that is still starting.
STORE_TRIES = 60


class Prepared(Protocol):
    """An adapter that has indexes to make."""

    async def prepare(self) -> None:
        """Make them; harmless when they exist."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """Everything outside this process, behind its ports."""

    broker: RabbitBroker
    database: Database
    dossiers: MongoDossiers
    views: MongoViews
    depths: SharedDepths
    effects: MongoEffects
    accounts: MongoAccounts
    blobs: SealedBlobs
    #: None where pieces lie in the store.
    bucket: S3Blobs | None
    antivirus: Clamd | None
    clock: SystemClock
    table: StageTable
    incidents: MongoIncidents
    probes: MongoProbes
    relay: Relay
    register: Register
    witness: Witness

    @property
    def uploads(self) -> Blobs:
        """The file store as strangers reach it: past the scanner, where one is set."""
        return ScannedBlobs(self.blobs, self.antivirus) if self.antivirus else self.blobs

    async def ping_antivirus(self) -> None:
        """Raise ServerUnavailable unless the scanner answers; nothing is asked of none."""
        if self.antivirus:
            await self.antivirus.ping()

    async def ping_bucket(self) -> None:
        """Raise ServerUnavailable unless the bucket answers; nothing is asked of none."""
        if self.bucket:
            await self.bucket.ping()

    async def ping_store(self) -> None:
        """Raise ServerUnavailable unless the store answers."""
        async with server_faults():
            await self.database.command("ping")


@asynccontextmanager
async def connect_servers(
    settings: Settings, stop: asyncio.Event | None = None
) -> AsyncIterator[Servers]:
    """Connect, keep the relay running, and flush it before the servers are let go.

    Raises StoppedAtStart where `stop` comes while servers are still waited for.
    """
    validate_table(paced(TABLE, settings.pace))
    validate_titles(TITLE_TABLE)
    client, database = connect_store(
        settings.mongodb_url,
        settings.mongodb_database,
        durable=settings.weaken != "journal",
        driver=settings.store_driver,
    )
    servers = await until_stopped(wire(settings, database), stop)
    try:
        async with asyncio.TaskGroup() as tasks:
            pump = tasks.create_task(servers.relay.run())
            yield servers
            pump.cancel()
        await servers.relay.flush()
    finally:
        await servers.broker.close()
        await client.close()


async def until_stopped(work: Coroutine[Any, Any, Result], stop: asyncio.Event | None) -> Result:
    """What the work gives; raises StoppedAtStart, and ends it, where `stop` comes first."""
    if stop is None:
        return await work
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise StoppedAtStart
        return working.result()
    finally:
        working.cancel()
        stopping.cancel()


async def wire(settings: Settings, database: Database, dial: Dial = connect_broker) -> Servers:
    """Put the adapters together, once the store answers."""
    dossiers, accounts, clock = MongoDossiers(database), MongoAccounts(database), SystemClock()
    table, blobs = paced(TABLE, settings.pace), piece_store(database, settings, clock)
    trail, views = MongoAuditTrail(database), MongoViews(database)
    await _prepare(dossiers, accounts, GridFsBlobs(database, clock), trail)
    await _prepare(MongoDossierKeys(database), MongoBatches(database), MongoDecisions(database))
    broker = await dial(settings.amqp_url)
    await broker.declare(table)
    relay, witness = Relay(broker, dossiers, clock), Witness(trail, clock)
    register = Register(dossiers, relay, clock, table, fenced=settings.weaken != "inbox")
    return Servers(
        broker=broker,
        database=database,
        dossiers=dossiers,
        views=views,
        depths=SharedDepths(views, MongoReadings(database), clock),
        effects=MongoEffects(database, claims=settings.weaken != "inbox"),
        accounts=accounts,
        blobs=blobs,
        bucket=bucket_of(settings, clock),
        antivirus=clamd_of(settings),
        clock=clock,
        table=table,
        incidents=MongoIncidents(database),
        probes=MongoProbes(database),
        relay=relay,
        register=register.watched_by(witness),
        witness=witness,
    )


async def _prepare(*adapters: Prepared) -> None:
    for attempt in range(STORE_TRIES):
        try:
            for adapter in adapters:
                await adapter.prepare()
            return
        except ServerUnavailable:
            if attempt == STORE_TRIES - 1:
                raise
            await asyncio.sleep(1)
