"""The notifier service: letters by mail."""

import asyncio

from services.notifier.handler import Tools
from shared.adapters.mailer import SmtpMailer
from shared.adapters.wiring import connect_servers
from shared.pipeline.worker import bind_handlers, consuming
from shared.process import run_service
from shared.settings import Settings
from shared.web.links import LinkSigner

#: Letters under way at once: bound by what a mail relay takes from one client.
PREFETCH = 10


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Consume until told to stop."""
    async with connect_servers(settings) as servers:
        tools = Tools(
            mailer=SmtpMailer(settings),
            effects=servers.effects,
            clock=servers.clock,
            links=LinkSigner(settings),
            mail_from=settings.mail_from,
        )
        handlers = bind_handlers(servers.table, "notifier", tools)
        async with consuming(servers.broker, servers.register, handlers, PREFETCH, servers.probes):
            await stop.wait()


if __name__ == "__main__":
    run_service("notifier", run)
