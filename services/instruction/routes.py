"""One dossier in front of an agent: everything found, and its pieces as pixels."""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from services.instruction.desk import Desk, agent_of
from shared.domain.dossier import Dossier
from shared.domain.events import PieceViewed
from shared.domain.files import SIGNATURES, SNIFF_BYTES, sniff_media_type
from shared.domain.kept_bytes import copy_of
from shared.domain.piece import Piece, PieceKind
from shared.domain.review_events import Claimed
from shared.errors import KeyErased, MissingBlob
from shared.pipeline.ports import Blobs
from shared.web.access import Account
from shared.web.problems import Problem, ProblemType
from shared.web.witnessed import note_reading

#: A piece is shown as data: no script, no sniffing, not kept by caches.
PIECE_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Content-Disposition": "inline",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: What is shown in place; anything else is handed over as bytes that no browser interprets.
SHOWN_TYPES = frozenset(SIGNATURES)
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDesk:
    """The HTTP door for agents."""

    desk: Desk
    blobs: Blobs

    def routes(self) -> list[web.RouteDef]:
        """Every route of the API, each with a stable name."""
        one = "/v1/review/{dossier_id}"
        return [
            web.get(one, self.show, name="review_show", allow_head=False),
            web.post(f"{one}/claim", self.claim, name="review_claim"),
            web.get(f"{one}/pieces/{{kind}}", self.piece, name="review_piece", allow_head=False),
            web.get(
                f"{one}/pieces/{{kind}}/before",
                self.piece_before,
                name="review_piece_before",
                allow_head=False,
            ),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """The dossier with everything found, once it is written down who reads."""
        agent = await agent_of(request)
        dossier = await self.desk.find(request)
        await note_reading(request, agent, dossier.dossier_id)
        return self.desk.show(dossier, agent)

    async def claim(self, request: web.Request) -> web.Response:
        """Take this dossier, or renew the lease on it."""
        agent = await agent_of(request)
        return await self.desk.answer_change(request, Claimed(agent=agent.account_id))

    async def piece(self, request: web.Request) -> web.Response:
        """A piece as pixels, after the view has been recorded."""
        agent = await agent_of(request)
        dossier = await self.desk.find(request)
        return await self.answer_piece(agent, dossier, kind_of(request.match_info["kind"]))

    async def answer_piece(self, agent: Account, dossier: Dossier, kind: PieceKind) -> web.Response:
        """One piece, once it is written down who looks."""
        piece = dossier.pieces.get(kind)
        if piece is None:
            raise Problem(ProblemType.PIECE_NOT_FOUND)
        viewed = PieceViewed(account=agent.account_id, kind=piece.kind)
        # side by side, because each waits for the store; nothing leaves before it is written down
        noted, read = await asyncio.gather(
            self.desk.register.apply(dossier.dossier_id, viewed),
            self._shown(dossier, piece),
            return_exceptions=True,
        )
        if isinstance(noted, BaseException):
            raise noted
        # its retention ended a moment ago; lost bytes are a fault of ours
        if noted is None or isinstance(read, KeyErased):
            raise Problem(ProblemType.PIECE_NOT_FOUND)
        if isinstance(read, BaseException):
            raise read
        data, media_type = read
        shown = media_type if media_type in SHOWN_TYPES else UNKNOWN
        return web.Response(body=data, content_type=shown, headers=PIECE_HEADERS)

    async def piece_before(self, request: web.Request) -> web.Response:
        """What a correction replaced, as pixels drawn anew; never the upload itself."""
        agent = await agent_of(request)
        dossier = await self.desk.find(request)
        piece = dossier.pieces.get(kind_of(request.match_info["kind"]))
        if piece is None or piece.before is None or piece.before.working_copy is None:
            raise Problem(ProblemType.PIECE_NOT_FOUND)
        viewed = PieceViewed(account=agent.account_id, kind=piece.kind, earlier=True)
        if await self.desk.register.apply(dossier.dossier_id, viewed) is None:
            raise Problem(ProblemType.PIECE_NOT_FOUND)
        try:
            data = await self.blobs.read(piece.before.working_copy)
        except (MissingBlob, KeyErased) as error:  # erased a moment ago
            raise Problem(ProblemType.PIECE_NOT_FOUND) from error
        media_type = sniff_media_type(data[:SNIFF_BYTES]) or "application/octet-stream"
        return web.Response(body=data, content_type=media_type, headers=PIECE_HEADERS)

    async def _shown(self, dossier: Dossier, piece: Piece) -> tuple[bytes, str]:
        """The copy drawn anew where there is one: the upload itself may hold more than it shows."""
        copy = copy_of(dossier, piece.kind)
        try:
            data = await self.blobs.read(copy or piece.blob_id)
        except MissingBlob:  # its check is running again
            data = await self.blobs.read(piece.blob_id)
        return data, sniff_media_type(data[:SNIFF_BYTES]) or piece.media_type


def kind_of(name: str) -> PieceKind:
    """The kind that an address names; a Problem where there is none of that name."""
    try:
        return PieceKind(name)
    except ValueError as error:
        raise Problem(ProblemType.PIECE_NOT_FOUND) from error
