"""Signing in and out of the filers' pages."""

from dataclasses import dataclass

from aiohttp import web

from shared.pipeline.ports import Clock
from shared.settings import Settings
from shared.web.access import FILERS, Account, Accounts
from shared.web.frame import account_of, page
from shared.web.problems import Problem, ProblemType
from shared.web.sessions import COOKIE, Sessions, comes_from_our_pages, new_session, set_cookie

SIGN_IN, HOME = "/connexion", "/espace"
#: Characters of a key that are looked at: ours have 32.
LONGEST_KEY = 200


async def filer_of(request: web.Request) -> Account:
    """The filer whose page this is; whoever is not signed in is led to where one does that."""
    account = await account_of(request)
    if account is None:
        raise web.HTTPSeeOther(SIGN_IN)
    if account.role not in FILERS:
        raise Problem(ProblemType.FORBIDDEN)
    return account


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Two addresses: in and out."""

    settings: Settings
    accounts: Accounts
    sessions: Sessions
    clock: Clock

    def routes(self) -> list[web.RouteDef]:
        """Both by form, so that they work without a script."""
        return [
            web.get(SIGN_IN, self.show, name="sign_in", allow_head=False),
            web.post(SIGN_IN, self.enter, name="sign_in_enter"),
            web.post("/deconnexion", self.leave, name="sign_out"),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """The form; whoever is signed in already goes on."""
        account = await account_of(request)
        if account is not None and account.role in FILERS:
            raise web.HTTPSeeOther(HOME)
        return page(request, "sign_in.html", wrong=False)

    async def enter(self, request: web.Request) -> web.Response:
        """Open a session for a right key. A new one each time: an old token gains nothing."""
        _require_own_page(request)
        key = str((await request.post()).get("cle", "")).strip()
        account = await self.accounts.by_secret(key) if 0 < len(key) <= LONGEST_KEY else None
        if account is None or account.role not in FILERS:
            return page(request, "sign_in.html", status=401, wrong=True)
        opened = new_session(self.clock.now())
        await self.sessions.open(account, opened.token, opened.until)
        leaving = web.HTTPSeeOther(HOME)
        set_cookie(leaving, opened, self.settings)
        raise leaving

    async def leave(self, request: web.Request) -> web.Response:
        """End this session, here and on our side."""
        _require_own_page(request)
        token = request.cookies.get(COOKIE)
        if token:
            await self.sessions.end(token)
        leaving = web.HTTPSeeOther(SIGN_IN)
        leaving.del_cookie(COOKIE, path="/")
        raise leaving


def _require_own_page(request: web.Request) -> None:
    """A form of another site signs nobody in or out."""
    if not comes_from_our_pages(request):
        raise Problem(ProblemType.FORBIDDEN)
