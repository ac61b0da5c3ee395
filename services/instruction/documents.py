"""Downloads of what an accepted request gives, for the agents' own face."""

from dataclasses import dataclass

from aiohttp import web

from services.instruction.desk import Desk, agent_of
from shared.documents.answering import document_answer, document_named
from shared.documents.maker import DocumentMaker
from shared.web.witnessed import note_document


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentDocuments:
    """The same files as the filer's and the candidate's, to the byte."""

    desk: Desk
    maker: DocumentMaker

    def routes(self) -> list[web.RouteDef]:
        """For reading."""
        address = "/v1/review/{dossier_id}/documents/{kind}"
        return [web.get(address, self.download, name="review_document", allow_head=False)]

    async def download(self, request: web.Request) -> web.Response:
        """The PDF, made anew, once it is written down who takes it."""
        agent = await agent_of(request)
        dossier = await self.desk.find(request)
        kind = document_named(dossier, request.match_info["kind"])
        await note_document(request, agent, dossier.dossier_id, kind)
        return await document_answer(dossier, kind, self.maker)
