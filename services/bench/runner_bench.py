"""Our runner beside bare aio-pika and four task libraries: same broker, same queues."""

import asyncio
import os
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from services.bench.figures import Round, percentile
from services.bench.load import Load, loading
from services.bench.processor import processor_seconds
from services.bench.wordings import wording_of
from services.bench.workers import BARE, PAIR, SINK, SOURCE, Servers
from services.standalone.child import Child
from services.standalone.document_store import DocumentStore
from services.standalone.rabbit_node import RabbitNode
from shared.adapters.broker import connect_broker
from shared.adapters.clock import SystemClock
from shared.adapters.queue_figures import queue_figures
from shared.domain.change import OutboxEntry
from shared.errors import ServerUnavailable
from shared.stages import TABLE, StageName

#: Messages a second of the paced load: under what the slowest worker can do on a busy machine.
PACE = 40.0
#: Seconds for a worker to fill its store and subscribe.
PATIENCE = 120
#: Left out at the start of the paced load: first messages pay for first connections.
WARM = 20
#: The others, which nothing is held against, take part in every so many rounds.
OTHERS_EVERY = 4
#: Seconds that a worker has to settle after the paced load.
PAUSE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much one round measures."""

    #: Messages of the paced load.
    paced: int
    #: Messages of the full queue.
    full: int


#: Enough for the broker to have run all of its code.
WARM_UP = Size(paced=50, full=1000)


class WorkerFailed(Exception):
    """A worker did not come up or died; its log in the folder of the measurement says why."""


async def measure_runner(
    folder: Path, workers: Sequence[str], rounds: int, size: Size
) -> list[Round]:
    """Short rounds, floor and runner within seconds of each other."""
    broker, store = RabbitNode(folder / "broker"), DocumentStore(folder / "store")
    await asyncio.gather(broker.start(), store.start())
    try:
        connected = await connect_broker(broker.url)
        await connected.declare(TABLE)
        await connected.close()
        servers = Servers(folder=folder, broker=broker, store=store)
        await _round(servers, BARE, rounds, WARM_UP)  # a broker just started is slow: left out
        return [
            await _round(servers, name, number, size)
            for number in range(rounds)
            for name in order_of(workers, number)
        ]
    finally:
        await asyncio.gather(store.stop(), broker.stop())


def order_of(workers: Sequence[str], number: int) -> list[str]:
    """Who takes part in a round, and when: the pair first, one before the other in turn."""
    pair = [name for name in workers if name in PAIR]
    others = [name for name in workers if name not in PAIR]
    taking_part = others if number % OTHERS_EVERY == 0 else []
    return [*(pair if number % 2 == 0 else pair[::-1]), *taking_part]


async def _round(servers: Servers, name: str, number: int, size: Size) -> Round:
    prefix = f"{name}-r{number}"
    worker = servers.worker(name, prefix, size.paced + size.full)
    entries = _entries(prefix, size.paced + size.full)
    async with loading(servers.broker.url, SOURCE, SINK, wording_of(name)) as load:
        await worker.start()
        try:
            await _until_listening(servers.broker.url, worker)
            latencies = await _latencies(load, entries[: size.paced])
            await asyncio.sleep(PAUSE)
            rate, cpu = await _throughput(load, worker, entries[size.paced :])
        finally:
            await worker.stop(5)
    return Round(
        peer=name,
        number=number,
        rate=rate,
        p50=percentile(latencies, 0.50),
        p99=percentile(latencies, 0.99),
        cpu=cpu,
    )


Entries = Sequence[tuple[str, OutboxEntry]]


async def _latencies(load: Load, entries: Entries) -> list[float]:
    """Milliseconds from publish to arrival under a load that leaves room."""
    await load.pace(entries, PACE)
    await load.wait_for([key for key, _ in entries])
    return load.latencies([key for key, _ in entries[WARM:]])


async def _throughput(load: Load, worker: Child, entries: Entries) -> tuple[float, float]:
    """Messages a second out of a full queue, and the worker's microseconds a message.

    The worker sleeps while its queue is filled, so that the figure is its own and not ours.
    """
    keys = [key for key, _ in entries]
    os.kill(worker.pid, signal.SIGSTOP)
    await load.fill(entries)
    before = processor_seconds(worker.pid)
    os.kill(worker.pid, signal.SIGCONT)
    await load.wait_for(keys)
    spent = processor_seconds(worker.pid) - before
    return load.rate(keys), spent / len(keys) * 1e6


def _entries(prefix: str, count: int) -> Entries:
    """The messages of one round: the first run of each dossier's photo check."""
    now = SystemClock().now()
    entry = OutboxEntry(
        entry_id="1-0", queue=SOURCE, stage=StageName.PHOTO, run=1, attempt=1, created_at=now
    )
    return [(f"{prefix}-{number}", entry) for number in range(count)]


async def _until_listening(url: str, worker: Child) -> None:
    began = time.perf_counter()
    while time.perf_counter() - began < PATIENCE and worker.running():
        with suppress(ServerUnavailable):
            if (await queue_figures(url, [SOURCE]))[SOURCE].consumers:
                return
        await asyncio.sleep(0.2)
    raise WorkerFailed(worker.name)
