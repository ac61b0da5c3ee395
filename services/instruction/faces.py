"""The instruction service's HTTP face, put together: the API of agents and their console."""

import random

from aiohttp import web

from services.instruction.centre_pages import CentrePages
from services.instruction.console import review_console
from services.instruction.decision_routes import DecisionDoor
from services.instruction.desk import Desk
from services.instruction.documents import AgentDocuments
from services.instruction.face import agents_face
from services.instruction.file_passes import FilePasses
from services.instruction.files import FileDoor
from services.instruction.pile_routes import PileDoor
from services.instruction.queue_pages import QueuePages
from services.instruction.routes import ReviewDesk
from shared.adapters.decisions import MongoDecisions
from shared.adapters.entrance import add_entrance
from shared.adapters.issued import MongoIssuedDocuments
from shared.adapters.pile import MongoPile
from shared.adapters.wiring import Servers
from shared.documents.maker import DocumentMaker
from shared.pipeline.shared_pile import SharedPile
from shared.settings import Settings
from shared.web.frame import add_pages, make_app

#: Nobody may foresee which approvals are read a second time.
_DICE = random.SystemRandom()


def make_face(settings: Settings, servers: Servers) -> web.Application:
    """Everything that the instruction service answers."""
    app = make_app(settings, servers.accounts, (servers.broker.ping, servers.ping_store))
    add_pages(app, "services.instruction")
    add_entrance(app, settings, servers, agents_face(settings))
    desk = Desk(register=servers.register, clock=servers.clock)
    share = settings.second_reading_share
    pile = PileDoor(
        desk=desk,
        pile=SharedPile(pile=MongoPile(servers.database)),
        centres=settings.departements_by_centre,
        draw=lambda: _DICE.random() < share,
    )
    decisions = DecisionDoor(desk=desk)
    review = ReviewDesk(desk=desk, blobs=servers.blobs)
    passes = FilePasses(settings, servers.clock)
    files = FileDoor(desk=desk, review=review, passes=passes, witness=servers.witness)
    maker = DocumentMaker(settings, MongoIssuedDocuments(servers.database))
    documents = AgentDocuments(desk=desk, maker=maker)
    centre = CentrePages(
        door=pile, decisions=MongoDecisions(servers.database), directory=servers.accounts
    )
    pages = (
        QueuePages(door=pile),
        centre,
        *review_console(review, pile, settings.services_by_centre),
    )
    for door in (documents, pile, review, decisions, files, *pages):
        app.router.add_routes(door.routes())
    return app
