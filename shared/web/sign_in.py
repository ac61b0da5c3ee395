"""Signing in and out of a face's pages: by name and password, by key, or through a provider."""

from dataclasses import dataclass

from aiohttp import web

from shared.web.access import Account, is_confined
from shared.web.directory import Directory, fold_email
from shared.web.frame import account_of, page
from shared.web.passwords import Passwords, right_password
from shared.web.problems import Problem, ProblemType
from shared.web.rates import SignInRates, client_of
from shared.web.sessions import (
    FACE,
    SESSIONS,
    begin_session,
    comes_from_our_pages,
    end_session,
)

SIGN_IN, SIGN_OUT = "/connexion", "/deconnexion"
#: Characters of a key or a name that are looked at: our keys have 32, addresses 254 at most.
LONGEST_NAME = 256


async def page_account(request: web.Request) -> Account:
    """Whose page this is; whoever is not signed in is led to where one does that.

    Who came by a letter's link is confined to what it covers, and has pages of their own.
    """
    account = await account_of(request)
    if account is None:
        raise web.HTTPSeeOther(SIGN_IN)
    if account.role not in request.app[FACE].roles or is_confined(account):
        raise Problem(ProblemType.FORBIDDEN)
    return account


def require_own_page(request: web.Request) -> None:
    """Raise the Problem that a form of another site gets."""
    if not comes_from_our_pages(request):
        raise Problem(ProblemType.FORBIDDEN)


async def let_in(request: web.Request, account: Account, directory: Directory) -> web.HTTPSeeOther:
    """Open the session; the way home, to be raised. An account closed meanwhile stays out."""
    leaving = web.HTTPSeeOther(request.app[FACE].home)
    await begin_session(request, account, leaving)
    known = await directory.by_id(account.account_id)
    if known is None or known.disabled:
        await request.app[SESSIONS].end_all(account.account_id)
        raise Problem(ProblemType.FORBIDDEN)
    return leaving


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Two addresses: in and out."""

    directory: Directory
    passwords: Passwords
    rates: SignInRates
    #: Proxies in front of us whose X-Forwarded-For we believe.
    proxies: int
    #: Whether an identity provider is set.
    federated: bool = False

    def routes(self) -> list[web.RouteDef]:
        """All by form, so that they work without a script."""
        return [
            web.get(SIGN_IN, self.show, name="sign_in", allow_head=False),
            web.post(SIGN_IN, self.enter, name="sign_in_enter"),
            web.post(SIGN_OUT, self.leave, name="sign_out"),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """The form; whoever is signed in already goes on."""
        account, face = await account_of(request), request.app[FACE]
        if account is not None and account.role in face.roles and not is_confined(account):
            raise web.HTTPSeeOther(face.home)
        return self._form(request)

    async def enter(self, request: web.Request) -> web.Response:
        """Open a session for a right password or key."""
        require_own_page(request)
        form = await request.post()
        name, by_key = str(form.get("nom", "")).strip(), "cle" in form
        if by_key:
            account = await self._by_key(str(form["cle"]).strip())
        else:
            account = await self._by_password(request, name, str(form.get("mot_de_passe", "")))
        if account is None or account.role not in request.app[FACE].roles:
            return self._form(request, wrong="key" if by_key else "password", name=name)
        raise await let_in(request, account, self.directory)

    async def leave(self, request: web.Request) -> web.Response:
        """End this session; a provider's own session has a page that offers to end it too."""
        require_own_page(request)
        leaving = web.HTTPSeeOther(f"{SIGN_IN}?fin" if self.federated else SIGN_IN)
        await end_session(request, leaving)
        raise leaving

    async def _by_key(self, key: str) -> Account | None:
        return await self.directory.by_secret(key) if 0 < len(key) <= LONGEST_NAME else None

    async def _by_password(self, request: web.Request, name: str, typed: str) -> Account | None:
        if not 0 < len(name) <= LONGEST_NAME:
            return None
        counted, client = await self._counted(name), client_of(request, self.proxies)
        self.rates.count(counted, client)
        account = await right_password(self.directory, self.passwords, name, typed)
        if account is not None:
            self.rates.forgive(counted, client)
        return account

    async def _counted(self, name: str) -> str:
        """What attempts are counted under: the account itself, whichever of its names is typed."""
        found = self.directory.by_email(name) if "@" in name else self.directory.by_id(name)
        account = await found
        return f"account:{account.account_id if account else fold_email(name)}"

    def _form(self, request: web.Request, *, wrong: str = "", name: str = "") -> web.Response:
        return page(
            request,
            "sign_in.html",
            status=401 if wrong else 200,
            face=request.app[FACE],
            wrong=wrong,
            name=name[:LONGEST_NAME],
            federated=self.federated,
            left="fin" in request.query,
        )
