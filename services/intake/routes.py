"""The JSON API of version 1: a front end opens a dossier, uploads, sends and follows it."""

import datetime as dt
from dataclasses import dataclass

from aiohttp import web

from services.intake.following import follow_dossier
from services.intake.forecasts import Forecasts
from services.intake.references import new_reference, reference_for
from services.intake.requests import check_ready, demande_body, last_event, moment, piece_kind
from services.intake.uploads import hold_body, receive_piece
from shared.domain.demande import Demande
from shared.domain.dossier import Dossier, StageStatus
from shared.domain.events import DemandeChanged, Event, PieceAdded, PieceRemoved, Submitted
from shared.domain.transitions import open_dossier
from shared.errors import DossierExists
from shared.pipeline.ports import Blobs, Clock, Views
from shared.pipeline.register import Register
from shared.settings import Settings
from shared.stages import StageName
from shared.web.access import FILERS, Account, Role, may_file, may_read
from shared.web.frame import signed_in
from shared.web.problems import Problem, ProblemType
from shared.web.status import Json, iso, status_view

#: Dossiers of one page of a list.
PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """The HTTP door to the dossiers."""

    settings: Settings
    register: Register
    views: Views
    blobs: Blobs
    clock: Clock
    forecasts: Forecasts

    def routes(self) -> list[web.RouteDef]:
        """Every route of the API, each with a stable name."""
        one, piece = "/v1/dossiers/{dossier_id}", "/v1/dossiers/{dossier_id}/pieces/{kind}"
        return [
            web.post("/v1/dossiers", self.create, name="dossier_create", expect_handler=hold_body),
            web.get("/v1/dossiers", self.index, name="dossier_list", allow_head=False),
            web.get(one, self.show, name="dossier_show", allow_head=False),
            web.put(
                f"{one}/demande", self.rewrite, name="demande_replace", expect_handler=hold_body
            ),
            web.put(piece, self.upload, name="piece_upload", expect_handler=hold_body),
            web.delete(piece, self.remove, name="piece_remove"),
            web.post(f"{one}/submit", self.submit, name="dossier_submit"),
            web.get(f"{one}/events", self.follow, name="dossier_events", allow_head=False),
        ]

    async def create(self, request: web.Request) -> web.Response:
        """Open a dossier (201); the same Idempotency-Key meets the same dossier (200)."""
        account = await signed_in(request, *FILERS)
        demande = (await demande_body(request)).to_demande()
        key = request.headers.get("Idempotency-Key")
        reference = reference_for(account.account_id, key) if key else new_reference()
        existing = await self.register.dossiers.get(reference) if key else None
        if existing is not None:
            return await self._met_again(existing, demande)
        change = open_dossier(
            reference, account.account_id, demande, self.clock.now(), self.register.table
        )
        try:
            dossier = await self.register.open(change)
        except DossierExists:
            # sent twice at the same moment: the other one won
            existing = await self.register.dossiers.get(reference)
            if existing is None:
                raise
            return await self._met_again(existing, demande)
        return await self._status(dossier, status=201)

    async def _met_again(self, existing: Dossier, demande: Demande) -> web.Response:
        if existing.demande != demande:
            raise Problem(ProblemType.IDEMPOTENCY_CONFLICT)
        return await self._status(existing)

    async def index(self, request: web.Request) -> web.Response:
        """The account's dossiers, newest first; `next` leads to the older ones."""
        account = await signed_in(request, *FILERS)
        before = moment(request.query.get("before")) or self.clock.now() + dt.timedelta(days=1)
        found = await self.views.dossiers_of(account.account_id, before, PAGE)
        following = iso(found[-1].created_at) if len(found) == PAGE else None
        views = [await self._view(dossier) for dossier in found]
        return web.json_response({"dossiers": views, "next": following})

    async def show(self, request: web.Request) -> web.Response:
        """Where the dossier is, and everything found on its pieces."""
        account = await signed_in(request, *FILERS, Role.INSTRUCTOR)
        return await self._status(await self._find(request, account))

    async def rewrite(self, request: web.Request) -> web.Response:
        """Replace the declared part, in a draft or where a correction asks for it."""
        dossier = await self._find_own(request)
        body = await demande_body(request)
        return await self._apply(dossier, DemandeChanged(demande=body.to_demande()))

    async def upload(self, request: web.Request) -> web.Response:
        """Store a piece (201). The same bytes again change nothing (200)."""
        dossier, kind = await self._find_own(request), piece_kind(request)
        piece = await receive_piece(
            request, kind, self.blobs, self.clock, self.settings.max_piece_bytes
        )
        before = dossier.pieces.get(kind)
        if before is not None and before.sha256 == piece.sha256:
            await self.blobs.delete(piece.blob_id)
            return await self._status(dossier)
        changed = await self.register.apply(dossier.dossier_id, PieceAdded(piece=piece))
        if changed is None:
            await self.blobs.delete(piece.blob_id)
            raise Problem(ProblemType.WRONG_STATE)
        replaced = changed.pieces[kind].replaces
        if replaced and changed.stage(StageName.DRAFT).status is StageStatus.OPEN:
            await self.blobs.delete(replaced)
        return await self._status(changed, status=201)

    async def remove(self, request: web.Request) -> web.Response:
        """Take a piece out of a draft."""
        dossier, kind = await self._find_own(request), piece_kind(request)
        if kind not in dossier.pieces:
            raise Problem(ProblemType.PIECE_NOT_FOUND)
        response = await self._apply(dossier, PieceRemoved(kind=kind))
        await self.blobs.delete(dossier.pieces[kind].blob_id)
        return response

    async def submit(self, request: web.Request) -> web.Response:
        """Send the dossier (202): from here on the system, not the sender, watches over it."""
        account = await signed_in(request, *FILERS)
        dossier = await self._find_own(request)
        check_ready(dossier, self.clock.now().date())
        # whoever files for somebody else needs that person's consent, named school or not
        filed_by_other = account.role is Role.SCHOOL or dossier.demande.agrement is not None
        return await self._apply(dossier, Submitted(needs_validation=filed_by_other), status=202)

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: one each time the dossier changes, its revision as id."""
        account = await signed_in(request, *FILERS, Role.INSTRUCTOR)
        dossier = await self._find(request, account)
        seen = last_event(request)
        return await follow_dossier(request, dossier, seen, self.register.dossiers, self._view)

    async def _find(self, request: web.Request, account: Account) -> Dossier:
        """The dossier, if the account may read it; a foreign one looks like an unknown one."""
        dossier = await self.register.dossiers.get(request.match_info["dossier_id"])
        if dossier is None or not may_read(account, dossier):
            raise Problem(ProblemType.DOSSIER_NOT_FOUND)
        return dossier

    async def _find_own(self, request: web.Request) -> Dossier:
        account = await signed_in(request, *FILERS)
        dossier = await self._find(request, account)
        if not may_file(account, dossier):
            raise Problem(ProblemType.DOSSIER_NOT_FOUND)
        return dossier

    async def _apply(self, dossier: Dossier, event: Event, status: int = 200) -> web.Response:
        changed = await self.register.apply(dossier.dossier_id, event)
        if changed is None:
            raise Problem(ProblemType.WRONG_STATE)
        return await self._status(changed, status=status)

    async def _view(self, dossier: Dossier) -> Json:
        forecast = await self.forecasts.of(dossier)
        return status_view(dossier, self.clock.now(), forecast=forecast)

    async def _status(self, dossier: Dossier, status: int = 200) -> web.Response:
        headers = {"ETag": f'"{dossier.rev}"', "Location": f"/v1/dossiers/{dossier.dossier_id}"}
        return web.json_response(await self._view(dossier), status=status, headers=headers)
