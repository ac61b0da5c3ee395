"""The image check service: photo, signature and the reading of proofs."""

import asyncio

from aiohttp import web

from services.imagecheck.handler import Tools
from services.imagecheck.pool import CheckPool
from services.imagecheck.preflight import Preflight
from shared.adapters.wiring import Servers, connect_servers
from shared.pipeline.worker import bind_handlers, consuming
from shared.process import run_service
from shared.settings import Settings
from shared.web.frame import make_app, serve


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Consume until told to stop."""
    pool = CheckPool(settings.check_processes, settings.check_memory_mb)
    try:
        async with connect_servers(settings, stop) as servers:
            await pool.warm()
            tools = Tools(blobs=servers.blobs, pool=pool, clock=servers.clock)
            handlers = bind_handlers(servers.table, "imagecheck", tools, settings.stages)
            face = await _serve(settings, servers, pool)
            try:
                async with consuming(
                    servers.broker, servers.register, handlers, pool.size, servers.probes
                ):
                    await stop.wait()
            finally:
                await face.cleanup()
    finally:
        pool.close()


async def _serve(settings: Settings, servers: Servers, pool: CheckPool) -> web.AppRunner:
    app = make_app(settings, pings=(servers.broker.ping, servers.ping_store))
    app.router.add_routes(Preflight(settings=settings, pool=pool, clock=servers.clock).routes())
    return await serve(app, settings.listen_host, settings.imagecheck_port)


if __name__ == "__main__":
    run_service("imagecheck", run)
