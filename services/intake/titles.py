"""A new dispatch of a title that came back: asked on its holder's page, or through the API."""

from dataclasses import dataclass

from aiohttp import web

from services.intake.requests import readable_dossier
from shared.domain.dossier import Dossier
from shared.domain.title_events import RedispatchAsked
from shared.pipeline.ports import Clock
from shared.pipeline.register import Register
from shared.web.access import FILERS
from shared.web.frame import signed_in
from shared.web.problems import Problem, ProblemType
from shared.web.status import status_view


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleDoor:
    """Asks for the new dispatch; the office hears of it from watch."""

    register: Register
    clock: Clock

    def routes(self) -> list[web.RouteDef]:
        """One for front ends, one for the candidate's page."""
        return [
            web.post(
                "/v1/dossiers/{dossier_id}/title/redispatch", self.ask, name="title_redispatch"
            ),
            web.post(
                "/mes-dossiers/{dossier_id}/titre/nouvel-envoi",
                self.ask_on_page,
                name="candidate_redispatch",
            ),
        ]

    async def ask(self, request: web.Request) -> web.Response:
        """Ask for it (200); a title that does not lie there cannot be sent again (409)."""
        dossier = await self._find(request)
        changed = await self.register.apply(dossier.dossier_id, RedispatchAsked())
        if changed is None:
            raise Problem(ProblemType.WRONG_STATE)
        headers = {"ETag": f'"{changed.rev}"', "Location": f"/v1/dossiers/{changed.dossier_id}"}
        return web.json_response(status_view(changed, self.clock.now()), headers=headers)

    async def ask_on_page(self, request: web.Request) -> web.Response:
        """The same as a form. A second click meets the page that says it is done."""
        dossier = await self._find(request)
        await self.register.apply(dossier.dossier_id, RedispatchAsked())
        raise web.HTTPSeeOther(f"/mes-dossiers/{dossier.dossier_id}")

    async def _find(self, request: web.Request) -> Dossier:
        account = await signed_in(request, *FILERS)
        return await readable_dossier(request, account, self.register.dossiers)
