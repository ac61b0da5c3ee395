"""Our runner on a stage that does nothing, over dossiers in memory or a real store.

The last check of each dossier is in the queue: its end starts the comparison, so one message in
makes one confirmed message out, as with the floor. Everything between is done: decode, fence,
handler with its time limit, state machine, compare-and-set, outbox, counters, trace, log line.
"""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from services.bench.peers.kept import KeptDossiers
from services.bench.walks import CHECKS, Walk, check_result
from shared.adapters.broker import connect_broker
from shared.adapters.clock import SystemClock
from shared.adapters.memory import MemoryStore
from shared.adapters.store import MongoDossiers, connect_store
from shared.domain.change import Change
from shared.domain.dossier import Dossier
from shared.domain.findings import CheckResult
from shared.pipeline.register import Register
from shared.pipeline.relay import Relay
from shared.pipeline.runner import Runner
from shared.stages import TABLE, StageName
from shared.telemetry import configure_logs

Store = KeptDossiers | MemoryStore | MongoDossiers

#: Addresses in this process: dossiers as they are, which is the runner alone; or turned into the
#: documents of MongoDB and back, which is the share of the store's adapter.
AS_THEY_ARE, AS_DOCUMENTS = "as-they-are", "as-documents"
#: Dossiers written at once while the round is set up.
BATCH = 20

_RESULT = check_result(findings=1)


async def _do_nothing(dossier: Dossier) -> CheckResult:
    del dossier
    return _RESULT


@asynccontextmanager
async def _store(address: str) -> AsyncIterator[Store]:
    if address in (AS_THEY_ARE, AS_DOCUMENTS):
        yield KeptDossiers() if address == AS_THEY_ARE else MemoryStore()
        return
    client, database = connect_store(address, "bench")
    dossiers = MongoDossiers(database)
    await dossiers.prepare()
    yield dossiers
    await client.close()


async def _fill(store: Store, prefix: str, count: int) -> None:
    """Dossiers of which all checks but the photo's have answered."""
    walk = Walk("model", "ecole", SystemClock().now())
    walk.submit()
    walk.finish((StageName.RECEPTION, *CHECKS[1:]), _RESULT)
    for first in range(0, count, BATCH):
        dossiers = [
            replace(walk.dossier, dossier_id=f"{prefix}-{number}")
            for number in range(first, min(first + BATCH, count))
        ]
        changes = [Change(dossier=one, events=one.history) for one in dossiers]
        await asyncio.gather(*map(store.add, changes))


async def work(url: str, prefetch: int, address: str, prefix: str, count: int) -> None:
    """Fill the store, then consume until ended."""
    broker = await connect_broker(url)
    clock = SystemClock()
    async with _store(address) as store:
        await _fill(store, prefix, count)
        gc.freeze()  # what is stored would lie in a server: the collector need not walk through it
        relay = Relay(broker, store, clock)
        register = Register(store, relay, clock, TABLE)
        row = TABLE[StageName.PHOTO]
        consumer = await broker.consume(
            str(row.queue), prefetch, Runner(row, _do_nothing, register).handle
        )
        await relay.run()
        await consumer.stop()


if __name__ == "__main__":
    configure_logs("bench", "INFO")
    _url, _prefetch, _address, _prefix, _count = sys.argv[1:6]
    asyncio.run(work(_url, int(_prefetch), _address, _prefix, int(_count)))
