"""Downloads of what an accepted request gives, for the agents' own face."""

from dataclasses import dataclass

from aiohttp import web

from services.instruction.desk import Desk, agent_of
from shared.documents.answering import document_answer
from shared.documents.maker import DocumentMaker


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
        """The PDF, made anew."""
        await agent_of(request)
        dossier = await self.desk.find(request)
        return await document_answer(dossier, request.match_info["kind"], self.maker)
