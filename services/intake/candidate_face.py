"""The candidates' part of intake's HTTP face, put together."""

from aiohttp import web

from services.intake.candidate_access import CandidateDoor
from services.intake.candidate_contact import CandidateContact
from services.intake.candidate_correction import CandidateCorrectionPages
from services.intake.candidate_dossiers import CandidateDossierPages
from services.intake.candidate_links import LinkReader
from services.intake.candidate_sign_in import CandidateSignIn
from services.intake.filing import FilingDesk
from services.intake.forecasts import Forecasts
from services.intake.pages import CandidatePages
from services.intake.uploads import Receiver
from shared.adapters.candidate_directory import MongoCandidateDirectory
from shared.adapters.sign_in_links import MongoSignInLinks
from shared.adapters.used_links import MongoUsedLinks
from shared.adapters.wiring import Servers
from shared.settings import Settings
from shared.web.links import LinkSigner


async def prepare_candidates(servers: Servers) -> None:
    """Create the indexes of their collections."""
    await MongoUsedLinks(servers.database).prepare()
    await MongoSignInLinks(servers.database).prepare()


def candidate_routes(
    settings: Settings,
    servers: Servers,
    forecasts: Forecasts,
    desk: FilingDesk,
    receiver: Receiver,
) -> list[web.RouteDef]:
    """Links of letters, sign-in by mail, the pages behind them; how schools reach candidates."""
    register, clock = servers.register, servers.clock
    directory = MongoCandidateDirectory(servers.database)
    sign_in = MongoSignInLinks(servers.database)
    reader = LinkReader(
        dossiers=servers.dossiers,
        links=LinkSigner(settings),
        used=MongoUsedLinks(servers.database),
    )
    door = CandidateDoor(
        dossiers=servers.dossiers, directory=directory, views=servers.views, clock=clock
    )
    faces = (
        CandidatePages(
            register=register, reader=reader, sign_in=sign_in, clock=clock, forecasts=forecasts
        ),
        CandidateSignIn(links=sign_in, directory=directory, clock=clock),
        CandidateDossierPages(register=register, door=door, forecasts=forecasts),
        CandidateCorrectionPages(door=door, desk=desk, receiver=receiver),
        CandidateContact(register=register, clock=clock),
    )
    return [route for face in faces for route in face.routes()]
