"""A process that works every queue, in whatever version stands first on its path.

Started by `test_two_versions.py` as a script. Connections, engine, relay and sweep are the real
ones; the work of each stage is quick, and written down in the store.
"""

import asyncio
import sys
from functools import partial

from services.watch.sweep import sweep_deadlines
from shared.adapters.wiring import Servers, connect_servers
from shared.domain.dossier import Delivery, DivergenceResult, Dossier, Route
from shared.domain.events import StageResult
from shared.domain.findings import CheckResult, Finding, Verdict
from shared.errors import EffectInDoubt, Retryable
from shared.pipeline.worker import consuming
from shared.process import run_service
from shared.settings import Settings
from shared.stages import StageName, queue_stages

NAME = sys.argv[1]
#: Seconds that work takes: long enough to be stopped in the middle of it.
WORK = 0.03
#: Seconds between two sweeps.
PAUSE = 0.5

RESULT = CheckResult(
    findings=(Finding(criterion="legible", verdict=Verdict.PASS, message="La pièce est lisible."),)
)


async def work(servers: Servers, stage: StageName, dossier: Dossier) -> StageResult:
    """Do what the stage asks, and write down who did it."""
    await asyncio.sleep(WORK)
    row = {"dossier": dossier.dossier_id, "stage": stage.value, "by": NAME}
    await servers.database["worked"].insert_one(row)
    if stage is StageName.NOTIFICATION:
        return await send(servers, dossier)
    if stage is StageName.DIVERGENCE:
        return DivergenceResult(check=RESULT, route=Route.CLEAN)
    return RESULT


async def send(servers: Servers, dossier: Dossier) -> Delivery:
    """Each letter once, by the ledger that keeps real letters from going twice."""
    for letter in dossier.unsent_letters():
        key = f"{dossier.dossier_id}:{letter.seq}"
        row = servers.table[StageName.NOTIFICATION]
        if await servers.effects.claim(key, servers.clock.now(), row.time_limit):
            await servers.database["letters_sent"].insert_one({"key": key, "by": NAME})
            await servers.effects.done(key, servers.clock.now())
        elif not await servers.effects.is_done(key):
            raise EffectInDoubt(key)
    return Delivery(sent=tuple(letter.seq for letter in dossier.unsent_letters()))


async def watch(servers: Servers) -> None:
    """What the service of that name does for messages and deadlines."""
    while True:
        try:
            await servers.relay.sweep()
            await sweep_deadlines(servers.dossiers, servers.probes, servers.register, servers.clock)
        except Retryable:
            pass  # the next turn finds it again
        await asyncio.sleep(PAUSE)


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Work until told to stop."""
    async with connect_servers(settings) as servers:
        works = {row.name: partial(work, servers, row.name) for row in queue_stages(servers.table)}
        async with consuming(servers.broker, servers.register, works, 4, servers.probes):
            watching = asyncio.create_task(watch(servers))
            await stop.wait()
            watching.cancel()


if __name__ == "__main__":
    run_service(NAME, run)
