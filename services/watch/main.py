"""The watch service: sends what a crash left unsent, acts on deadlines, parks dead letters."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from services.watch.dead_letters import DeadLetters
from services.watch.figures import Figures
from services.watch.pages import OpsPages
from services.watch.sweep import sweep_deadlines
from shared.adapters.topology import INVALID_QUEUE
from shared.adapters.wiring import Servers, connect_servers
from shared.errors import Retryable
from shared.process import run_service
from shared.settings import Settings
from shared.stages import DEAD_QUEUE
from shared.web.frame import add_pages, make_app, serve

log = structlog.get_logger()

#: Seconds between two sweeps of the outbox and of the deadlines.
SWEEP_PAUSE = 1.0
#: Seconds between two looks at the figures: Prometheus scrapes every 15.
FIGURES_PAUSE = 10.0
PREFETCH = 10


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Sweep, consume and serve until told to stop."""
    async with connect_servers(settings) as servers:
        runner = await serve(_app(settings, servers), settings.listen_host, settings.watch_port)
        dead = DeadLetters(servers.broker, servers.register, INVALID_QUEUE)
        consumer = await servers.broker.consume(DEAD_QUEUE, PREFETCH, dead.handle)

        async def sweep() -> int:
            return await sweep_deadlines(servers.dossiers, servers.register, servers.clock)

        try:
            async with asyncio.TaskGroup() as tasks:
                loops = [
                    tasks.create_task(_every(SWEEP_PAUSE, servers.relay.sweep)),
                    tasks.create_task(_every(SWEEP_PAUSE, sweep)),
                    tasks.create_task(_every(FIGURES_PAUSE, _figures(servers).refresh)),
                ]
                await stop.wait()
                for loop in loops:
                    loop.cancel()
        finally:
            await consumer.stop()
            await runner.cleanup()


async def _every(seconds: float, work: Callable[[], Awaitable[int]]) -> None:
    """Do the work again and again; a server that is away is met again at the next turn."""
    while True:
        try:
            await work()
        except Retryable as error:
            log.warning("sweep put off", action="sweep_failed", cause=type(error).__name__)
        await asyncio.sleep(seconds)


def _figures(servers: Servers) -> Figures:
    return Figures(
        views=servers.views,
        outbox=servers.dossiers,
        clock=servers.clock,
        table=servers.table,
        pings={"broker": servers.broker.ping, "store": servers.ping_store},
    )


def _app(settings: Settings, servers: Servers) -> web.Application:
    app = make_app(settings, servers.accounts, (servers.broker.ping, servers.ping_store))
    pages = OpsPages(
        views=servers.views,
        outbox=servers.dossiers,
        clock=servers.clock,
        table=servers.table,
    )
    add_pages(app, "services.watch")
    app.router.add_routes(pages.routes())
    return app


if __name__ == "__main__":
    run_service("watch", run)
