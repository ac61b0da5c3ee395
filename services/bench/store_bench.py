"""What watch and the pages ask the store again and again, by the number of stored dossiers."""

import asyncio
import datetime as dt
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from services.bench.plans import Plan, plan_of
from services.bench.processor import processor_seconds
from services.bench.store_fill import fill
from services.standalone.document_store import DocumentStore
from shared.adapters import pile_queries, queries
from shared.adapters.clock import SystemClock
from shared.adapters.pile import MongoPile
from shared.adapters.queries import Query
from shared.adapters.store import Database, MongoDossiers, connect_store
from shared.adapters.views import MongoViews
from shared.domain.filings import Place
from shared.domain.pile import PileQuestion
from shared.errors import ServerUnavailable
from shared.stages import StageName

#: Calls of each question; the median counts.
CALLS = 9
#: What one call of the services asks for at most.
SWEEP_BATCH, PAGE = 200, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with the query that it rests on."""

    name: str
    ask: Callable[[], Awaitable[Sequence[Any]]]
    query: Query
    #: Times a minute that one machine asks; 0 for what a person or a suspicion asks for.
    per_minute: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one question costs with that many dossiers."""

    name: str
    stored: int
    #: Rows answered.
    rows: int
    #: Median milliseconds of a call.
    wall_ms: float
    #: Processor milliseconds of a call, store and caller together.
    cpu_ms: float
    #: Times a minute that one machine asks; 0 for what a person asks for.
    per_minute: float
    #: Percent of one core at that pace.
    core: float
    plan: Plan


def questions(database: Database, now: dt.datetime) -> tuple[Question, ...]:
    """All that is asked at a pace, and what pages ask for, as of the moment of the filling.

    A busy machine fills for longer than a check has; by its clock open checks would be due.
    """
    dossiers, views = MongoDossiers(database), MongoViews(database)
    return (*_paced(dossiers, views, now), *_on_demand(views, MongoPile(database), now))


def _paced(dossiers: MongoDossiers, views: MongoViews, now: dt.datetime) -> tuple[Question, ...]:
    """What watch asks; the paces stand in services/watch/rounds.py."""
    return (
        Question(
            name="deadlines due",
            ask=lambda: dossiers.due(now, SWEEP_BATCH),
            query=queries.due(now),
            per_minute=60,
        ),
        Question(
            name="outbox unsent",
            ask=lambda: dossiers.unsent(now, SWEEP_BATCH),
            query=queries.unsent(now),
            per_minute=60 + 4,  # the relay's sweep, and the figures
        ),
        Question(
            name="depths",
            ask=views.depths,
            query=queries.standing_anywhere(),
            # at most so often where it is quick (FRESH); at half a second a reading thrice a minute
            per_minute=3 + 1,  # the shared reading, and the conservation check
        ),
    )


def _on_demand(views: MongoViews, pile: MongoPile, now: dt.datetime) -> tuple[Question, ...]:
    school, everything = "ecole-3", PileQuestion(agent="agent-1")
    return (
        Question(
            name="claimable",
            ask=lambda: pile.claimable(everything, now, PAGE),
            query=pile_queries.claimable(everything, now),
        ),
        Question(
            name="standing since",
            ask=lambda: views.standing_since(StageName.REVIEW, now, SWEEP_BATCH),
            query=queries.standing(StageName.REVIEW, since={"$lte": now}),
        ),
        Question(
            name="dossiers of a school",
            ask=lambda: views.dossiers_of(school, Place(created_at=now), PAGE),
            query=queries.owned(school, now),
        ),
    )


async def measure_store(folder: Path, sizes: Sequence[int]) -> list[Answer]:
    """Fill a private store step by step and ask every question at each size."""
    store = DocumentStore(folder / "store")
    await store.start()
    client, database = connect_store(store.url, "bench")
    try:
        await prepared(database)
        answers, stored = [], 0
        for size in sizes:
            now = SystemClock().now()
            await fill(database, stored, size, now)
            stored = size
            for question in questions(database, now):
                answers.append(await _asked(question, database, stored, store.child.pid))
        return answers
    finally:
        await client.close()
        await store.stop()


async def prepared(database: Database) -> None:
    """Create the indexes once the store listens."""
    for _ in range(60):
        try:
            await MongoDossiers(database).prepare()
            return
        except ServerUnavailable:
            await asyncio.sleep(0.5)


async def _asked(question: Question, database: Database, stored: int, store: int) -> Answer:
    rows = await question.ask()  # the first call also fills caches
    spans = []
    before = processor_seconds(store) + processor_seconds(os.getpid())
    for _ in range(CALLS):
        began = time.perf_counter()
        await question.ask()
        spans.append((time.perf_counter() - began) * 1000)
    spent = processor_seconds(store) + processor_seconds(os.getpid()) - before
    return Answer(
        name=question.name,
        stored=stored,
        rows=len(rows),
        wall_ms=median(spans),
        cpu_ms=spent / CALLS * 1000,
        per_minute=question.per_minute,
        core=spent / CALLS * question.per_minute / 60 * 100,
        plan=await plan_of(database, question.query),
    )
