"""Signing in through an identity provider: there, back, and out again.

An account is found by the person that it is bound to; the first time by the address that the
provider vouches for, where an operator has prepared an account with it. None is ever made here.
"""

from dataclasses import dataclass

import structlog
from aiohttp import web

from shared.settings import Settings
from shared.web.access import Account
from shared.web.directory import Directory
from shared.web.frame import page
from shared.web.oidc import (
    ATTEMPT_SECONDS,
    Attempt,
    Attempts,
    Person,
    Provider,
    SignInRefused,
    allows_role,
    authorization_url,
    end_session_url,
    verified_email,
)
from shared.web.rates import RateLimits, client_of
from shared.web.sessions import FACE, LIFETIME, Face
from shared.web.sign_in import SIGN_IN, let_in, require_own_page

log = structlog.get_logger()

THERE, BACK = f"{SIGN_IN}/professionnelle", f"{SIGN_IN}/retour"
OUT = f"{THERE}/fin"
#: Cookies of our own: the attempt under way, and what the provider wants to see at the end.
_ATTEMPT, _PROOF = "_depart", "_fin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Federation:
    """Three addresses that browsers are led to by links: forms may not lead elsewhere."""

    settings: Settings
    directory: Directory
    provider: Provider
    #: Of those who come back: each may have us ask the provider.
    rates: RateLimits
    #: Proxies in front of us whose X-Forwarded-For we believe.
    proxies: int

    def routes(self) -> list[web.RouteDef]:
        """There, back and out."""
        return [
            web.get(THERE, self.leave, name="oidc_start", allow_head=False),
            web.get(BACK, self.come_back, name="oidc_back", allow_head=False),
            web.get(OUT, self.sign_out, name="oidc_out", allow_head=False),
        ]

    async def leave(self, request: web.Request) -> web.Response:
        """Send the browser to the provider with a new attempt."""
        try:
            endpoints = await self.provider.endpoints()
        except SignInRefused as refused:
            return self._refused(request, refused)
        attempt, cookie = Attempts(self.settings).begin()
        face = request.app[FACE]
        leaving = web.HTTPSeeOther(
            authorization_url(endpoints, self.settings, attempt, _back(face))
        )
        _set(leaving, face, _ATTEMPT, cookie, ATTEMPT_SECONDS)
        raise leaving

    async def come_back(self, request: web.Request) -> web.Response:
        """Let in who the provider says this is, if an account waits for them."""
        self.rates.count(client_of(request, self.proxies), known=False)
        face = request.app[FACE]
        try:
            person = await self._person(request, face)
            account = await self._account(person, face)
        except SignInRefused as refused:
            return self._refused(request, refused)
        leaving = await let_in(request, account, self.directory)
        _forget(leaving, face, _ATTEMPT)
        _set(leaving, face, _PROOF, person.id_token, int(LIFETIME.total_seconds()))
        raise leaving

    async def sign_out(self, request: web.Request) -> web.Response:
        """End the provider's own session too; a link of another site does not."""
        require_own_page(request)
        face = request.app[FACE]
        proof = request.cookies.get(_name(face, _PROOF))
        back = face.public_url.rstrip("/") + SIGN_IN
        url = end_session_url(await self.provider.endpoints(), proof, back) if proof else None
        leaving = web.HTTPSeeOther(url or SIGN_IN)
        _forget(leaving, face, _PROOF)
        raise leaving

    async def _person(self, request: web.Request, face: Face) -> Person:
        """Who comes back, proved; SignInRefused otherwise."""
        query = request.query
        attempt = self._attempt(request, face)
        if query.get("iss", self.settings.oidc_issuer) != self.settings.oidc_issuer:
            raise SignInRefused("issuer")  # another provider's answer (RFC 9207)
        if "error" in query or not query.get("code"):
            raise SignInRefused("declined")
        return await self.provider.person(query["code"], attempt, _back(face))

    def _attempt(self, request: web.Request, face: Face) -> Attempt:
        cookie = request.cookies.get(_name(face, _ATTEMPT), "")
        return Attempts(self.settings).resume(cookie, request.query.get("state", ""))

    async def _account(self, person: Person, face: Face) -> Account:
        account = await self.directory.by_subject(person.subject)
        if account is None:
            account = await self._prepared(person, face)
        if account.role not in face.roles or not allows_role(
            person.claims, self.settings, account.role
        ):
            raise SignInRefused("role")
        return account

    async def _prepared(self, person: Person, face: Face) -> Account:
        """The account that an operator prepared for this address, bound from now on."""
        email = verified_email(person.claims, self.settings)
        account = await self.directory.by_email(email) if email else None
        if account is None or account.role not in face.roles:
            raise SignInRefused("no account")
        if not allows_role(person.claims, self.settings, account.role):
            raise SignInRefused("role")
        if not await self.directory.bind(account.account_id, person.subject):
            raise SignInRefused("bound to another")
        return account

    def _refused(self, request: web.Request, refused: SignInRefused) -> web.Response:
        log.warning("sign-in refused", action="sign_in_refused", cause=refused.cause)
        shown = page(request, "sign_in_refused.html", status=403, face=request.app[FACE])
        _forget(shown, request.app[FACE], _ATTEMPT)
        return shown


def _back(face: Face) -> str:
    return face.public_url.rstrip("/") + BACK


def _name(face: Face, ending: str) -> str:
    return face.cookie_name + ending


def _set(response: web.StreamResponse, face: Face, ending: str, value: str, seconds: int) -> None:
    # Lax: the way back from the provider is a link to us from another site
    response.set_cookie(
        _name(face, ending),
        value,
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=face.is_secure,
    )


def _forget(response: web.StreamResponse, face: Face, ending: str) -> None:
    response.del_cookie(_name(face, ending), path="/", secure=face.is_secure, httponly=True)
