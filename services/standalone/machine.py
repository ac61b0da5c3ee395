"""One machine: private broker, store, mail sink and every service, each its own process.

A service that dies is started again; a stop goes the way that loses nothing: services first,
since they finish what is in hand, then the store and the broker.
"""

import asyncio
import os
import secrets
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic import SecretStr

from services.standalone.child import Child
from services.standalone.document_store import DocumentStore
from services.standalone.mail_sink import MailSink
from services.standalone.master_keys import master_keys_of
from services.standalone.outside import OutsideServers
from services.standalone.ports import free_ports, preferred_port
from services.standalone.rabbit_node import RabbitNode
from services.standalone.title_office import PlayedTitleOffice
from shared.settings import Settings
from shared.web.frame import add_pages, make_app, serve

SERVICES = ("intake", "imagecheck", "instruction", "notifier", "watch")
#: Those that nobody talks to over HTTP.
FACELESS = ("imagecheck", "notifier")

#: Addresses stay the same from run to run where nobody else uses them.
INTAKE_PORT, INSTRUCTION_PORT, WATCH_PORT, MAIL_PORT = 8400, 8401, 8402, 8403

#: Seconds that a service has to finish what is in hand.
DRAIN = 30
#: Seconds before a service that died is started again.
RESTART_PAUSE = 0.5


@dataclass(slots=True, kw_only=True)
class Machine:
    """Everything that one machine runs, under one folder."""

    folder: Path
    pace: float = 1.0
    demo: bool = False
    #: The same addresses from run to run where nobody else has them; tests run side by side.
    steady_ports: bool = True
    outside: OutsideServers | None = None
    broker: RabbitNode = field(init=False)
    store: DocumentStore = field(init=False)
    mails: MailSink = field(init=False)
    settings: Settings = field(init=False)
    mail_port: int = field(init=False)
    metrics_ports: dict[str, int] = field(init=False)
    services: dict[str, Child] = field(init=False, default_factory=dict)
    restarts: int = field(init=False, default=0)
    _watching: asyncio.Task[None] | None = field(init=False, default=None)
    _mail_pages: web.AppRunner | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Choose ports and settings; nothing runs yet."""
        self.folder = self.folder.absolute()
        self.broker = RabbitNode(self.folder / "broker")
        self.store = DocumentStore(self.folder / "store")
        self.mails = MailSink(self.folder / "mails")
        self.settings = self._settings()
        if self.outside:
            self.settings = self.settings.model_copy(update=asdict(self.outside))
        self.metrics_ports = dict(zip(FACELESS, free_ports(len(FACELESS)), strict=True))
        for name in SERVICES:
            self.services[name] = self._service(name)

    def _settings(self) -> Settings:
        """Addresses, and rates that rehearsals do not meet."""
        intake_port, instruction_port, watch_port, self.mail_port = self._web_ports()
        check_port = free_ports(1)[0]
        return Settings(
            amqp_url=self.broker.url,
            broker_metrics_url=f"http://127.0.0.1:{self.broker.ports.prometheus}",
            mongodb_url=self.store.url,
            secret_key=self._secret(),
            master_keys=master_keys_of(self.folder),
            audit_folder=str(self.folder / "audit"),
            public_url=f"http://127.0.0.1:{intake_port}",
            instruction_public_url=f"http://127.0.0.1:{instruction_port}",
            watch_public_url=f"http://127.0.0.1:{watch_port}",
            intake_port=intake_port,
            instruction_port=instruction_port,
            watch_port=watch_port,
            imagecheck_port=check_port,
            imagecheck_url=f"http://127.0.0.1:{check_port}",
            **self._stand_ins(),
            pace=self.pace,
            demo=self.demo,
            # everybody comes from one address here, and rehearsals file faster than people do
            rate_limit="100000/minute",
            rate_limit_anonymous="100000/minute",
            rate_limit_preflight="100000/minute",
            rate_limit_sign_in="100000/minute",
        )

    def _stand_ins(self) -> dict[str, Any]:
        """What plays the outside: mail, SMS, the services of the administration, front ends."""
        return {
            "smtp_port": free_ports(1)[0],
            "sms_url": f"http://127.0.0.1:{self.mail_port}/sms",
            "webhooks_private": True,
            "photo_codes_folder": str(self.folder / "codes"),
            "title_office_url": f"http://127.0.0.1:{self.mail_port}/title-office",
        }

    def _web_ports(self) -> list[int]:
        if not self.steady_ports:
            return free_ports(4)
        steady = (INTAKE_PORT, INSTRUCTION_PORT, WATCH_PORT, MAIL_PORT)
        return [preferred_port(port) for port in steady]

    def _secret(self) -> str:
        """The key that signs links, kept so that yesterday's letters still work today."""
        path = self.folder / "secret"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path.read_text()

    def _service(self, name: str) -> Child:
        return Child(
            name=name,
            command=[sys.executable, "-m", f"services.{name}.main"],
            environment={**os.environ, **environment_of(self._settings_of(name))},
            log=self.folder / "log" / f"{name}.log",
        )

    def _settings_of(self, name: str) -> Settings:
        """Services without a face of their own show their metrics on a port of their own."""
        port = self.metrics_ports.get(name, 0)
        return self.settings.model_copy(update={"metrics_port": port})

    def _write_environment(self) -> None:
        """Say where the servers are, for the commands of ops: `--data` names this folder."""
        path = self.folder / "environment"
        path.touch(mode=0o600)
        values = environment_of(self.settings).items()
        path.write_text("".join(f"{name}={value}\n" for name, value in values))

    @property
    def servers(self) -> tuple[RabbitNode | DocumentStore, ...]:
        """Broker and store, where they are this machine's own."""
        return () if self.outside else (self.broker, self.store)

    async def start_servers(self) -> None:
        """Start broker, store and mail sink."""
        self._write_environment()
        starting = [server.start() for server in self.servers]
        await asyncio.gather(*starting, self.mails.start(self.settings.smtp_port))
        app = make_app(self.settings)
        add_pages(app, "services.standalone")
        app.router.add_routes(self.mails.routes())
        app.router.add_routes(PlayedTitleOffice(self.folder, self.pace).routes())
        self._mail_pages = await serve(app, "127.0.0.1", self.mail_port)

    async def start_services(self) -> None:
        """Start every service; they wait for the servers themselves."""
        for child in self.services.values():
            await child.start()
        self._watching = asyncio.create_task(self._restart_dead())

    async def _restart_dead(self) -> None:
        while True:
            for child in self.services.values():
                if not child.running():
                    self.restarts += 1
                    await child.start()
            await asyncio.sleep(RESTART_PAUSE)

    async def stop(self) -> None:
        """Drain the services, then end the servers."""
        (self.folder / "environment").unlink(missing_ok=True)
        if self._watching is not None:
            self._watching.cancel()
        await asyncio.gather(*(child.stop(DRAIN) for child in self.services.values()))
        if self._mail_pages is not None:
            await self._mail_pages.cleanup()
        await asyncio.gather(self.mails.stop(), *(server.stop() for server in self.servers))


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings as the environment that a service reads them from."""
    values = {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value
        for name, value in settings.model_dump().items()
    }
    return {f"GUICHET_{name.upper()}": str(value) for name, value in values.items()}
