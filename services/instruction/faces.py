"""The instruction service's HTTP face, put together: the API of agents and their console."""

import random

from aiohttp import web

from services.instruction.decision_routes import DecisionDoor
from services.instruction.desk import Desk
from services.instruction.face import agents_face
from services.instruction.file_passes import FilePasses
from services.instruction.files import FileDoor
from services.instruction.pile_routes import PileDoor
from services.instruction.routes import ReviewDesk
from shared.adapters.entrance import add_entrance
from shared.adapters.pile import MongoPile
from shared.adapters.rule_quality import MongoRuleQuality
from shared.adapters.wiring import Servers
from shared.settings import Settings
from shared.web.frame import add_pages, make_app

#: Nobody may foresee which approvals are read a second time.
_DICE = random.SystemRandom()


def make_face(settings: Settings, servers: Servers) -> web.Application:
    """Everything that the instruction service answers."""
    app = make_app(settings, servers.accounts, (servers.broker.ping, servers.ping_store))
    add_pages(app, "shared.web")  # sign-in and « Votre compte »
    add_entrance(app, settings, servers, agents_face(settings))
    desk = Desk(register=servers.register, clock=servers.clock)
    share = settings.second_reading_share
    pile = PileDoor(
        desk=desk,
        pile=MongoPile(servers.database),
        centres=settings.departements_by_centre,
        draw=lambda: _DICE.random() < share,
    )
    decisions = DecisionDoor(desk=desk, quality=MongoRuleQuality(servers.database))
    review = ReviewDesk(desk=desk, blobs=servers.blobs)
    passes = FilePasses(settings, servers.clock)
    files = FileDoor(desk=desk, review=review, passes=passes, witness=servers.witness)
    for door in (pile, review, decisions, files):
        app.router.add_routes(door.routes())
    return app
