"""One machine under attack: its services reach broker and store through fault proxies only."""

import random
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from rich.console import Console

from services.faults.cluster import BrokerCluster, nodes_of
from services.faults.damage import Damage
from services.faults.kinds import Weakness
from services.faults.ledger import Ledger, MailLedger
from services.faults.meddler import Meddler
from services.faults.proxy import FaultProxy
from services.faults.sender import Sender
from services.faults.stories import Stage
from services.standalone.machine import Machine
from services.standalone.up import start_machine
from shared.adapters.blobs import GridFsBlobs
from shared.adapters.clock import SystemClock
from shared.adapters.store import Database, MongoDossiers, connect_store
from shared.stages import TABLE, queue_stages

#: Machines wait a twenty-fifth: a reception is re-driven after 12 s and parked after 48 s. Not
#: less, because outages are not shortened: all re-drives of a reception together must outlast
#: a broker that needs ten seconds to come back, a service that drains, and their backlog.
PACE = 0.04

#: The store's own flag that puts every write on disk. It is taken away here, so that what
#: survives is owed to the write concern alone.
SYNC_FLAG = "--sync-on-commit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arena:
    """The machine, who uses it, and who attacks it."""

    machine: Machine
    database: Database
    damage: Damage
    stage: Stage
    mails: MailLedger
    ledger: Ledger
    meddler: Meddler


@asynccontextmanager
async def open_arena(
    folder: Path, seed: int, weaken: Weakness | None = None, *, clustered: bool = False
) -> AsyncIterator[Arena]:
    """Start everything in an emptied folder; stop it on the way out."""
    shutil.rmtree(folder, ignore_errors=True)
    machine = Machine(folder=folder, pace=PACE, steady_ports=False)
    if clustered:
        machine.broker = BrokerCluster(machine.folder / "cluster")
    mails = machine.mails = MailLedger(machine.folder / "mails")
    async with AsyncExitStack() as stack:
        ledger = Ledger()
        damage = await _between(machine, weaken, ledger, stack)
        stack.push_async_callback(machine.stop)
        logins = await start_machine(machine, Console(quiet=True))
        session = await stack.enter_async_context(aiohttp.ClientSession())
        sender = Sender(
            session=session,
            base=machine.settings.public_url,
            headers={"Authorization": f"Bearer {logins['ecole-demo']}"},
            ledger=ledger,
        )
        yield Arena(
            machine=machine,
            database=damage.database,
            damage=damage,
            stage=_stage(sender, mails, damage.database),
            mails=mails,
            ledger=ledger,
            meddler=_meddler(machine, seed),
        )


async def _between(
    machine: Machine, weaken: Weakness | None, ledger: Ledger, stack: AsyncExitStack
) -> Damage:
    """Lay the proxies between services and servers; the campaign has ways of its own."""
    settings = machine.settings
    client, database = connect_store(settings.mongodb_url, settings.mongodb_database)
    stack.push_async_callback(client.close)
    nodes = nodes_of(machine.broker)
    ports = [node.ports.amqp for node in nodes]
    damage = Damage(
        machine=machine,
        database=database,
        broker_proxy=FaultProxy(*ports),
        store_proxy=FaultProxy(machine.store.port),
        mail_proxy=FaultProxy(settings.smtp_port),
        ledger=ledger,
        nodes=nodes,
    )
    own_way = FaultProxy(*ports)
    for proxy in (damage.broker_proxy, damage.store_proxy, damage.mail_proxy, own_way):
        await proxy.start()
        stack.push_async_callback(proxy.stop)
    machine.settings = settings.model_copy(update={"amqp_url": _amqp_url(own_way)})
    _reroute(machine, damage, weaken)
    return damage


def _reroute(machine: Machine, damage: Damage, weaken: Weakness | None) -> None:
    """Send the services through the proxies, and make the store as weak as it may be."""
    rerouted = {
        "GUICHET_AMQP_URL": _amqp_url(damage.broker_proxy),
        # direct: the driver would otherwise ask the store for its address and go past the proxy
        "GUICHET_MONGODB_URL": f"mongodb://127.0.0.1:{damage.store_proxy.port}/"
        "?directConnection=true",
        "GUICHET_SMTP_PORT": str(damage.mail_proxy.port),
        "GUICHET_WEAKEN": weaken or "",
    }
    for child in machine.services.values():
        child.environment = {**child.environment, **rerouted}
    store = machine.store.child
    store.command = [part for part in store.command if part != SYNC_FLAG]


def _amqp_url(proxy: FaultProxy) -> str:
    return f"amqp://guest:guest@127.0.0.1:{proxy.port}/"


def _stage(sender: Sender, mails: MailLedger, database: Database) -> Stage:
    return Stage(
        sender=sender,
        mails=mails,
        dossiers=MongoDossiers(database),
        blobs=GridFsBlobs(database, SystemClock()),
    )


def _meddler(machine: Machine, seed: int) -> Meddler:
    queues = [str(row.queue) for row in queue_stages(TABLE)]
    chance = random.Random(f"meddler {seed}")
    return Meddler(machine.settings.amqp_url, queues, chance)
