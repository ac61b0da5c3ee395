"""The three real faces on a real store: what tests of who may do what go through."""

from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from services.instruction import faces as instruction
from services.intake import faces as intake
from services.watch import main as watch
from shared.adapters.key_ring import new_master_key
from shared.adapters.memory_broker import MemoryBroker
from shared.adapters.ops_wiring import repair_desk
from shared.adapters.wiring import Servers, wire
from shared.settings import Settings
from shared.stages import TABLE


class NoBroker(MemoryBroker):
    """Takes messages and has no queues to declare: nothing here waits for a check."""

    async def declare(self, table):
        """Nothing to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """The applications by name, with clients for them."""

    servers: Servers
    settings: Settings
    clients: dict[str, TestClient]

    def routes(self):
        """(face, route) of every route that is registered, but for the twins that answer HEAD."""
        return [
            (face, route)
            for face, client in self.clients.items()
            for route in client.server.app.router.routes()
            if route.method != "HEAD"
        ]


@asynccontextmanager
async def three_faces(database, store_url):
    """Every face that people reach, as the services make them."""
    settings = Settings(
        mongodb_url=store_url,
        mongodb_database=database.name,
        amqp_url="amqp://guest:guest@127.0.0.1:1/",  # nobody listens there
        imagecheck_url="http://127.0.0.1:1",
        secret_key="s" * 48,
        master_keys=new_master_key(),
        rate_limit="100000/minute",
        rate_limit_anonymous="100000/minute",
        rate_limit_preflight="100000/minute",
        rate_limit_sign_in="100000/minute",
        oidc_issuer="http://127.0.0.1:1",
        oidc_client_id="guichet",
    )

    async def dial(_):
        return NoBroker(TABLE)

    plugin = TestServer(_plugin())
    await plugin.start_server()
    settings = settings.model_copy(
        update={"broker_metrics_url": str(plugin.make_url("")).rstrip("/")}
    )
    servers = await wire(settings, database, dial)
    desk = await repair_desk(servers, settings)
    apps = {
        "intake": intake.make_face(settings, servers),
        "instruction": instruction.make_face(settings, servers),
        "watch": watch.make_face(settings, servers, desk),
    }
    clients = {name: TestClient(TestServer(app)) for name, app in apps.items()}
    for client in clients.values():
        await client.start_server()
    try:
        yield Faces(servers=servers, settings=settings, clients=clients)
    finally:
        for client in clients.values():
            await client.close()
        await plugin.close()


def _plugin():
    """The broker's figures, which ops pages ask for: it has no queues."""

    async def figures(_):
        return web.Response(text="")

    app = web.Application()
    app.router.add_get("/{path:.*}", figures)
    return app
