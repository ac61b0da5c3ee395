"""The instruction service: the divergence stage and the agents' desk."""

import asyncio

from services.instruction.handler import Tools
from services.instruction.routes import ReviewDesk
from shared.adapters.rule_quality import MongoRuleQuality
from shared.adapters.wiring import connect_servers
from shared.pipeline.worker import bind_handlers, consuming
from shared.process import run_service
from shared.settings import Settings
from shared.web.frame import make_app, serve

#: Comparisons under way at once; each is short and waits for the store only.
PREFETCH = 10


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Serve and consume until told to stop."""
    async with connect_servers(settings) as servers:
        app = make_app(settings, servers.accounts, (servers.broker.ping, servers.ping_store))
        desk = ReviewDesk(
            register=servers.register,
            views=servers.views,
            blobs=servers.blobs,
            clock=servers.clock,
            quality=MongoRuleQuality(servers.database),
        )
        app.router.add_routes(desk.routes())
        runner = await serve(app, settings.listen_host, settings.instruction_port)
        tools = Tools(advice_only=settings.advice_only)
        handlers = bind_handlers(servers.table, "instruction", tools)
        try:
            async with consuming(
                servers.broker, servers.register, handlers, PREFETCH, servers.probes
            ):
                await stop.wait()
        finally:
            await runner.cleanup()


if __name__ == "__main__":
    run_service("instruction", run)
