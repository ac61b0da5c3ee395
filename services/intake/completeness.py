"""What a request still lacks, why, and what would do: asked before anything is sent."""

import datetime as dt
from dataclasses import dataclass

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.intake.bodies import DemandeBody
from services.intake.requests import readable_dossier
from services.intake.required import REQUIREMENTS
from services.intake.rules import judge_demande
from services.intake.said import RULE_SET
from services.intake.situation import situation
from services.intake.uploads import hold_body, invite_body
from shared.domain.demande import Demande
from shared.domain.findings import Verdict
from shared.domain.piece import PIECE_LABELS, PieceKind
from shared.pipeline.ports import Clock, Dossiers
from shared.web.access import AGENTS, FILERS
from shared.web.frame import signed_in
from shared.web.problems import invalid_body
from shared.web.status import Json


class CompletenessBody(BaseModel):
    """A request that need not exist yet, and the pieces at hand."""

    model_config = ConfigDict(extra="forbid")

    demande: DemandeBody
    pieces: list[PieceKind] = Field(default_factory=list, max_length=len(PieceKind))


class NeededPieceAnswer(BaseModel):
    """One piece that the request needs."""

    piece: PieceKind
    label: str
    #: Why this request needs it.
    why: str
    #: What would do.
    example: str
    #: True once it is there.
    present: bool


class PointAnswer(BaseModel):
    """Something in what was declared that cannot be, or that an agent will look at."""

    code: str
    #: True when the request cannot be sent before it is mended.
    blocking: bool
    message: str


class CompletenessAnswer(BaseModel):
    """Whether the request can be sent, and everything that it needs."""

    complete: bool
    #: Version of the rules that judged.
    rule_set: str
    pieces: list[NeededPieceAnswer]
    points: list[PointAnswer]


def completeness_of(demande: Demande, kinds: frozenset[PieceKind], today: dt.date) -> Json:
    """The answer for a request and the pieces at hand."""
    case = situation(demande, today)
    pieces = [
        NeededPieceAnswer(
            piece=row.piece,
            label=PIECE_LABELS[row.piece],
            why=row.why,
            example=row.example,
            present=row.piece in kinds,
        )
        for row in REQUIREMENTS
        if row.needed(case)
    ]
    points = [
        PointAnswer(
            code=found.criterion, blocking=found.verdict is Verdict.FAIL, message=found.message
        )
        for found in judge_demande(demande, today)
        if found.verdict is not Verdict.PASS
    ]
    ready = all(piece.present for piece in pieces) and not any(point.blocking for point in points)
    answer = CompletenessAnswer(complete=ready, rule_set=RULE_SET, pieces=pieces, points=points)
    return answer.model_dump(mode="json")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletenessDoor:
    """Two addresses: one for a request that is only thought of, one for a dossier."""

    dossiers: Dossiers
    clock: Clock

    def routes(self) -> list[web.RouteDef]:
        """Nothing is stored by either."""
        one = "/v1/dossiers/{dossier_id}/completeness"
        ask = web.post(
            "/v1/completeness", self.ask, name="completeness_ask", expect_handler=hold_body
        )
        return [ask, web.get(one, self.show, name="dossier_completeness", allow_head=False)]

    async def ask(self, request: web.Request) -> web.Response:
        """What such a request would need (200)."""
        await signed_in(request, *FILERS)
        await invite_body(request)
        try:
            body = CompletenessBody.model_validate_json(await request.read())
        except ValidationError as error:
            raise invalid_body(error) from error
        return self._answer(body.demande.to_demande(), frozenset(body.pieces))

    async def show(self, request: web.Request) -> web.Response:
        """What the dossier still lacks (200)."""
        account = await signed_in(request, *FILERS, *AGENTS)
        dossier = await readable_dossier(request, account, self.dossiers)
        return self._answer(dossier.demande, frozenset(dossier.pieces))

    def _answer(self, demande: Demande, kinds: frozenset[PieceKind]) -> web.Response:
        return web.json_response(completeness_of(demande, kinds, self.clock.now().date()))
