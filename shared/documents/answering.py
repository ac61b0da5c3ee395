"""How a document leaves: what every face that gives one out answers."""

import structlog
from aiohttp import web

from shared.documents.maker import DocumentMaker
from shared.domain.dossier import Dossier
from shared.domain.issued import DocumentKind, documents_of
from shared.errors import Unprintable
from shared.web.problems import Problem, ProblemType

log = structlog.get_logger()


async def document_answer(
    dossier: Dossier, kind_in_address: str, maker: DocumentMaker
) -> web.Response:
    """The file, to be saved; one that the request does not give looks like one that is not."""
    kind = document_named(dossier, kind_in_address)
    try:
        made = await maker.give_out(dossier, kind)
    except Unprintable as error:
        log.warning(
            "document not printable", action="document_unprintable", dossier_id=dossier.dossier_id
        )
        raise Problem(ProblemType.DOCUMENT_UNPRINTABLE) from error
    headers = {
        "Content-Disposition": f'attachment; filename="{_file_name(dossier, kind)}"',
        # whatever a reader makes of it, it is a document of nobody's site
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return web.Response(body=made.file, content_type="application/pdf", headers=headers)


def document_named(dossier: Dossier, kind_in_address: str) -> DocumentKind:
    """The document of that name, if the request gives it."""
    given = {kind.value: kind for kind in documents_of(dossier)}
    kind = given.get(kind_in_address)
    if kind is None:
        raise Problem(ProblemType.DOCUMENT_NOT_FOUND)
    return kind


def _file_name(dossier: Dossier, kind: DocumentKind) -> str:
    """Kind and reference: no name, no date of birth."""
    return f"{kind.value}-{dossier.dossier_id}.pdf"
