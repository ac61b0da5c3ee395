"""The candidate's pages, opened by the link of a letter: follow the request, validate it."""

from dataclasses import dataclass

from aiohttp import web

from services.intake.answers import answer_of
from services.intake.forecasts import Forecasts
from shared.domain.dossier import Dossier, StageStatus
from shared.domain.events import Validated
from shared.pipeline.ports import Clock
from shared.pipeline.register import Register
from shared.stages import StageName
from shared.web.frame import page
from shared.web.links import LinkSigner
from shared.web.rail import rail_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatePages:
    """Pages that need no account: the signed link is the key."""

    register: Register
    links: LinkSigner
    clock: Clock
    forecasts: Forecasts

    def routes(self) -> list[web.RouteDef]:
        """The pages, under the address that letters give."""
        return [
            web.get("/suivi/{token}", self.show, name="candidate_page", allow_head=False),
            web.post("/suivi/{token}/validation", self.validate, name="candidate_validate"),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Where the request is, and what to do now."""
        dossier, now = await self._find(request), self.clock.now()
        if dossier is None:
            return page(request, "link_error.html", status=404)
        return page(
            request,
            "dossier.html",
            dossier=dossier,
            now=now,
            answer=answer_of(dossier, now, await self.forecasts.of(dossier)),
            rail=rail_of(dossier, now),
            can_validate=_can_validate(dossier),
            token=request.match_info["token"],
        )

    async def validate(self, request: web.Request) -> web.Response:
        """The candidate agrees. A second click meets the page that says it is done."""
        dossier = await self._find(request)
        if dossier is None:
            return page(request, "link_error.html", status=404)
        if _can_validate(dossier):
            await self.register.apply(dossier.dossier_id, Validated())
        raise web.HTTPSeeOther(f"/suivi/{request.match_info['token']}")

    async def _find(self, request: web.Request) -> Dossier | None:
        dossier_id = self.links.dossier_id(request.match_info["token"])
        return await self.register.dossiers.get(dossier_id) if dossier_id else None


def _can_validate(dossier: Dossier) -> bool:
    return dossier.stage(StageName.USER_VALIDATION).status is StageStatus.OPEN
