"""The whole road on memory ports: real runner, register and relay, and handlers of our own."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from shared.adapters.memory import MemoryStore
from shared.adapters.memory_broker import MemoryBroker
from shared.adapters.memory_watch import MemoryProbes
from shared.domain.dossier import Delivery, Dossier
from shared.domain.events import PieceAdded, StageResult, Submitted
from shared.pipeline.register import Register
from shared.pipeline.relay import Relay
from shared.pipeline.worker import consuming
from shared.stages import TABLE, StageName, StageTable, paced, queue_stages
from tests.builders import NOW, PIECES, a_change, a_divergence, a_piece, a_result

#: Retry waits of 10, 30 and 90 ms for the checks.
FAST: StageTable = paced(TABLE, 0.002)

Work = Callable[[Dossier], Awaitable[StageResult]]


class ManualClock:
    """Time that moves when the test says so; a sleep moves it by itself."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> dt.datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += dt.timedelta(seconds=seconds)
        await asyncio.sleep(0)


async def _answer(dossier: Dossier) -> StageResult:
    return a_result()


async def _compare(dossier: Dossier) -> StageResult:
    return a_divergence()


async def _send(dossier: Dossier) -> StageResult:
    return Delivery(sent=tuple(letter.seq for letter in dossier.unsent_letters()))


class Line:
    """One production line; `works` may be replaced stage by stage, `calls` counts them."""

    def __init__(self, *, store=None, broker=None, table: StageTable = FAST) -> None:
        self.table = table
        self.store = store or MemoryStore()
        self.broker = broker or MemoryBroker(table)
        self.clock = ManualClock()
        self.probes = MemoryProbes()
        self.relay = Relay(self.broker, self.store, self.clock)
        self.register = Register(self.store, self.relay, self.clock, table)
        self.works: dict[StageName, Work] = {row.name: _answer for row in queue_stages(table)}
        self.works[StageName.DIVERGENCE] = _compare
        self.works[StageName.NOTIFICATION] = _send
        self.calls: Counter[StageName] = Counter()

    def _counted(self, name: StageName) -> Work:
        async def work(dossier: Dossier) -> StageResult:
            self.calls[name] += 1
            return await self.works[name](dossier)

        return work

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Relay and consumers at work while inside, drained on the way out."""
        handlers = {name: self._counted(name) for name in self.works}
        pump = asyncio.create_task(self.relay.run())
        try:
            async with consuming(self.broker, self.register, handlers, prefetch=4):
                yield
        finally:
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)
            await self.relay.flush()

    async def send_dossier(
        self, dossier_id: str = "G-TEST", *, needs_validation: bool = False
    ) -> str:
        """File and send a dossier with every piece of an adult."""
        await self.register.open(a_change(dossier_id, table=self.table))
        await self.send_pieces(dossier_id, needs_validation=needs_validation)
        return dossier_id

    async def send_pieces(self, dossier_id: str, *, needs_validation: bool) -> None:
        """Give a draft every piece of an adult, and send it."""
        for kind in PIECES:
            await self.register.apply(dossier_id, PieceAdded(piece=a_piece(kind)))
        await self.register.apply(dossier_id, Submitted(needs_validation=needs_validation))

    async def until(self, dossier_id: str, reached: Callable[[Dossier], bool]) -> Dossier:
        """The dossier once it is so; fails after five seconds."""
        async with asyncio.timeout(5):
            while True:
                dossier = await self.store.get(dossier_id)
                if dossier is not None and reached(dossier):
                    return dossier
                await asyncio.sleep(0.002)

    def waiting(self) -> dict[str, int]:
        """Messages that wait, by queue."""
        return {name: len(queue) for name, queue in self.broker.queues.items() if queue}


def stands(name: StageName, status: str) -> Callable[[Dossier], bool]:
    """True for a dossier whose stage has the status."""
    return lambda dossier: dossier.stage(name).status == status
