"""What watch does again and again, and how often."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import structlog

from services.watch.figures import Figures
from services.watch.orphans import sweep_orphans
from services.watch.sweep import sweep_deadlines
from shared.adapters.wiring import Servers
from shared.errors import Retryable
from shared.settings import Settings

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One thing done for ever."""

    #: Seconds between the end of one turn and the next.
    pause: float
    work: Callable[[], Awaitable[int]]


def rounds_of(servers: Servers, settings: Settings) -> tuple[Round, ...]:
    """Every round of the service."""
    deadlines = partial(sweep_deadlines, servers.dossiers, servers.register, servers.clock)
    orphans = partial(sweep_orphans, servers.blobs, servers.views, servers.clock)
    # Without its sweeps only in a negative control of the fault campaign.
    kept = () if settings.weaken == "sweep" else (servers.relay.sweep, deadlines)
    return (
        *(Round(pause=1, work=work) for work in kept),
        # Prometheus scrapes every 15 seconds.
        Round(pause=10, work=figures_of(servers).refresh),
        Round(pause=600, work=orphans),
    )


def figures_of(servers: Servers) -> Figures:
    """The gauges of the whole system."""
    return Figures(
        views=servers.views,
        outbox=servers.dossiers,
        clock=servers.clock,
        table=servers.table,
        pings={"broker": servers.broker.ping, "store": servers.ping_store},
    )


async def go_round(turn: Round) -> None:
    """Do the work again and again; a server that is away is met again at the next turn."""
    while True:
        try:
            await turn.work()
        except Retryable as error:
            log.warning("sweep put off", action="sweep_failed", cause=type(error).__name__)
        await asyncio.sleep(turn.pause)
