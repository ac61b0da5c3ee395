"""Faults as acts: each kills, cuts, stops or wipes one thing of a machine for real."""

import asyncio
import os
import signal
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from services.faults.kinds import Fault, PlannedFault
from services.faults.ledger import Ledger
from services.faults.proxy import FaultProxy
from services.standalone.machine import SERVICES, Machine
from services.standalone.rabbit_node import RabbitNode
from shared.adapters.broker import connect_broker
from shared.adapters.queue_figures import purge_queue
from shared.adapters.store import Database, server_faults
from shared.adapters.topology import queues_of
from shared.errors import ServerUnavailable
from shared.stages import TABLE, paced

#: Seconds between two looks for a server that is coming back.
LOOK = 0.2
#: Seconds that a service has to drain, as the machine itself gives it.
DRAIN = 30.0

#: Seconds to wait for somebody to be promised something.
PROMISE = 2.0
#: Seconds to wait for somebody to write, so that a reply can get lost.
REQUEST = 30.0

#: What a request looks like whose reply gets lost: AMQP's basic.publish (class 60, method 40),
#: the store's update of a dossier: BSON strings (type 2) of the command's name and collection.
PUBLISH_MARKER = b"\x00\x3c\x00\x28"
WRITE_MARKER = b"\x02update\x00\x09\x00\x00\x00dossiers\x00"
#: End of a mail (RFC 5321, 4.1.1.4).
MAIL_MARKER = b"\r\n.\r\n"

_MARKERS = {
    Fault.DROP_REPLY_BROKER: PUBLISH_MARKER,
    Fault.DROP_REPLY_STORE: WRITE_MARKER,
    Fault.DROP_REPLY_MAIL: MAIL_MARKER,
}


@dataclass(slots=True, kw_only=True)
class Damage:
    """Everything that a campaign may do to one machine."""

    machine: Machine
    database: Database
    broker_proxy: FaultProxy
    store_proxy: FaultProxy
    mail_proxy: FaultProxy
    ledger: Ledger
    #: The nodes of the broker, one of which is killed at a time.
    nodes: Sequence[RabbitNode]
    done: Counter[str] = field(default_factory=Counter)
    #: One fault at a time on each target; two faults on two targets overlap.
    _locks: defaultdict[str, asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock)
    )

    async def inflict(self, planned: PlannedFault) -> None:
        """Do it; returns once the target is whole again."""
        await _ACTS[planned.fault](self, planned)
        self.done[planned.fault.value] += 1

    async def kill_service(self, planned: PlannedFault) -> None:
        """SIGKILL to a service and its children."""
        name = planned.fault.value.removeprefix("kill_")
        async with self._locks[name]:
            self.machine.services[name].kill()

    async def drain_service(self, planned: PlannedFault) -> None:
        """SIGTERM to a service; the machine starts it again once it has ended."""
        name = SERVICES[planned.target % len(SERVICES)]
        async with self._locks[name]:
            await self.machine.services[name].stop(DRAIN)

    async def deafen_service(self, planned: PlannedFault) -> None:
        """Stop a service's processes without ending them."""
        name = SERVICES[planned.target % len(SERVICES)]
        async with self._locks[name]:
            group = self.machine.services[name].pid
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGSTOP)
                await asyncio.sleep(planned.lasts)
                os.killpg(group, signal.SIGCONT)

    async def kill_broker(self, planned: PlannedFault) -> None:
        """SIGKILL to a node of the broker, then a start on the same data."""
        node = self.nodes[planned.target % len(self.nodes)]
        async with self._locks["broker"]:
            node.kill()
            await asyncio.sleep(planned.lasts)
            await start_node(node)

    async def kill_store(self, planned: PlannedFault) -> None:
        """SIGKILL to the store right after it promised something, then a start on its data."""
        async with self._locks["store"]:
            await self.ledger.next_acknowledgement(PROMISE)
            self.machine.store.kill()
            await asyncio.sleep(planned.lasts)
            await self.machine.store.start()
            while not await self._store_answers():  # noqa: ASYNC110 - another process starts
                await asyncio.sleep(LOOK)

    async def _store_answers(self) -> bool:
        try:
            async with server_faults():
                await self.database.command("ping")
        except ServerUnavailable:
            return False
        return True

    async def reset(self, planned: PlannedFault) -> None:
        """Reset every connection of a server."""
        self._proxy(planned).reset()

    async def black_hole(self, planned: PlannedFault) -> None:
        """Let nothing through between the services and a server."""
        proxy = self._proxy(planned)
        async with self._locks[f"hole {proxy.port}"]:
            await proxy.black_hole(planned.lasts)

    async def drop_reply(self, planned: PlannedFault) -> None:
        """Lose the reply to the next write; where nobody writes, nothing was done."""
        proxy = self._proxy(planned)
        before, until = proxy.dropped, time.monotonic() + REQUEST
        proxy.drop_reply_after(_MARKERS[planned.fault])
        while proxy.dropped == before:
            if time.monotonic() > until:
                self.done[planned.fault.value] -= 1
                return
            await asyncio.sleep(LOOK)

    async def wipe_queues(self, _: PlannedFault) -> None:
        """Throw every waiting message away."""
        async with self._locks["broker"]:
            for spec in queues_of(paced(TABLE, self.machine.pace)):
                await purge_queue(self.machine.settings.amqp_url, spec.name)

    def _proxy(self, planned: PlannedFault) -> FaultProxy:
        proxies = {
            "broker": self.broker_proxy,
            "store": self.store_proxy,
            "mail": self.mail_proxy,
        }
        return proxies[planned.fault.value.rpartition("_")[2]]


async def start_node(node: RabbitNode) -> None:
    """Start one node; returns once it takes connections."""
    await node.start()
    broker = await connect_broker(node.url)
    await broker.close()


_Act = Callable[[Damage, PlannedFault], Awaitable[None]]

_ACTS: dict[Fault, _Act] = {
    Fault.KILL_INTAKE: Damage.kill_service,
    Fault.KILL_IMAGECHECK: Damage.kill_service,
    Fault.KILL_INSTRUCTION: Damage.kill_service,
    Fault.KILL_NOTIFIER: Damage.kill_service,
    Fault.KILL_WATCH: Damage.kill_service,
    Fault.DRAIN_SERVICE: Damage.drain_service,
    Fault.DEAF_SERVICE: Damage.deafen_service,
    Fault.KILL_BROKER: Damage.kill_broker,
    Fault.KILL_STORE: Damage.kill_store,
    Fault.RESET_BROKER: Damage.reset,
    Fault.RESET_STORE: Damage.reset,
    Fault.BLACK_HOLE_BROKER: Damage.black_hole,
    Fault.BLACK_HOLE_STORE: Damage.black_hole,
    Fault.DROP_REPLY_BROKER: Damage.drop_reply,
    Fault.DROP_REPLY_STORE: Damage.drop_reply,
    Fault.DROP_REPLY_MAIL: Damage.drop_reply,
    Fault.WIPE_QUEUES: Damage.wipe_queues,
}
