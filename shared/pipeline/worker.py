"""The consumers of one service: a runner on the queue of each of its rows."""

import asyncio
import importlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import structlog

from shared.domain.events import StageResult
from shared.pipeline.handing_back import HandingBack
from shared.pipeline.hearing import listen
from shared.pipeline.ports import Broker
from shared.pipeline.recent import Recent
from shared.pipeline.register import Register
from shared.pipeline.runner import Handler, Runner
from shared.pipeline.watch_ports import Probes
from shared.stages import Stage, StageName, StageTable, queue_stages

log = structlog.get_logger()


#: Said in place of stages by a process that serves pages and works no queue.
NO_STAGE = "none"


class ForeignStage(Exception):
    """GUICHET_STAGES names a stage that is not a queue stage of this service."""


def rows_of(table: StageTable, service: str) -> tuple[Stage, ...]:
    """The queue rows that a service works."""
    return tuple(row for row in queue_stages(table) if row.service == service)


def chosen_rows(table: StageTable, service: str, stages: str) -> tuple[Stage, ...]:
    """The rows of the service that this process works: those named, all of them without a name."""
    rows, names = rows_of(table, service), set(stages.replace(",", " ").split())
    if names == {NO_STAGE}:
        return ()
    if foreign := names - {row.name for row in rows}:
        raise ForeignStage(f"GUICHET_STAGES: not of {service}: {', '.join(sorted(foreign))}")
    return tuple(row for row in rows if not names or row.name in names)


def resolve(dotted: str) -> Callable[..., Awaitable[StageResult]]:
    """The function that a row names as "module:function"."""
    module, _, name = dotted.partition(":")
    function: Callable[..., Awaitable[StageResult]] = getattr(importlib.import_module(module), name)
    return function


def bind_handlers(
    table: StageTable, service: str, tools: Any, stages: str = ""
) -> Mapping[StageName, Handler]:
    """Each handler that this process runs, with the service's tools in its hand."""
    rows = chosen_rows(table, service, stages)
    return {row.name: partial(resolve(str(row.handler)), tools=tools) for row in rows}


@asynccontextmanager
async def consuming(
    broker: Broker,
    register: Register,
    handlers: Mapping[StageName, Handler],
    prefetch: int,
    probes: Probes | None = None,
) -> AsyncIterator[None]:
    """Consume while inside; on the way out stop taking and finish what is in hand.

    With probes, raises DeafConsumer when a consumer of ours no longer hears.
    """
    recent = Recent(register.dossiers)
    runners = [
        Runner(register.table[name], work, register, probes, recent)
        for name, work in handlers.items()
    ]
    takers = [HandingBack(runner, broker, register.clock) for runner in runners]
    consumers = [await broker.consume(one.queue, prefetch, one.take) for one in takers]
    log.info("consuming", action="consuming", count=len(consumers))
    try:
        async with asyncio.TaskGroup() as tasks:
            if probes is not None:
                listening = tasks.create_task(listen(runners, probes, broker, register.clock))
            yield
            if probes is not None:
                listening.cancel()
    finally:
        for consumer in consumers:
            await consumer.stop()
        log.info("drained", action="drained", count=len(consumers))
