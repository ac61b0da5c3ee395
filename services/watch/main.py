"""The watch service: sends what a crash left unsent, acts on deadlines, parks dead letters."""

import asyncio

from aiohttp import web

from services.watch.dead_letters import DeadLetters
from services.watch.pages import OpsPages
from services.watch.rounds import go_round, rounds_of
from shared.adapters.topology import INVALID_QUEUE
from shared.adapters.wiring import Servers, connect_servers
from shared.process import run_service
from shared.settings import Settings
from shared.stages import DEAD_QUEUE
from shared.web.frame import add_pages, make_app, serve

#: Dead letters in hand at once.
PREFETCH = 10


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Sweep, consume and serve until told to stop."""
    async with connect_servers(settings) as servers:
        runner = await serve(_app(settings, servers), settings.listen_host, settings.watch_port)
        dead = DeadLetters(servers.broker, servers.register, INVALID_QUEUE)
        consumer = await servers.broker.consume(DEAD_QUEUE, PREFETCH, dead.handle)

        try:
            async with asyncio.TaskGroup() as tasks:
                loops = [tasks.create_task(go_round(turn)) for turn in rounds_of(servers, settings)]
                await stop.wait()
                for loop in loops:
                    loop.cancel()
        finally:
            await consumer.stop()
            await runner.cleanup()


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
