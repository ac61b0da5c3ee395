"""Downloads of what an accepted request gives: for its filer, its candidate and agents."""

from dataclasses import dataclass

from aiohttp import web

from services.intake.requests import visible_dossier
from shared.documents.answering import document_answer, document_named
from shared.documents.maker import DocumentMaker
from shared.domain.dossier import Dossier
from shared.domain.issued import DOCUMENT_LABELS, documents_of
from shared.pipeline.ports import Dossiers
from shared.web.access import AGENTS, FILERS
from shared.web.frame import signed_in
from shared.web.witnessed import note_document


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLink:
    """One document on a page."""

    label: str
    address: str


def document_links(dossier: Dossier) -> tuple[DocumentLink, ...]:
    """What can be downloaded, in the order in which it is shown."""
    one = f"/v1/dossiers/{dossier.dossier_id}/documents"
    return tuple(
        DocumentLink(label=DOCUMENT_LABELS[kind], address=f"{one}/{kind.value}")
        for kind in documents_of(dossier)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDoor:
    """One address for front ends and pages alike."""

    dossiers: Dossiers
    maker: DocumentMaker

    def routes(self) -> list[web.RouteDef]:
        """For reading."""
        address = "/v1/dossiers/{dossier_id}/documents/{kind}"
        return [web.get(address, self.download, name="dossier_document", allow_head=False)]

    async def download(self, request: web.Request) -> web.Response:
        """The PDF, made anew; the same bytes each time. An agent who takes it is written down."""
        account = await signed_in(request, *FILERS, *AGENTS)
        dossier = await visible_dossier(request, account, self.dossiers)
        kind = document_named(dossier, request.match_info["kind"])
        if account.role in AGENTS:
            await note_document(request, account, dossier.dossier_id, kind)
        return await document_answer(dossier, kind, self.maker)
