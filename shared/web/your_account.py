"""« Votre compte »: where one is signed in, and one's password."""

from dataclasses import dataclass

from aiohttp import web

from shared.web.access import Account, digest_of
from shared.web.directory import Directory
from shared.web.frame import page
from shared.web.passwords import Passwords, folded, password_fault, right_password
from shared.web.rates import SignInRates, client_of
from shared.web.sessions import FACE, NOW, SESSIONS, token_of
from shared.web.sign_in import page_account, require_own_page

YOUR_ACCOUNT = "/compte"
WRONG = "Ce n’est pas votre mot de passe actuel. Vérifiez-le, puis recommencez."


@dataclass(frozen=True, slots=True, kw_only=True)
class YourAccount:
    """One page and its three acts."""

    directory: Directory
    passwords: Passwords
    rates: SignInRates
    proxies: int

    def routes(self) -> list[web.RouteDef]:
        """Acts by form, from our own page only."""
        return [
            web.get(YOUR_ACCOUNT, self.show, name="account_page", allow_head=False),
            web.post(f"{YOUR_ACCOUNT}/sessions/fermer", self.end_one, name="account_end_one"),
            web.post(f"{YOUR_ACCOUNT}/sessions/fermer-autres", self.end_rest, name="account_end"),
            web.post(f"{YOUR_ACCOUNT}/mot-de-passe", self.change, name="account_password"),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Every session of the account, this one marked."""
        return await self._shown(request, await page_account(request))

    async def end_one(self, request: web.Request) -> web.Response:
        """End the session that is named; it may be on another workstation."""
        account = await self._acting(request)
        handle = str((await request.post()).get("session", ""))
        await request.app[SESSIONS].end_one(account.account_id, handle)
        raise web.HTTPSeeOther(f"{YOUR_ACCOUNT}?fait=session")

    async def end_rest(self, request: web.Request) -> web.Response:
        """End all of them but this one."""
        account = await self._acting(request)
        await request.app[SESSIONS].end_all(account.account_id, token_of(request))
        raise web.HTTPSeeOther(f"{YOUR_ACCOUNT}?fait=sessions")

    async def change(self, request: web.Request) -> web.Response:
        """Take a new password from who knows the present one; the other sessions end."""
        account = await self._acting(request)
        form = await request.post()
        new = str(form.get("nouveau", ""))
        counted, client = f"account:{account.account_id}", client_of(request, self.proxies)
        self.rates.count(counted, client)
        known = await right_password(
            self.directory, self.passwords, account.account_id, str(form.get("actuel", ""))
        )
        fault = WRONG if known is None else password_fault(new, known)
        if fault is not None:
            return await self._shown(request, account, fault=fault, wrong_now=known is None)
        self.rates.forgive(counted, client)
        hashed = await self.passwords.hash(folded(new))
        await self.directory.set_password(account.account_id, hashed)
        await request.app[SESSIONS].end_all(account.account_id, token_of(request))
        raise web.HTTPSeeOther(f"{YOUR_ACCOUNT}?fait=mot-de-passe")

    async def _acting(self, request: web.Request) -> Account:
        require_own_page(request)
        return await page_account(request)

    async def _shown(
        self, request: web.Request, account: Account, *, fault: str = "", wrong_now: bool = False
    ) -> web.Response:
        now, token = request.app[NOW](), token_of(request)
        return page(
            request,
            "account.html",
            status=422 if fault else 200,
            account=await self.directory.by_id(account.account_id) or account,
            face=request.app[FACE],
            sessions=await request.app[SESSIONS].of_account(account.account_id, now),
            mine=digest_of(token) if token else "",
            has_password=await self.directory.credentials(account.account_id) is not None,
            fault=fault,
            wrong_now=wrong_now,
            done=request.query.get("fait", ""),
            now=now,
        )
