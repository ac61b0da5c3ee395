"""Which of the dossiers is the candidate's, for every page behind the link."""

import datetime as dt
from dataclasses import dataclass

from aiohttp import web

from services.intake.pages import MINE
from services.intake.requests import readable_dossier
from services.intake.sign_in import BY_MAIL
from shared.domain.dossier import Dossier
from shared.domain.filings import Place
from shared.pipeline.candidate_ports import CandidateDirectory
from shared.pipeline.ports import Clock, Dossiers, Views
from shared.web.access import Account, Role, may_file
from shared.web.frame import account_of
from shared.web.problems import Problem, ProblemType
from shared.web.sessions import comes_from_our_pages

#: Dossiers of one candidate: a licence takes a few in a lifetime.
MOST_DOSSIERS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateDoor:
    """Finds what belongs to whoever asks."""

    dossiers: Dossiers
    directory: CandidateDirectory
    views: Views
    clock: Clock

    async def candidate(self, request: web.Request) -> Account:
        """The candidate whose page this is; others are led to where a link is asked for."""
        if request.method == "POST" and not comes_from_our_pages(request):
            raise Problem(ProblemType.FORBIDDEN)
        account = await account_of(request)
        if account is None:
            raise web.HTTPSeeOther(BY_MAIL)
        if account.role is not Role.CANDIDATE:
            raise Problem(ProblemType.FORBIDDEN)
        return account

    async def all_of(self, account: Account) -> list[Dossier]:
        """Every dossier of the candidate, newest first."""
        scope = account.scope
        found: dict[str, Dossier] = {}
        if scope is None or scope.files:
            latest = Place(created_at=self.clock.now() + dt.timedelta(days=1))
            own = await self.views.dossiers_of(account.account_id, latest, MOST_DOSSIERS)
            found |= {dossier.dossier_id: dossier for dossier in own}
        if scope is not None and scope.address is not None:
            named = await self.directory.dossiers_of(scope.address, MOST_DOSSIERS)
            found |= {dossier.dossier_id: dossier for dossier in named}
        elif scope is not None and scope.dossier_id is not None:
            one = await self.dossiers.get(scope.dossier_id)
            if one is not None and scope.covers(one):
                found[one.dossier_id] = one
        return sorted(found.values(), key=lambda dossier: dossier.created_at, reverse=True)

    async def dossier(self, request: web.Request) -> tuple[Account, Dossier]:
        """The dossier of the address, if it is the candidate's; another one looks unknown."""
        account = await self.candidate(request)
        return account, await readable_dossier(request, account, self.dossiers)

    async def to_mend(self, request: web.Request) -> tuple[Account, Dossier]:
        """One that asks its candidate for something now; any other is shown instead."""
        account, dossier = await self.dossier(request)
        if not may_file(account, dossier) or not dossier.items:
            raise web.HTTPSeeOther(f"{MINE}/{dossier.dossier_id}")
        return account, dossier
