"""The intake service's HTTP face, put together: the API, the filers' pages, the candidates'."""

from aiohttp import web

from services.intake.api_pages import ApiPages
from services.intake.batch_wiring import batch_routes
from services.intake.candidate_face import candidate_routes
from services.intake.completeness import CompletenessDoor
from services.intake.documents import DocumentDoor
from services.intake.filing import FilingDesk
from services.intake.filing_pages import FilingPages
from services.intake.forecasts import Forecasts
from services.intake.limits import Door, heavy_rates_of, rates_of
from services.intake.peer_look import PeerLook
from services.intake.piece_pictures import PiecePictures
from services.intake.preferences_face import preferences_routes
from services.intake.preflight import PreflightDoor
from services.intake.pressure import Bounds, Pressure
from services.intake.previews import Previews
from services.intake.receipts import Receipts
from services.intake.routes import Intake
from services.intake.school import SchoolPages
from services.intake.sign_in import filers_face
from services.intake.titles import TitleDoor
from services.intake.uploads import Receiver
from services.intake.verification import VerificationPages
from shared.adapters.entrance import add_entrance
from shared.adapters.filings import MongoFilings
from shared.adapters.issued import MongoIssuedDocuments
from shared.adapters.throughput import MongoThroughput
from shared.adapters.wiring import Servers
from shared.documents.maker import DocumentMaker
from shared.settings import Settings
from shared.web.cors import allow_origins
from shared.web.frame import add_pages, make_app
from shared.web.links import LinkSigner
from shared.web.receipts import ReceiptSigner


def make_face(settings: Settings, servers: Servers) -> web.Application:
    """Everything that intake answers, behind its one door."""
    servers_asked = (servers.broker.ping, servers.ping_store, servers.ping_bucket)
    pings = (*servers_asked, servers.ping_antivirus)
    app = make_app(settings, servers.accounts, pings)
    app.middlewares.append(_door(settings, servers).middleware())
    allow_origins(app, settings.cors_origins.split(","))
    add_pages(app, "services.intake")
    forecasts = Forecasts(MongoThroughput(servers.database), servers.clock)
    routes = [
        *_document_routes(settings, servers),
        *_api_routes(settings, servers, forecasts),
        *_filer_routes(app, settings, servers, forecasts),
        *preferences_routes(settings, servers),
        *candidate_routes(
            settings, servers, forecasts, _desk(servers), _receiver(settings, servers)
        ),
    ]
    app.router.add_routes(routes)
    return app


def _desk(servers: Servers) -> FilingDesk:
    return FilingDesk(register=servers.register, blobs=servers.uploads, clock=servers.clock)


def _receiver(settings: Settings, servers: Servers) -> Receiver:
    limit = settings.max_piece_bytes
    return Receiver(blobs=servers.uploads, clock=servers.clock, max_bytes=limit)


def _api_routes(settings: Settings, servers: Servers, forecasts: Forecasts) -> list[web.RouteDef]:
    api = Intake(
        desk=_desk(servers),
        receiver=_receiver(settings, servers),
        dossiers=servers.dossiers,
        views=servers.views,
        clock=servers.clock,
        forecasts=forecasts,
    )
    completeness = CompletenessDoor(dossiers=servers.dossiers, clock=servers.clock)
    receipts = Receipts(dossiers=servers.dossiers, signer=ReceiptSigner(settings))
    titles = TitleDoor(register=servers.register, clock=servers.clock)
    doors = (api, completeness, PreflightDoor(settings=settings), receipts, ApiPages(), titles)
    return [route for door in doors for route in door.routes()]


def _document_routes(settings: Settings, servers: Servers) -> list[web.RouteDef]:
    issued = MongoIssuedDocuments(servers.database)
    maker = DocumentMaker(settings, issued)
    downloads = DocumentDoor(dossiers=servers.dossiers, maker=maker)
    return [*downloads.routes(), *VerificationPages(issued=issued).routes()]


def _filer_routes(
    app: web.Application, settings: Settings, servers: Servers, forecasts: Forecasts
) -> list[web.RouteDef]:
    add_entrance(app, settings, servers, filers_face(settings))
    desk, receiver = _desk(servers), _receiver(settings, servers)
    previews = Previews(blobs=servers.uploads, peer=PeerLook(settings=settings))
    pictures = PiecePictures(dossiers=servers.dossiers, blobs=servers.uploads, previews=previews)
    school = SchoolPages(
        dossiers=servers.dossiers,
        filings=MongoFilings(servers.database),
        clock=servers.clock,
        forecasts=forecasts,
        pictures=pictures,
    )
    filing = FilingPages(desk=desk, receiver=receiver, dossiers=servers.dossiers, pictures=pictures)
    batches = batch_routes(servers, desk, receiver, pictures)
    return [*school.routes(), *filing.routes(), *batches]


def _door(settings: Settings, servers: Servers) -> Door:
    bounds = Bounds(
        max_open=settings.max_open_per_stage, max_oldest_factor=settings.max_oldest_factor
    )
    return Door(
        rates=rates_of(settings, servers.clock),
        heavy_rates=heavy_rates_of(settings, servers.clock),
        pressure=Pressure(servers.depths, servers.clock, bounds),
        links=LinkSigner(settings),
        proxies=settings.trusted_proxies,
    )
