"""Sign-in by mail: an address in, the same answer for everybody, a link that works once."""

from dataclasses import dataclass

from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from services.intake.bodies import Email
from services.intake.pages import MINE
from services.intake.sign_in import BY_MAIL
from shared.domain.contact import folded_address
from shared.pipeline.candidate_ports import CandidateDirectory, SignInLinks
from shared.pipeline.ports import Clock
from shared.web.access import Account, Role, digest_of
from shared.web.candidate_scope import CandidateScope
from shared.web.frame import page
from shared.web.problems import Problem, ProblemType
from shared.web.sessions import begin_session, comes_from_our_pages

#: Characters of a token that are looked at: ours have 43.
LONGEST_TOKEN = 100
_EMAIL: TypeAdapter[str] = TypeAdapter(Email)


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateSignIn:
    """The wish is kept and nothing is looked up here: neither words nor time tell who is known."""

    links: SignInLinks
    directory: CandidateDirectory
    clock: Clock

    def routes(self) -> list[web.RouteDef]:
        """The form, and the page of the mail's link."""
        return [
            web.get(BY_MAIL, self.ask, name="mail_sign_in", allow_head=False),
            web.post(BY_MAIL, self.wish, name="mail_sign_in_wish"),
            web.get(f"{BY_MAIL}/{{key}}", self.arrive, name="mail_sign_in_link", allow_head=False),
            web.post(f"{BY_MAIL}/{{key}}", self.enter, name="mail_sign_in_enter"),
        ]

    async def ask(self, request: web.Request) -> web.Response:
        """The form."""
        return page(request, "mail_sign_in.html", typed="", wrong=False, sent=False)

    async def wish(self, request: web.Request) -> web.Response:
        """Keep the wish; only what is no address at all is said to be wrong."""
        _require_own_page(request)
        typed = str((await request.post()).get("email", "")).strip()
        try:
            address = _EMAIL.validate_python(typed)
        except ValidationError:
            return page(
                request, "mail_sign_in.html", status=422, typed=typed, wrong=True, sent=False
            )
        await self.links.ask(folded_address(address), self.clock.now())
        return page(request, "mail_sign_in.html", typed=typed, wrong=False, sent=True)

    async def arrive(self, request: web.Request) -> web.Response:
        """One button: mail scanners follow links, and must not use this one up."""
        return page(request, "mail_sign_in_link.html", over=False)

    async def enter(self, request: web.Request) -> web.Response:
        """Open a session for the address of a link that still opens."""
        _require_own_page(request)
        key = request.match_info["key"]
        now = self.clock.now()
        address = await self.links.use(key, now) if len(key) <= LONGEST_TOKEN else None
        if address is None:
            return page(request, "mail_sign_in_link.html", status=410, over=True)
        leaving = web.HTTPSeeOther(MINE)
        await begin_session(request, await self._account(address), leaving)
        raise leaving

    async def _account(self, address: str) -> Account:
        """The account that files under the address, or somebody who is named in dossiers."""
        own = await self.directory.account_of(address)
        scope = CandidateScope(address=address, files=own is not None)
        account_id = own or f"candidat-{digest_of(address)[:16]}"
        return Account(account_id=account_id, role=Role.CANDIDATE, scope=scope)


def _require_own_page(request: web.Request) -> None:
    """A form of another site asks for nothing and signs nobody in."""
    if not comes_from_our_pages(request):
        raise Problem(ProblemType.FORBIDDEN)
