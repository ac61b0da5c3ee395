"""The image check service: photo, signature and the reading of proofs."""

import asyncio

from services.imagecheck.handler import Tools
from services.imagecheck.pool import CheckPool
from shared.adapters.wiring import connect_servers
from shared.pipeline.worker import bind_handlers, consuming
from shared.process import run_service
from shared.settings import Settings


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Consume until told to stop."""
    pool = CheckPool(settings.check_processes, settings.check_memory_mb)
    try:
        async with connect_servers(settings) as servers:
            await pool.warm()
            tools = Tools(blobs=servers.blobs, pool=pool, clock=servers.clock)
            handlers = bind_handlers(servers.table, "imagecheck", tools)
            async with consuming(
                servers.broker, servers.register, handlers, pool.size, servers.probes
            ):
                await stop.wait()
    finally:
        pool.close()


if __name__ == "__main__":
    run_service("imagecheck", run)
