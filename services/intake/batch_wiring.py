"""The batch desk and the pieces' pictures, put together for the filers' face."""

from aiohttp import web

from services.intake.batch_acts import BatchActs
from services.intake.batch_desk import BatchDesk
from services.intake.batch_files import BatchFiles
from services.intake.batch_pages import BatchPages
from services.intake.filing import FilingDesk
from services.intake.piece_pictures import PiecePictures
from services.intake.uploads import Receiver
from shared.adapters.batches import MongoBatches
from shared.adapters.wiring import Servers


def batch_routes(
    servers: Servers, desk: FilingDesk, receiver: Receiver, pictures: PiecePictures
) -> list[web.RouteDef]:
    """What is read, and what is done."""
    batches = BatchDesk(
        desk=desk, batches=MongoBatches(servers.database), previews=pictures.previews
    )
    pages = BatchPages(desk=batches, pictures=pictures)
    acts = BatchActs(pages=pages, files=BatchFiles(batches=batches, receiver=receiver))
    return [*pages.routes(), *acts.routes(), *pictures.routes()]
