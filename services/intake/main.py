"""The intake service: the HTTP door and the reception stage."""

import asyncio

from aiohttp import web

from services.intake.forecasts import Forecasts
from services.intake.handler import Tools
from services.intake.limits import Door, rates_of
from services.intake.pages import CandidatePages
from services.intake.pressure import Bounds, Pressure
from services.intake.routes import Intake
from shared.adapters.throughput import MongoThroughput
from shared.adapters.wiring import Servers, connect_servers
from shared.pipeline.worker import bind_handlers, consuming
from shared.process import run_service
from shared.settings import Settings
from shared.web.frame import add_pages, make_app, serve
from shared.web.links import LinkSigner

#: Receptions under way at once: each reads a dossier's pieces.
PREFETCH = 4


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Serve and consume until told to stop."""
    async with connect_servers(settings) as servers:
        runner = await serve(_app(settings, servers), settings.listen_host, settings.intake_port)
        tools = Tools(blobs=servers.blobs, clock=servers.clock)
        handlers = bind_handlers(servers.table, "intake", tools)
        try:
            async with consuming(
                servers.broker, servers.register, handlers, PREFETCH, servers.probes
            ):
                await stop.wait()
        finally:
            await runner.cleanup()


def _app(settings: Settings, servers: Servers) -> web.Application:
    app = make_app(settings, servers.accounts, (servers.broker.ping, servers.ping_store))
    links = LinkSigner(settings)
    forecasts = Forecasts(MongoThroughput(servers.database), servers.clock)
    intake = Intake(
        settings=settings,
        register=servers.register,
        views=servers.views,
        blobs=servers.blobs,
        clock=servers.clock,
        forecasts=forecasts,
    )
    pages = CandidatePages(
        register=servers.register, links=links, clock=servers.clock, forecasts=forecasts
    )
    app.middlewares.append(_door(settings, servers, links).middleware())
    add_pages(app, "services.intake")
    app.router.add_routes([*intake.routes(), *pages.routes()])
    return app


def _door(settings: Settings, servers: Servers, links: LinkSigner) -> Door:
    bounds = Bounds(
        max_open=settings.max_open_per_stage, max_oldest_factor=settings.max_oldest_factor
    )
    return Door(
        rates=rates_of(settings, servers.clock),
        pressure=Pressure(servers.views, servers.clock, bounds),
        links=links,
        proxies=settings.trusted_proxies,
    )


if __name__ == "__main__":
    run_service("intake", run)
