"""The review API: an agent takes the oldest dossier, looks, and decides."""

import contextlib
from dataclasses import dataclass
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from services.instruction.bodies import CorrectionBody, DecisionBody
from services.instruction.view import review_view
from shared.domain.dossier import Dossier, Outcome
from shared.domain.events import (
    Claimed,
    CorrectionAsked,
    Decided,
    Event,
    PieceViewed,
    Released,
)
from shared.domain.files import SNIFF_BYTES, sniff_media_type
from shared.domain.overturn import rule_outcomes
from shared.domain.piece import Piece, PieceKind
from shared.errors import MissingBlob, ServerUnavailable
from shared.pipeline.ports import Blobs, Clock, Views
from shared.pipeline.register import Register
from shared.pipeline.rule_quality import RuleQuality
from shared.stages import TABLE
from shared.web.access import Role
from shared.web.frame import signed_in
from shared.web.problems import Problem, ProblemType, invalid_body

Body = TypeVar("Body", bound=BaseModel)

#: Dossiers tried in one claim: so many agents may reach for the same oldest one at once.
CANDIDATES = 20

#: A piece is shown as data: no script, no sniffing, not kept by caches.
PIECE_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Content-Disposition": "inline",
    "Cache-Control": "private, no-store",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDesk:
    """The HTTP door for agents."""

    register: Register
    views: Views
    blobs: Blobs
    clock: Clock
    quality: RuleQuality

    def routes(self) -> list[web.RouteDef]:
        """Every route of the API, each with a stable name."""
        one = "/v1/review/{dossier_id}"
        return [
            web.post("/v1/review/next", self.claim_next, name="review_next"),
            web.get(one, self.show, name="review_show", allow_head=False),
            web.post(f"{one}/claim", self.claim, name="review_claim"),
            web.post(f"{one}/release", self.release, name="review_release"),
            web.post(f"{one}/decision", self.decide, name="review_decide"),
            web.post(f"{one}/correction", self.ask_correction, name="review_correction"),
            web.get(f"{one}/pieces/{{kind}}", self.piece, name="review_piece", allow_head=False),
        ]

    async def claim_next(self, request: web.Request) -> web.Response:
        """Take the oldest dossier that nobody holds (200); 204 when there is none."""
        agent = await signed_in(request, Role.INSTRUCTOR)
        for dossier_id in await self.views.claimable(self.clock.now(), CANDIDATES):
            dossier = await self.register.apply(dossier_id, Claimed(agent=agent.account_id))
            if dossier is not None:
                return self._answer(dossier)
        return web.Response(status=204)

    async def show(self, request: web.Request) -> web.Response:
        """The dossier with everything found, mismatches first."""
        await signed_in(request, Role.INSTRUCTOR)
        return self._answer(await self._find(request))

    async def claim(self, request: web.Request) -> web.Response:
        """Take this dossier, or renew the lease on it."""
        agent = await signed_in(request, Role.INSTRUCTOR)
        return await self._apply(request, Claimed(agent=agent.account_id))

    async def release(self, request: web.Request) -> web.Response:
        """Give the dossier back to the pile."""
        agent = await signed_in(request, Role.INSTRUCTOR)
        return await self._apply(request, Released(agent=agent.account_id))

    async def decide(self, request: web.Request) -> web.Response:
        """Accept, refuse or close."""
        agent = await signed_in(request, Role.INSTRUCTOR)
        body = await _body(request, DecisionBody)
        event = Decided(agent=agent.account_id, outcome=Outcome(body.outcome), reason=body.reason)
        decided = await self._changed(request, event)
        # One process wins the change, so that each decision counts once. The decision stands: a
        # count that is lost with the store is no reason to tell the agent otherwise.
        with contextlib.suppress(ServerUnavailable):
            await self.quality.record(rule_outcomes(decided))
        return self._answer(decided)

    async def ask_correction(self, request: web.Request) -> web.Response:
        """Ask the candidate or the school to mend something."""
        agent = await signed_in(request, Role.INSTRUCTOR)
        body = await _body(request, CorrectionBody)
        event = CorrectionAsked(agent=agent.account_id, items=body.to_items())
        return await self._apply(request, event)

    async def piece(self, request: web.Request) -> web.Response:
        """A piece as pixels, after the view has been recorded."""
        agent = await signed_in(request, Role.INSTRUCTOR)
        dossier = await self._find(request)
        piece = dossier.pieces.get(_kind(request))
        if piece is None:
            raise Problem(ProblemType.PIECE_NOT_FOUND)
        viewed = PieceViewed(account=agent.account_id, kind=piece.kind)
        if await self.register.apply(dossier.dossier_id, viewed) is None:
            raise Problem(ProblemType.PIECE_NOT_FOUND)
        data, media_type = await self._shown(dossier, piece)
        return web.Response(body=data, content_type=media_type, headers=PIECE_HEADERS)

    async def _shown(self, dossier: Dossier, piece: Piece) -> tuple[bytes, str]:
        """The copy drawn anew where there is one: the upload itself may hold more than it shows."""
        copy = working_copy_of(dossier, piece.kind)
        try:
            data = await self.blobs.read(copy or piece.blob_id)
        except MissingBlob:  # its check is running again
            data = await self.blobs.read(piece.blob_id)
        return data, sniff_media_type(data[:SNIFF_BYTES]) or piece.media_type

    async def _find(self, request: web.Request) -> Dossier:
        dossier = await self.register.dossiers.get(request.match_info["dossier_id"])
        if dossier is None:
            raise Problem(ProblemType.DOSSIER_NOT_FOUND)
        return dossier

    async def _apply(self, request: web.Request, event: Event) -> web.Response:
        return self._answer(await self._changed(request, event))

    async def _changed(self, request: web.Request, event: Event) -> Dossier:
        dossier = await self._find(request)
        changed = await self.register.apply(dossier.dossier_id, event)
        if changed is None:
            raise Problem(ProblemType.WRONG_STATE)
        return changed

    def _answer(self, dossier: Dossier) -> web.Response:
        return web.json_response(review_view(dossier, self.clock.now()))


def working_copy_of(dossier: Dossier, kind: PieceKind) -> str | None:
    """The stored copy of a checked piece; None where its check has not drawn one."""
    results = [dossier.stage(row.name).result for row in TABLE.values() if row.piece is kind]
    return next((result.working_copy for result in results if result), None)


async def _body(request: web.Request, model: type[Body]) -> Body:
    try:
        return model.model_validate_json(await request.read())
    except ValidationError as error:
        raise invalid_body(error) from error


def _kind(request: web.Request) -> PieceKind:
    try:
        return PieceKind(request.match_info["kind"])
    except ValueError as error:
        raise Problem(ProblemType.PIECE_NOT_FOUND) from error
