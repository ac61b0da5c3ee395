"""The intake service: the HTTP door and the reception stage."""

import asyncio

from services.intake.candidate_face import prepare_candidates
from services.intake.faces import make_face
from services.intake.handler import Tools
from shared.adapters.duplicates import MongoDuplicates
from shared.adapters.photo_codes import photo_codes_of
from shared.adapters.wiring import connect_servers
from shared.pipeline.worker import bind_handlers, consuming
from shared.process import run_service
from shared.settings import Settings
from shared.web.frame import serve

#: Receptions under way at once: each reads a dossier's pieces.
PREFETCH = 4


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Serve and consume until told to stop."""
    async with connect_servers(settings, stop) as servers:
        await prepare_candidates(servers)
        face = make_face(settings, servers)
        runner = await serve(face, settings.listen_host, settings.intake_port)
        duplicates = MongoDuplicates(servers.database)
        codes = photo_codes_of(settings, servers.clock)
        tools = Tools(blobs=servers.blobs, clock=servers.clock, duplicates=duplicates, codes=codes)
        handlers = bind_handlers(servers.table, "intake", tools, settings.stages)
        try:
            async with consuming(
                servers.broker, servers.register, handlers, PREFETCH, servers.probes
            ):
                await stop.wait()
        finally:
            await runner.cleanup()


if __name__ == "__main__":
    run_service("intake", run)
