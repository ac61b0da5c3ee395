"""The page of a letter's link: where the request is, and the one button that acts.

It shows no personal data: letters are forwarded, and mailboxes are read by others.
"""

from dataclasses import dataclass

from aiohttp import web

from services.intake.answers import answer_of
from services.intake.candidate_links import FoundLink, LinkReader, Worth, consent_lines
from services.intake.forecasts import Forecasts
from shared.domain.contact import folded_address
from shared.domain.dossier import Dossier, StageStatus
from shared.domain.events import Validated
from shared.pipeline.candidate_ports import SignInLinks
from shared.pipeline.ports import Clock
from shared.pipeline.register import Register
from shared.stages import StageName
from shared.web.access import may_read
from shared.web.frame import account_of, page
from shared.web.problems import Problem, ProblemType
from shared.web.rail import rail_of
from shared.web.sessions import begin_session, comes_from_our_pages

#: Where a candidate's dossiers are, once opened.
MINE = "/mes-dossiers"
#: Says on the page that a new link is on its way.
SENT = "lien-envoye"


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatePages:
    """Pages that need no account: the signed link is the key, and it turns once."""

    register: Register
    reader: LinkReader
    sign_in: SignInLinks
    clock: Clock
    forecasts: Forecasts

    def routes(self) -> list[web.RouteDef]:
        """The pages, under the address that letters give."""
        one = "/suivi/{token}"
        return [
            web.get(one, self.show, name="candidate_page", allow_head=False),
            web.post(f"{one}/ouverture", self.open, name="candidate_open"),
            web.post(f"{one}/validation", self.validate, name="candidate_validate"),
            web.post(f"{one}/nouveau-lien", self.renew, name="candidate_new_link"),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Where the request is, whose turn it is, by when; and what the link opens."""
        found = await self._find(request)
        return self._unknown(request) if found is None else await self._page(request, found)

    async def open(self, request: web.Request) -> web.Response:
        """The link opens the dossier, once."""
        _refuse_foreign(request)
        found = await self._find(request)
        if found is None:
            return self._unknown(request)
        # a browser too old for a session must not use the link up
        opens = found.worth is Worth.OPENS and comes_from_our_pages(request)
        if not (opens and await self.reader.used.use(found.token, found.until)):
            raise web.HTTPSeeOther(f"/suivi/{found.token}")
        leaving = web.HTTPSeeOther(f"{MINE}/{found.dossier.dossier_id}")
        await begin_session(request, found.candidate(), leaving)
        raise leaving

    async def validate(self, request: web.Request) -> web.Response:
        """The candidate agrees, and the dossier opens. A second click meets what is done.

        The agreement is stored before the link is used up: a process that dies between the two
        leaves a link that opens, never an agreement that is lost.
        """
        _refuse_foreign(request)
        found = await self._find(request)
        if found is None:
            return self._unknown(request)
        back = web.HTTPSeeOther(f"/suivi/{found.token}")
        if found.worth is not Worth.OPENS:
            raise back
        if awaits_validation(found.dossier):
            await self.register.apply(found.dossier.dossier_id, Validated())
        first = await self.reader.used.use(found.token, found.until)
        if not (first and comes_from_our_pages(request)):
            raise back
        leaving = web.HTTPSeeOther(f"{MINE}/{found.dossier.dossier_id}")
        await begin_session(request, found.candidate(), leaving)
        raise leaving

    async def renew(self, request: web.Request) -> web.Response:
        """A sign-in link goes to the address on file; whoever asks learns nothing of it."""
        _refuse_foreign(request)
        found = await self._find(request)
        if found is None:
            return self._unknown(request)
        await self.sign_in.ask(folded_address(found.address()), self.clock.now())
        raise web.HTTPSeeOther(f"/suivi/{found.token}?{SENT}")

    async def _find(self, request: web.Request) -> FoundLink | None:
        return await self.reader.read(request.match_info["token"], self.clock.now())

    def _unknown(self, request: web.Request) -> web.Response:
        return page(request, "link_error.html", status=404)

    async def _page(self, request: web.Request, found: FoundLink) -> web.Response:
        dossier, now = found.dossier, self.clock.now()
        account = await account_of(request)
        return page(
            request,
            "tracking.html",
            now=now,
            ended=dossier.outcome is not None,
            answer=answer_of(dossier, now, await self.forecasts.of(dossier)),
            rail=rail_of(dossier, now),
            consent=consent_lines(dossier),
            can_validate=awaits_validation(dossier),
            worth=found.worth.value,
            reader=found.link.reader,
            inside=bool(account and may_read(account, dossier)),
            sent=SENT in request.query,
            token=found.token,
            dossier_id=dossier.dossier_id,
        )


def awaits_validation(dossier: Dossier) -> bool:
    """True while the candidate's agreement is all that is asked of them here."""
    return dossier.stage(StageName.USER_VALIDATION).status is StageStatus.OPEN


def _refuse_foreign(request: web.Request) -> None:
    """A browser that says that another site sends this is believed; old ones say nothing."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise Problem(ProblemType.FORBIDDEN)
