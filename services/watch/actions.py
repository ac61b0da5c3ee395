"""What ops do from the page: replay, give up, send again. Forms only, from our own page only."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import web

from services.watch.board import Board
from services.watch.words import REASON_MISSING
from shared.domain.repair import Hindrance
from shared.pipeline.repair_desk import RepairDesk, Request
from shared.pipeline.repair_ports import Action
from shared.stages import StageName
from shared.web.access import Role
from shared.web.frame import signed_in
from shared.web.problems import Problem, ProblemType

#: Shortest and longest reason: enough to be understood later, little enough to be read.
REASON_LENGTH = range(10, 301)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpsActions:
    """The forms of the ops pages."""

    desk: RepairDesk
    board: Board

    def routes(self) -> list[web.RouteDef]:
        """One address an act."""
        return [web.post("/dossiers/{dossier_id}/{stage}/{action}", self.act, name="ops_act")]

    async def act(self, request: web.Request) -> web.Response:
        """Do it, then go back to where it was asked; the dossier's page says why it was not."""
        account = await signed_in(request, Role.OPS)
        _from_own_page(request)
        form = await request.post()
        wanted = _request_of(request, account.account_id, str(form.get("reason", "")))
        path = f"/dossiers/{wanted.dossier_id}"
        if wanted.action is Action.DISCARD and len(wanted.reason) not in REASON_LENGTH:
            raise web.HTTPSeeOther(f"{path}?refus={REASON_MISSING}")
        outcome = await self.desk.act(wanted)
        await self.board.forget()
        if outcome.hindrance is Hindrance.UNKNOWN_DOSSIER:
            raise Problem(ProblemType.PAGE_NOT_FOUND)
        if outcome.hindrance is not None:
            raise web.HTTPSeeOther(f"{path}?refus={outcome.hindrance}")
        if "ops" in request.query:
            raise web.HTTPSeeOther("/#mis-de-cote")
        raise web.HTTPSeeOther(f"{path}?fait={wanted.action}")


def _from_own_page(request: web.Request) -> None:
    """A browser that does not say which site a form came from still says which origin.

    One that does is judged at sign-in; its origin is "null", since our pages send no referrer.
    """
    origin = request.headers.get("Origin")
    if "Sec-Fetch-Site" in request.headers or origin is None:
        return
    if urlsplit(origin).netloc != request.host:
        raise Problem(ProblemType.FORBIDDEN)


def _request_of(request: web.Request, account: str, reason: str) -> Request:
    parts = request.match_info
    try:
        stage, action = StageName(parts["stage"]), Action(parts["action"])
    except ValueError:
        raise Problem(ProblemType.PAGE_NOT_FOUND) from None
    return Request(
        action=action,
        dossier_id=parts["dossier_id"],
        stage=stage,
        account=account,
        reason=" ".join(reason.split()),
    )
