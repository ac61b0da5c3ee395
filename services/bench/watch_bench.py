"""What watch costs a machine with that many dossiers stored: every round at its pace, and a reader.

The broker is not asked: its figures are made here in the format of its plugin and read as watch
reads them. Probes are left out; they are one small write a queue every half minute.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from pydantic import SecretStr

from services.bench.processor import processor_seconds
from services.bench.report import Bar, Section, figure
from services.bench.store_bench import prepared
from services.bench.store_fill import fill
from services.bench.watch_parts import AHEAD, Parts
from services.standalone.document_store import DocumentStore
from services.watch.turn import Round, go_rounds
from shared.adapters.clock import SystemClock
from shared.adapters.store import connect_store
from shared.pipeline.depth_reading import DepthReading
from shared.settings import Settings
from shared.web.frame import add_pages, make_app

#: Percent of a core for all that watch does, the ops page included: DESIGN 7.
CORE_BAR = 5.0
#: Turns of one round, to tell what one costs: the kernel counts in hundredths of a second.
TURNS = 20
#: Seconds that all rounds run together, after as long as the first turns take to settle.
SPAN, SETTLING = 120.0, 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one turn of one round costs, and how often it comes."""

    name: str
    cpu_ms: float
    per_minute: float

    @property
    def core(self) -> float:
        """Percent of one core."""
        return self.cpu_ms * self.per_minute / 600


async def measure_watch(folder: Path, stored: int, span: float = SPAN) -> Section:
    """Fill a private store, take each round by itself, then all of them together."""
    store = DocumentStore(folder / "store")
    await store.start()
    client, database = connect_store(store.url, "bench")
    try:
        await prepared(database)
        # opened a little ahead of time, so that nothing comes due while it is measured
        await fill(database, 0, stored, SystemClock().now() + AHEAD)
        parts = Parts(database, _app())
        await parts.prepare()
        pids = (store.child.pid, os.getpid())
        alone = [await _alone(pids, *turn) for turn in _turns(parts)]
        reading = await parts.depths.reading()
        return _section(stored, _with_readings(alone, reading), await _together(parts, pids, span))
    finally:
        await client.close()
        await store.stop()


def _app() -> web.Application:
    app = make_app(Settings(secret_key=SecretStr("x" * 32)))
    add_pages(app, "services.watch")
    return app


Turn = tuple[str, Callable[[], Awaitable[object]], float]


def _turns(parts: Parts) -> tuple[Turn, ...]:
    """Name, one turn, and how often it comes; the depths are read beforehand and fresh."""
    return (
        ("deadline sweep", parts.sweep, 60),
        ("outbox sweep", parts.relay.sweep, 60),
        ("one reading of the depths", parts.depths.anew, 0),
        ("ops page: list of parked", parts.list_parked, 0),
        ("figures, without depths", parts.figures.refresh, 4),
        ("history, without depths", parts.count_finished, 1),
        ("ops page: look, without depths", parts.lookout.look, 12),
    )


async def _alone(
    pids: Sequence[int], name: str, turn: Callable[[], Awaitable[object]], per_minute: float
) -> Spent:
    await turn()  # the first one fills caches
    before = _spent(pids)
    for _ in range(TURNS):
        await turn()
    return Spent(name=name, cpu_ms=(_spent(pids) - before) / TURNS * 1000, per_minute=per_minute)


def _with_readings(alone: Sequence[Spent], reading: DepthReading) -> list[Spent]:
    """The depths are read as often as their reading is out of date, and once by conservation.

    The list of parked stages is read with them.
    """
    per_minute = 60 / reading.lasts.total_seconds() + 1
    return [
        spent
        if spent.per_minute
        else Spent(name=spent.name, cpu_ms=spent.cpu_ms, per_minute=per_minute)
        for spent in alone
    ]


async def _together(parts: Parts, pids: Sequence[int], span: float) -> float:
    """Percent of a core while everything runs as in watch, with one reader of the ops page."""
    async with asyncio.TaskGroup() as tasks:
        stop = asyncio.Event()
        tasks.create_task(go_rounds(_rounds(parts), parts.incidents, parts.clock, stop))
        await asyncio.sleep(min(SETTLING, span))
        before = _spent(pids)
        await asyncio.sleep(span)
        spent = _spent(pids) - before
        stop.set()
    return spent / span * 100


def _rounds(parts: Parts) -> tuple[Round, ...]:
    """The paces stand in services/watch/rounds.py, that of the page in services/watch/live.py."""
    return (
        Round(name="outbox", pause=1, work=parts.relay.sweep),
        Round(name="deadlines", pause=1, work=parts.sweep),
        Round(name="figures", pause=15, work=parts.figures.refresh),
        Round(name="history", pause=5, work=parts.history.sample),
        Round(name="conservation", pause=60, work=parts.conserve),
        Round(name="page", pause=5, work=parts.draw),
    )


def _spent(pids: Sequence[int]) -> float:
    return sum(processor_seconds(pid) for pid in pids)


def _section(stored: int, alone: Sequence[Spent], together: float) -> Section:
    rows = [
        (one.name, figure(one.cpu_ms), figure(one.per_minute), f"{one.core:.2f} %") for one in alone
    ]
    return Section(
        title=f"Watch with {figure(stored)} dossiers",
        method="One-machine store, 2 % of the dossiers open; processor time of the store and of "
        f"watch together. By itself: mean of {TURNS} turns. Together: every round at its pace "
        "and one reader of the ops page.",
        header=("round", "CPU ms a turn", "turns a minute", "of a core"),
        rows=[*rows, ("all together, measured", "", "", f"{together:.2f} %")],
        bars=(
            Bar(what="watch and the ops page", figure=together, limit=CORE_BAR, unit="% of a core"),
        ),
    )
