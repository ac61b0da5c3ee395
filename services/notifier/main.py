"""The notifier service: letters by mail or SMS, and events to webhooks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.notifier.handler import Tools
from services.notifier.hook_sender import HookSender
from services.notifier.sign_in_mails import SignInTools, keep_sending
from shared.adapters.candidate_directory import MongoCandidateDirectory
from shared.adapters.contacts import MongoContacts
from shared.adapters.hook_outbox import MongoHookOutbox
from shared.adapters.mailer import SmtpMailer
from shared.adapters.sign_in_links import MongoSignInLinks
from shared.adapters.sms import sms_of
from shared.adapters.webhooks import HttpHooks
from shared.adapters.wiring import Servers, connect_servers
from shared.pipeline.worker import bind_handlers, consuming
from shared.process import run_service
from shared.settings import Settings
from shared.stages import StageName
from shared.web.bounce_address import BounceSigner
from shared.web.links import LinkSigner

#: Letters under way at once: bound by what a mail relay takes from one client.
PREFETCH = 10


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Consume until told to stop."""
    async with connect_servers(settings, stop) as servers:
        hooks = MongoHookOutbox(servers.database)
        await hooks.prepare()
        tools = Tools(
            mailer=SmtpMailer(settings),
            effects=servers.effects,
            clock=servers.clock,
            links=LinkSigner(settings),
            mail_from=settings.mail_from,
            bounces=BounceSigner(settings),
            contacts=MongoContacts(servers.database),
            hooks=hooks,
            sms=sms_of(settings),
        )
        handlers = bind_handlers(servers.table, "notifier", tools, settings.stages)
        async with (
            hooks_sending(settings, servers, tools),
            sign_in_sending(settings, servers, tools),
            consuming(servers.broker, servers.register, handlers, PREFETCH, servers.probes),
        ):
            await stop.wait()


@asynccontextmanager
async def hooks_sending(settings: Settings, servers: Servers, tools: Tools) -> AsyncIterator[None]:
    """Post events to webhooks while inside."""
    sender = HookSender(
        outbox=MongoHookOutbox(servers.database),
        contacts=MongoContacts(servers.database),
        poster=HttpHooks(allow_private=settings.webhooks_private),
        mailer=tools.mailer,
        effects=servers.effects,
        clock=servers.clock,
        row=servers.table[StageName.NOTIFICATION],
        mail_from=settings.mail_from,
    )
    async with asyncio.TaskGroup() as tasks:
        posting = tasks.create_task(sender.run())
        yield
        posting.cancel()


@asynccontextmanager
async def sign_in_sending(
    settings: Settings, servers: Servers, tools: Tools
) -> AsyncIterator[None]:
    """Send sign-in links by mail while inside."""
    links = MongoSignInLinks(servers.database)
    await links.prepare()
    sign_in = SignInTools(
        links=links,
        directory=MongoCandidateDirectory(servers.database),
        mailer=tools.mailer,
        clock=servers.clock,
        public_url=settings.public_url,
        mail_from=settings.mail_from,
    )
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(keep_sending(sign_in, stop))
        yield
        stop.set()  # the mail in hand leaves first


if __name__ == "__main__":
    run_service("notifier", run)
