"""The candidate's own pages, once the link or the mail opened them: all, and one in full."""

from dataclasses import dataclass

from aiohttp import web

from services.intake.answers import answer_of
from services.intake.candidate_access import CandidateDoor
from services.intake.candidate_letters import told_letters
from services.intake.documents import document_links
from services.intake.forecasts import Forecasts
from services.intake.pages import MINE, awaits_validation
from services.intake.school_rows import rows_of
from shared.domain.dossier import StageStatus
from shared.domain.events import Validated
from shared.pipeline.register import Register
from shared.stages import StageName
from shared.web.access import may_file
from shared.web.frame import page
from shared.web.rail import rail_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateDossierPages:
    """Reading, and the candidate's agreement."""

    register: Register
    door: CandidateDoor
    forecasts: Forecasts

    def routes(self) -> list[web.RouteDef]:
        """All of them need a session."""
        one = f"{MINE}/{{dossier_id}}"
        return [
            web.get(MINE, self.index, name="candidate_home", allow_head=False),
            web.get(one, self.show, name="candidate_dossier", allow_head=False),
            web.post(f"{one}/validation", self.validate, name="candidate_agree"),
            web.get(f"{one}/courriers", self.letters, name="candidate_letters", allow_head=False),
        ]

    async def index(self, request: web.Request) -> web.Response:
        """The candidate's requests; a single one is shown at once."""
        account = await self.door.candidate(request)
        found = await self.door.all_of(account)
        if len(found) == 1:
            raise web.HTTPSeeOther(f"{MINE}/{found[0].dossier_id}")
        now = self.door.clock.now()
        return page(request, "candidate_home.html", rows=rows_of(found, now), now=now)

    async def show(self, request: web.Request) -> web.Response:
        """One request: where it is, what to do, every piece with its verdict."""
        account, dossier = await self.door.dossier(request)
        now = self.door.clock.now()
        return page(
            request,
            "dossier.html",
            dossier=dossier,
            now=now,
            answer=answer_of(dossier, now, await self.forecasts.of(dossier)),
            rail=rail_of(dossier, now),
            documents=document_links(dossier),
            can_validate=awaits_validation(dossier),
            can_mend=may_file(account, dossier) and bool(dossier.items),
            can_complete=dossier.owner == account.account_id
            and dossier.stage(StageName.DRAFT).status is StageStatus.OPEN,
        )

    async def letters(self, request: web.Request) -> web.Response:
        """Every letter with what it said, newest first."""
        _, dossier = await self.door.dossier(request)
        return page(
            request, "candidate_letters.html", dossier=dossier, letters=told_letters(dossier)
        )

    async def validate(self, request: web.Request) -> web.Response:
        """The candidate agrees, having read everything."""
        _, dossier = await self.door.dossier(request)
        if awaits_validation(dossier):
            await self.register.apply(dossier.dossier_id, Validated())
        raise web.HTTPSeeOther(f"{MINE}/{dossier.dossier_id}")
