"""What one dossier asks of the store, question by question, beside archives of 10³ to 10⁶."""

import asyncio
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from services.bench.archive import Archive, database_of
from services.bench.growth_life import QUESTIONS, Life, Question
from services.bench.plans import Plan, plan_of
from services.bench.processor import processor_clock
from services.bench.report import Bar, Section, figure
from services.bench.store_bench import prepared
from shared.adapters.clock import SystemClock
from shared.adapters.store import connect_store

#: A dossier beside the largest archive may cost so many times one beside the smallest. [D]
GROWTH_BAR = 1.1
#: Lives at the start that are left out: the first calls fill caches.
WARM = 10
TITLE, _ALL = "Growth with stored dossiers", "a dossier, all its questions"

_METHOD = (
    "One store on this machine, journalled writes, one database a size, each with the archive that "
    "the retention leaves ({kilobytes:.1f} kB a document) and the same few dossiers under way. "
    "Every question in turn beside every archive, {lives} times, so that a busy moment hits all "
    "alike. Processor time of store and caller together, medians; *read* is what the store's own "
    "plan fetched, by size; *a dossier* is how often a dossier of four pieces asks."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question beside one archive: medians of a call, and the store's plan."""

    wall_ms: float
    #: Of the store and of the caller together.
    cpu_ms: float
    plan: Plan


#: By question and size.
Table = Mapping[str, Mapping[int, Asked]]


def growth_section(folder: Path, sizes: Sequence[int], lives: int) -> Section:
    """Fill what is missing, ask everything in turn; the archives stay for the next run."""
    archive = Archive(folder)
    asked = asyncio.run(_measured(archive, sizes, lives))
    return _section(_METHOD.format(kilobytes=archive.bytes_each / 1000, lives=lives), asked, sizes)


def _section(method: str, asked: Table, sizes: Sequence[int]) -> Section:
    whole = [_a_dossier(asked, size) for size in sizes]
    growth, last = whole[-1] / whole[0], f"{figure(sizes[-1])} stored against {figure(sizes[0])}"
    rows = [_row(question, asked[question.name], sizes) for question in QUESTIONS]
    total = (_ALL, "", "", "", *map(figure, whole), "", "", figure(growth))
    return Section(
        title=TITLE,
        method=method,
        header=(
            *("question", "a dossier", "index", "why"),
            *(f"CPU ms at {figure(size)}" for size in sizes),
            *("wall ms at most", "read", "growth"),
        ),
        rows=[*rows, total],
        bars=(Bar(what=f"cost of a dossier, {last}", figure=growth, limit=GROWTH_BAR),),
    )


def _a_dossier(asked: Table, size: int) -> float:
    """Processor milliseconds of all that one dossier asks."""
    return sum(question.times * asked[question.name][size].cpu_ms for question in QUESTIONS)


def _row(question: Question, by_size: Mapping[int, Asked], sizes: Sequence[int]) -> Sequence[str]:
    plan, cpu = by_size[sizes[-1]].plan, [by_size[size].cpu_ms for size in sizes]
    return (
        *(question.name, str(question.times or "–"), plan.index or "NONE", question.why),
        *map(figure, cpu),
        figure(max(by_size[size].wall_ms for size in sizes)),
        " / ".join(str(by_size[size].plan.documents_read) for size in sizes),
        figure(cpu[-1] / cpu[0]),
    )


async def _measured(archive: Archive, sizes: Sequence[int], lives: int) -> Table:
    await archive.fill(sizes)
    await archive.store.start()
    try:
        async with AsyncExitStack() as stack:
            led = {size: await _life(archive, size, lives, stack) for size in sizes}
            spans = await _in_turn(led, archive.store.child.pid, lives)
            return {
                question.name: {
                    size: await _answer(question, life, spans[question.name, size])
                    for size, life in led.items()
                }
                for question in QUESTIONS
            }
    finally:
        await archive.store.stop()


async def _life(archive: Archive, size: int, lives: int, stack: AsyncExitStack) -> Life:
    client, database = connect_store(archive.store.url, database_of(size))
    stack.push_async_callback(client.close)
    await prepared(database)
    life = Life(database, SystemClock().now())
    await life.prepare(lives + WARM)
    return life


#: Wall and processor milliseconds of each call.
Spans = dict[tuple[str, int], list[tuple[float, float]]]


async def _in_turn(led: Mapping[int, Life], store: int, lives: int) -> Spans:
    spans: Spans = {(question.name, size): [] for question in QUESTIONS for size in led}
    for number in range(lives + WARM):
        order = list(led)[:: 1 if number % 2 else -1]
        for question in QUESTIONS:
            for size in order:
                span = await _timed(question, led[size], number, store)
                if number >= WARM:
                    spans[question.name, size].append(span)
    return spans


async def _timed(question: Question, life: Life, number: int, store: int) -> tuple[float, float]:
    pids = (store, os.getpid())
    before, began = sum(map(processor_clock, pids)), time.perf_counter()
    await question.ask(life, number)
    wall = time.perf_counter() - began
    return wall * 1000, (sum(map(processor_clock, pids)) - before) * 1000


async def _answer(question: Question, life: Life, spans: Sequence[tuple[float, float]]) -> Asked:
    wall, cpu = (median(column) for column in zip(*spans, strict=True))
    plan = await plan_of(life.database, question.query(life))
    return Asked(wall_ms=wall, cpu_ms=cpu, plan=plan)
