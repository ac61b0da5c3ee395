"""A machine whose queue is filled while its checks stand still, and what it costs to drain it."""

import asyncio
import os
import signal
import time
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import aiohttp
from rich.console import Console

from services.bench.filing_machine import Drawn, drawn_adult
from services.bench.pipeline_stored import Stored, last_compared, stored
from services.bench.processor import processor_seconds
from services.bench.wire_count import CountingProxy
from services.demo.expectations import demande
from services.demo.front_end import FrontEnd
from services.imagecheck.child_cpu import cpu_seconds
from services.standalone.machine import SERVICES, Machine
from services.standalone.up import start_machine
from shared.adapters.store import Database, connect_store
from shared.stages import CHECKED, StageName

#: Dossiers filed at once.
FILERS = 4
#: Seconds of a machine at rest, to know what it asks of the store by itself: each of watch's rounds
#: comes once in a minute or more often.
REST = 60.0
#: Seconds between two looks at whether the queue is empty, and what share of the time they may
#: take: the one-machine store decodes every open dossier to answer. The wall clock is read from
#: the dossiers themselves.
LOOK, LOOKING = 2.0, 0.01
#: Seconds that the checks work before watch looks at clocks again: they tell it by then how far
#: they are (`shared/pipeline/backlog.py`).
TELLING = 15.0

#: Intake would turn people away once the checks stand still for three quarters of an hour.
OPEN_DOOR = {"GUICHET_MAX_OPEN_PER_STAGE": "1000000", "GUICHET_MAX_OLDEST_FACTOR": "1000"}

#: By « service: command ».
Trips = Mapping[str, float]

_UNDER_WAY = [stage.value for stage in (StageName.RECEPTION, *CHECKED, StageName.DIVERGENCE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drained:
    """What it took to empty the queue."""

    workers: int
    dossiers: int
    wall: float
    #: Processor seconds of the checks' own processes, and of every other process.
    checks_cpu: float
    others_cpu: Mapping[str, float]
    #: Round trips to the store by « service: command », without those of a machine at rest:
    #: while the dossiers were filed, and from then on.
    filing_trips: Trips
    machine_trips: Trips
    stored: Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """One machine and the ways on which its services reach the store."""

    machine: Machine
    proxies: Mapping[str, CountingProxy]
    front_end: FrontEnd
    database: Database


async def drain(folder: Path, workers: int, dossiers: int) -> Drained:
    """Fill the queue of a fresh machine and let so many check processes empty it."""
    async with _opened(folder, workers) as bench:
        at_rest = await _at_rest(bench)
        before, began = _trips(bench), time.monotonic()
        await _filed_against_standing_checks(bench, dossiers)
        filing = _without_rest(_trips(bench), before, at_rest, time.monotonic() - began)
        cpu, before, began = _cpu(bench), _trips(bench), time.time()
        _signal(bench, "imagecheck", signal.SIGCONT)
        await asyncio.sleep(TELLING)
        _signal(bench, "watch", signal.SIGCONT)
        await _while_under_way(bench, _UNDER_WAY)
        after, wall = _cpu(bench), await last_compared(bench.database) - began
        spent = {name: after[name] - cpu[name] for name in cpu}
        return Drained(
            workers=workers,
            dossiers=dossiers,
            wall=wall,
            checks_cpu=spent.pop("checks"),
            others_cpu=spent,
            filing_trips=filing,
            machine_trips=_without_rest(_trips(bench), before, at_rest, wall),
            stored=await stored(bench.database),
        )


@asynccontextmanager
async def _opened(folder: Path, workers: int) -> AsyncIterator[Bench]:
    machine = Machine(folder=folder, demo=True, steady_ports=False)
    proxies = {name: CountingProxy(machine.store.port) for name in SERVICES}
    for name, proxy in proxies.items():
        await proxy.start()
        child = machine.services[name]
        url = f"mongodb://127.0.0.1:{proxy.port}/?directConnection=true"
        own = {"GUICHET_MONGODB_URL": url, "GUICHET_CHECK_PROCESSES": str(workers)}
        child.environment = {**child.environment, **OPEN_DOOR, **own}
    settings = machine.settings
    client, database = connect_store(settings.mongodb_url, settings.mongodb_database)
    try:
        logins = await start_machine(machine, Console(quiet=True))
        async with aiohttp.ClientSession() as session:
            front_end = FrontEnd(session, machine, logins["ecole-demo"])
            yield Bench(machine=machine, proxies=proxies, front_end=front_end, database=database)
    finally:
        await client.close()
        await machine.stop()
        for proxy in proxies.values():
            await proxy.stop()


async def _filed_against_standing_checks(bench: Bench, dossiers: int) -> None:
    """Watch stands still with the checks: it would send again what they leave for so long."""
    for name in ("imagecheck", "watch"):
        _signal(bench, name, signal.SIGSTOP)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as drawing:
        people = [drawing.submit(drawn_adult, number) for number in range(dossiers)]
        waiting = deque(enumerate(people))
        people.clear()  # each is let go once it is filed
        async with asyncio.TaskGroup() as tasks:
            for _ in range(FILERS):
                tasks.create_task(_file(bench.front_end, waiting))
    await _while_under_way(bench, [StageName.RECEPTION.value])


async def _file(front_end: FrontEnd, waiting: deque[tuple[int, Future[Drawn]]]) -> None:
    while waiting:
        number, drawing = waiting.popleft()
        drawn = await asyncio.wrap_future(drawing)
        dossier_id = await front_end.open(demande(drawn.person), key=f"bench-{number}")
        for kind, data in drawn.pieces.items():
            await front_end.upload(dossier_id, kind.value, data)
        await front_end.submit(dossier_id)


def _signal(bench: Bench, name: str, number: int) -> None:
    """To the service and to all that it started."""
    os.killpg(bench.machine.services[name].pid, number)


async def _while_under_way(bench: Bench, stages: Sequence[str]) -> None:
    standing = {"open": {"$elemMatch": {"stage": {"$in": list(stages)}, "status": "open"}}}
    dossiers = bench.database["dossiers"]
    asked = time.monotonic()
    while await dossiers.count_documents(standing, limit=1):
        took = time.monotonic() - asked
        await asyncio.sleep(max(LOOK, took / LOOKING))
        asked = time.monotonic()


async def _at_rest(bench: Bench) -> Trips:
    """Round trips a second of a machine that has nothing to do."""
    before = _trips(bench)
    await asyncio.sleep(REST)
    after = _trips(bench)
    return {name: (after[name] - before.get(name, 0)) / REST for name in after}


def _trips(bench: Bench) -> Trips:
    return {
        f"{service}: {command}": count
        for service, proxy in bench.proxies.items()
        for command, count in proxy.asked.items()
    }


def _without_rest(after: Trips, before: Trips, at_rest: Trips, seconds: float) -> Trips:
    grown = {
        name: after[name] - before.get(name, 0) - at_rest.get(name, 0) * seconds for name in after
    }
    return {name: count for name, count in grown.items() if count > 0}


def _cpu(bench: Bench) -> dict[str, float]:
    machine = bench.machine
    spent = {name: cpu_seconds(child.pid) for name, child in machine.services.items()}
    own = processor_seconds(machine.services["imagecheck"].pid)
    spent["checks"], spent["imagecheck"] = spent["imagecheck"] - own, own
    spent["store"], spent["broker"] = (
        cpu_seconds(server.child.pid) for server in (machine.store, machine.broker)
    )
    return spent
