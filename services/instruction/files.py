"""Pictures of pieces by address: short-lived, for one agent and one piece, so that pages show them.

An address is a signed token. It names no path and no stored file, only a dossier and a kind of
piece, so that there is nothing in it to walk up or to guess; it opens for the account it names.
"""

import asyncio
import datetime as dt
from dataclasses import dataclass

from aiohttp import web

from services.instruction.desk import Desk, agent_of
from services.instruction.file_passes import LIFETIME, FilePass, FilePasses
from services.instruction.routes import PIECE_HEADERS, ReviewDesk, kind_of
from services.instruction.watermark import NotMarkable, mark_copy
from shared.domain.audit import Act, Deed
from shared.domain.dossier import Dossier
from shared.domain.files import SNIFF_BYTES, sniff_media_type
from shared.domain.kept_bytes import copy_of
from shared.domain.piece import PIECE_LABELS, PieceKind
from shared.errors import KeyErased, MissingBlob
from shared.pipeline.witness import Witness
from shared.web.access import Account
from shared.web.french import PARIS
from shared.web.problems import Problem, ProblemType


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDoor:
    """Signed addresses of pieces, and copies that say whose they are."""

    desk: Desk
    review: ReviewDesk
    passes: FilePasses
    witness: Witness

    def routes(self) -> list[web.RouteDef]:
        """The list of addresses, what they open, and the marked copy."""
        one = "/v1/review/{dossier_id}"
        return [
            web.get(f"{one}/files", self.addresses, name="review_files", allow_head=False),
            web.get("/v1/files/{token}", self.file, name="review_file", allow_head=False),
            web.get(
                f"{one}/pieces/{{kind}}/export",
                self.export,
                name="review_piece_export",
                allow_head=False,
            ),
        ]

    async def addresses(self, request: web.Request) -> web.Response:
        """One fresh address a piece, for the agent who asks."""
        agent = await agent_of(request)
        dossier = await self.desk.find(request)
        rows = [
            {
                "kind": kind.value,
                "label": PIECE_LABELS[kind],
                "address": self.address_of(agent, dossier.dossier_id, kind),
            }
            for kind in sorted(dossier.pieces, key=list(PieceKind).index)
        ]
        seconds = int(LIFETIME.total_seconds())
        return web.json_response({"files": rows, "expires_in": seconds})

    def address_of(self, agent: Account, dossier_id: str, kind: PieceKind) -> str:
        """Where this agent sees the piece for two minutes; each use of it is a view."""
        granted = FilePass(dossier_id=dossier_id, kind=kind, account=agent.account_id)
        return f"/v1/files/{self.passes.token_of(granted)}"

    async def file(self, request: web.Request) -> web.Response:
        """What the token opens, once the view is written down."""
        agent = await agent_of(request)
        granted = self.passes.read(request.match_info["token"])
        # another agent's address answers like one that never was
        if granted is None or granted.account != agent.account_id:
            raise Problem(ProblemType.PIECE_NOT_FOUND)
        dossier = await self.desk.register.dossiers.get(granted.dossier_id)
        if dossier is None:
            raise Problem(ProblemType.PIECE_NOT_FOUND)
        return await self.review.answer_piece(agent, dossier, granted.kind)

    async def export(self, request: web.Request) -> web.Response:
        """The copy drawn anew with the agent and the moment all over it, to be saved."""
        agent = await agent_of(request)
        dossier = await self.desk.find(request)
        kind = kind_of(request.match_info["kind"])
        act = Act(actor=agent.account_id, action=Deed.PIECE_EXPORTED, subject=f"piece:{kind}")
        data = await self._copy(dossier, kind, act)
        words = mark_words(agent, dossier, self.desk.clock.now())
        try:
            marked = await asyncio.to_thread(mark_copy, data, words)
        except NotMarkable as error:
            raise Problem(ProblemType.PIECE_NOT_FOUND) from error
        media_type = sniff_media_type(marked[:SNIFF_BYTES]) or "application/octet-stream"
        name = f"{dossier.dossier_id}-{kind}.{'pdf' if media_type.endswith('pdf') else 'jpg'}"
        headers = {**PIECE_HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(body=marked, content_type=media_type, headers=headers)

    async def _copy(self, dossier: Dossier, kind: PieceKind, act: Act) -> bytes:
        """Never the upload itself: it may hold more than it shows."""
        copy = copy_of(dossier, kind) if kind in dossier.pieces else None
        if copy is None:
            raise Problem(ProblemType.PIECE_NOT_FOUND)
        await self.witness.record(dossier.dossier_id, act)
        try:
            return await self.review.blobs.read(copy)
        except (MissingBlob, KeyErased) as error:  # replaced or erased meanwhile
            raise Problem(ProblemType.PIECE_NOT_FOUND) from error


def mark_words(agent: Account, dossier: Dossier, now: dt.datetime) -> str:
    """What an exported copy says: for what, who, when, of which dossier."""
    who = agent.label or agent.account_id
    local = now.astimezone(PARIS)
    return f"Copie pour instruction · agent {who} · {local:%d/%m/%Y %H:%M} · {dossier.dossier_id}"
