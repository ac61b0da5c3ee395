"""The instruction service: the divergence stage and the agents' desk."""

import asyncio

from services.instruction.faces import make_face
from services.instruction.handler import Tools
from shared.adapters.wiring import connect_servers
from shared.pipeline.worker import bind_handlers, consuming
from shared.process import run_service
from shared.settings import Settings
from shared.web.frame import serve

#: Comparisons under way at once; each is short and waits for the store only.
PREFETCH = 10


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Serve and consume until told to stop."""
    async with connect_servers(settings, stop) as servers:
        runner = await serve(
            make_face(settings, servers), settings.listen_host, settings.instruction_port
        )
        tools = Tools(advice_only=settings.advice_only)
        handlers = bind_handlers(servers.table, "instruction", tools, settings.stages)
        try:
            async with consuming(
                servers.broker, servers.register, handlers, PREFETCH, servers.probes
            ):
                await stop.wait()
        finally:
            await runner.cleanup()


if __name__ == "__main__":
    run_service("instruction", run)
