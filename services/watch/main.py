"""The watch service: sends what a crash left unsent, acts on deadlines, parks dead letters."""

import asyncio

from aiohttp import web

from services.watch.actions import OpsActions
from services.watch.audit_door import AuditDoor
from services.watch.audit_pages import AuditPages
from services.watch.board import Board
from services.watch.bounces import BounceDoor
from services.watch.dead_letters import DeadLetters
from services.watch.dossier_page import DossierPage
from services.watch.face import ops_face
from services.watch.live import LivePage
from services.watch.pages import OpsPages
from services.watch.rounds import rounds_of
from services.watch.rule_rows import RuleWatch
from services.watch.statistics import StatisticsDesk
from services.watch.statistics_pages import StatisticsPages
from services.watch.turn import go_rounds
from shared.adapters.entrance import add_entrance
from shared.adapters.ops_wiring import ops_views, repair_desk
from shared.adapters.rule_quality import MongoRuleQuality
from shared.adapters.statistics import MongoStatistics
from shared.adapters.titles import MongoTitles
from shared.adapters.topology import INVALID_QUEUE
from shared.adapters.wiring import Servers, connect_servers
from shared.pipeline.repair_desk import RepairDesk
from shared.process import run_service
from shared.settings import Settings
from shared.stages import DEAD_QUEUE
from shared.web.bounce_address import BounceSigner
from shared.web.frame import add_pages, make_app, serve

#: Dead letters in hand at once.
PREFETCH = 10


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Sweep, consume and serve until told to stop."""
    async with connect_servers(settings, stop) as servers:
        desk = await repair_desk(servers, settings)
        runner = await serve(
            make_face(settings, servers, desk), settings.listen_host, settings.watch_port
        )
        dead = DeadLetters(servers.broker, servers.register, INVALID_QUEUE)
        consumer = await servers.broker.consume(DEAD_QUEUE, PREFETCH, dead.handle)

        try:
            turns = rounds_of(servers, settings)
            await go_rounds(turns, servers.incidents, servers.clock, stop)
        finally:
            await consumer.stop()
            await runner.cleanup()


def make_face(settings: Settings, servers: Servers, desk: RepairDesk) -> web.Application:
    """Everything that ops reach."""
    app = make_app(settings, servers.accounts, (servers.broker.ping, servers.ping_store))
    views = ops_views(servers.database, settings, servers.depths)
    rules = RuleWatch(
        quality=MongoRuleQuality(servers.database),
        threshold=settings.overturn_threshold,
        advice_only=settings.advice_only,
    )
    board = Board(views.lookout, views.parked, servers.dossiers, servers.depths, rules)
    dossier = DossierPage(dossiers=servers.dossiers, audit=views.audit, clock=servers.clock)
    add_pages(app, "services.watch")
    add_entrance(app, settings, servers, ops_face(settings))
    actions = OpsActions(desk=desk, board=board)
    figures = StatisticsPages(desk=_statistics(settings, servers))
    bounces = BounceDoor(
        register=servers.register,
        signer=BounceSigner(settings),
        signed_only=bool(settings.bounce_address),
    )
    audit = AuditDoor(witness=servers.witness)
    reading = AuditPages(door=audit, clock=servers.clock)
    ops = (OpsPages(board=board), LivePage(board), dossier, actions, figures, bounces)
    for face in (*ops, audit, reading):
        app.router.add_routes(face.routes())
    return app


def _statistics(settings: Settings, servers: Servers) -> StatisticsDesk:
    return StatisticsDesk(
        statistics=MongoStatistics(servers.database),
        titles=MongoTitles(servers.database),
        clock=servers.clock,
        approvals=settings.approvals_granted,
    )


if __name__ == "__main__":
    run_service("watch", run)
