"""OpenID Connect as values: where one is sent, what comes back, what must fit. No network here.

Authorisation code with PKCE (RFC 7636), state and nonce; OpenID Connect Core 1.0, 3.1.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from itsdangerous import BadSignature, TimestampSigner

from shared.settings import Settings
from shared.web.access import Role

Claims = dict[str, Any]
#: Seconds that somebody may take at the provider, with a second factor. [D]
ATTEMPT_SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """What the provider's discovery document names (OpenID Connect Discovery 1.0, 3)."""

    issuer: str
    authorization: str
    token: str
    userinfo: str | None
    end_session: str | None
    jwks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom the provider vouches for."""

    claims: Claims
    #: Shown to the provider when the session there is to end.
    id_token: str

    @property
    def subject(self) -> str:
        """Who it is, for ever and at this provider only (OpenID Connect Core 1.0, 5.7)."""
        return f"{self.claims['iss']} {self.claims['sub']}"


class SignInRefused(Exception):
    """The provider, or what came from there, does not prove who this is."""

    def __init__(self, cause: str) -> None:
        """Name the cause by a word of ours: it goes into logs."""
        super().__init__(cause)
        self.cause = cause


class Provider(Protocol):
    """The identity provider."""

    async def endpoints(self) -> Endpoints:
        """Its addresses; SignInRefused or ServerUnavailable where they cannot be had."""
        ...

    async def person(self, code: str, attempt: "Attempt", redirect_uri: str) -> Person:
        """Exchange the code; SignInRefused unless everything fits."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One way to the provider and back. All that must fit is worked out from one random handle.

    The handle stays in the browser that set out, so that a code or state made elsewhere is no use.
    """

    handle: str
    key: bytes

    def _derived(self, purpose: str) -> str:
        digest = hmac.new(self.key, f"{purpose}:{self.handle}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    @property
    def state(self) -> str:
        """Comes back in the address."""
        return self._derived("state")

    @property
    def nonce(self) -> str:
        """Comes back in the ID token."""
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """Shown when the code is exchanged (RFC 7636, 4.1: 43 characters)."""
        return self._derived("pkce")

    @property
    def challenge(self) -> str:
        """Announced before (RFC 7636, 4.2: S256)."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class Attempts:
    """Makes and reads the cookie of an attempt."""

    def __init__(self, settings: Settings) -> None:
        """Use the service-wide secret."""
        self._key = settings.secret_key.get_secret_value().encode()
        self._signer = TimestampSigner(self._key, salt="oidc-attempt", digest_method=hashlib.sha256)

    def begin(self) -> tuple[Attempt, str]:
        """A new attempt, and the cookie that it comes back with."""
        handle = secrets.token_urlsafe(32)
        return Attempt(handle=handle, key=self._key), self._signer.sign(handle).decode()

    def resume(self, cookie: str, state: str) -> Attempt:
        """The attempt of this browser; SignInRefused where it is none, too old or another."""
        try:
            handle = self._signer.unsign(cookie, max_age=ATTEMPT_SECONDS).decode()
        except BadSignature as error:
            raise SignInRefused("attempt") from error
        attempt = Attempt(handle=handle, key=self._key)
        if not hmac.compare_digest(attempt.state.encode(), state.encode(errors="replace")):
            raise SignInRefused("state")
        return attempt


def authorization_url(
    endpoints: Endpoints, settings: Settings, attempt: Attempt, redirect_uri: str
) -> str:
    """Where the browser goes to sign in."""
    asked = {
        "response_type": "code",
        "client_id": settings.oidc_client_id,
        "redirect_uri": redirect_uri,
        "scope": settings.oidc_scopes,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": attempt.challenge,
        "code_challenge_method": "S256",
    }
    return _with_query(endpoints.authorization, asked)


def end_session_url(endpoints: Endpoints, id_token: str, back: str) -> str | None:
    """Where the browser goes to sign out; None where the provider has no such place."""
    if endpoints.end_session is None:
        return None
    asked = {
        "id_token_hint": id_token,
        "post_logout_redirect_uri": back,
        "state": secrets.token_urlsafe(16),  # ProConnect asks for one
    }
    return _with_query(endpoints.end_session, asked)


def verified_email(claims: Claims, settings: Settings) -> str | None:
    """The address that the provider vouches for; None where it does not."""
    email = claims.get("email")
    vouched = claims.get("email_verified") is True or (
        settings.oidc_trust_email and "email_verified" not in claims
    )
    return email if isinstance(email, str) and "@" in email and vouched else None


def allows_role(claims: Claims, settings: Settings, role: Role) -> bool:
    """Whether the provider lets this person be what the account says. It never adds a role."""
    if not settings.oidc_role_claim:
        return True
    said = claims.get(settings.oidc_role_claim)
    held = {str(one) for one in said} if isinstance(said, list) else {str(said)}
    pairs = (pair.strip().partition(":") for pair in settings.oidc_roles.split(","))
    return any(value in held and named == role.value for value, _, named in pairs)


def _with_query(address: str, asked: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"
