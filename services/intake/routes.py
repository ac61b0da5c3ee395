"""The JSON API of version 1: a front end opens a dossier, uploads, sends and follows it."""

import datetime as dt
from dataclasses import dataclass

from aiohttp import web

from services.intake.conditions import (
    is_known,
    preferences_applied,
    require_unchanged,
    tag_of,
)
from services.intake.cursors import cursor, place
from services.intake.filing import FilingDesk
from services.intake.following import Follower, follow_dossier
from services.intake.forecasts import Forecasts
from services.intake.requests import (
    demande_body,
    idempotency_key,
    last_event,
    piece_kind,
    readable_dossier,
)
from services.intake.uploads import Receiver, hold_body
from shared.domain.dossier import Dossier
from shared.domain.filings import Place
from shared.pipeline.ports import Clock, Dossiers, Views
from shared.web.access import AGENTS, FILERS, Account, may_file
from shared.web.frame import signed_in
from shared.web.problems import Problem, ProblemType
from shared.web.status import Json, status_view

#: Dossiers of one page of a list.
PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """The HTTP door to the dossiers."""

    desk: FilingDesk
    receiver: Receiver
    dossiers: Dossiers
    views: Views
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
        key = idempotency_key(request)
        body = await demande_body(request)
        dossier, opened = await self.desk.open(account, body.to_demande(), key)
        return await self._status(dossier, status=201 if opened else 200)

    async def index(self, request: web.Request) -> web.Response:
        """The account's dossiers, newest first; `next` leads to the older ones."""
        account = await signed_in(request, *FILERS)
        start = Place(created_at=self.clock.now() + dt.timedelta(days=1))
        behind = place(request.query.get("before")) or start
        found = await self.views.dossiers_of(account.account_id, behind, PAGE)
        following = cursor(found[-1]) if len(found) == PAGE else None
        views = [await self._view(dossier) for dossier in found]
        return web.json_response({"dossiers": views, "next": following})

    async def show(self, request: web.Request) -> web.Response:
        """Where the dossier is, and everything found on its pieces."""
        account = await signed_in(request, *FILERS, *AGENTS)
        dossier = await self._find(request, account)
        if is_known(request, dossier):
            return web.Response(status=304, headers={"ETag": tag_of(dossier)})
        return await self._status(dossier)

    async def rewrite(self, request: web.Request) -> web.Response:
        """Replace the declared part, in a draft or where a correction asks for it."""
        account, dossier = await self._find_own(request)
        body = await demande_body(request)
        require_unchanged(request, dossier)
        return await self._status(await self.desk.rewrite(account, dossier, body.to_demande()))

    async def upload(self, request: web.Request) -> web.Response:
        """Store a piece (201). The same bytes again change nothing (200)."""
        _, dossier = await self._find_own(request)
        kind = piece_kind(request)
        form = request.content_type == "multipart/form-data"
        receive = self.receiver.form if form else self.receiver.body
        piece = await receive(request, kind, dossier.dossier_id)
        changed, new = await self.desk.keep(dossier, piece)
        return await self._status(changed, status=201 if new else 200)

    async def remove(self, request: web.Request) -> web.Response:
        """Take a piece out of a draft."""
        _, dossier = await self._find_own(request)
        kind = piece_kind(request)
        require_unchanged(request, dossier)
        return await self._status(await self.desk.remove(dossier, kind))

    async def submit(self, request: web.Request) -> web.Response:
        """Send the dossier (202): from here on the system, not the sender, watches over it."""
        account, dossier = await self._find_own(request)
        require_unchanged(request, dossier)
        sent = await self._status(await self.desk.submit(account, dossier), status=202)
        sent.headers.update(preferences_applied(request))
        return sent

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: one each time the dossier changes, its revision as id."""
        account = await signed_in(request, *FILERS, *AGENTS)
        dossier = await self._find(request, account)
        follower = Follower(account=account, seen=last_event(request), view=self._view)
        return await follow_dossier(request, dossier, follower, self.dossiers)

    async def _find(self, request: web.Request, account: Account) -> Dossier:
        return await readable_dossier(request, account, self.dossiers)

    async def _find_own(self, request: web.Request) -> tuple[Account, Dossier]:
        account = await signed_in(request, *FILERS)
        dossier = await self._find(request, account)
        if not may_file(account, dossier):
            raise Problem(ProblemType.DOSSIER_NOT_FOUND)
        return account, dossier

    async def _view(self, dossier: Dossier) -> Json:
        forecast = await self.forecasts.of(dossier)
        return status_view(dossier, self.clock.now(), forecast=forecast)

    async def _status(self, dossier: Dossier, status: int = 200) -> web.Response:
        headers = {"ETag": tag_of(dossier), "Location": f"/v1/dossiers/{dossier.dossier_id}"}
        return web.json_response(await self._view(dossier), status=status, headers=headers)
