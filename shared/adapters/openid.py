"""The OpenID Connect provider over HTTP: discovery, keys, code exchange, userinfo."""

import json
import time
from http import HTTPStatus
from typing import Any

import aiohttp
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from shared.errors import ServerUnavailable
from shared.settings import Settings
from shared.web.oidc import Attempt, Claims, Endpoints, Person, SignInRefused

#: Signatures by a key pair only: no "none", and nothing that our client secret could sign.
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
#: Seconds for which addresses and keys are not asked for again; an unknown key asks at once. [D]
CACHE_SECONDS = 3600
#: Seconds that clocks may differ. [D]
LEEWAY = 60
#: Seconds for one answer. [D]
ANSWER_SECONDS = 10
#: Bytes of an answer that are read: tokens and keys have a few thousand.
LARGEST = 256 * 1024
_WELL_KNOWN = "/.well-known/openid-configuration"


class OpenIdProvider:
    """One issuer, whose addresses and keys are kept for a while."""

    def __init__(self, settings: Settings) -> None:
        """Use the client that the settings name."""
        self._settings = settings
        self._issuer = settings.oidc_issuer
        self._endpoints: Endpoints | None = None
        self._keys: KeySet | None = None
        self._fresh_until = 0.0

    async def endpoints(self) -> Endpoints:
        """Its addresses, from its discovery document."""
        if self._endpoints is None or time.monotonic() > self._fresh_until:
            said = await self._json(self._issuer.rstrip("/") + _WELL_KNOWN)
            self._endpoints = _endpoints(said, self._issuer)
            self._keys = None
            self._fresh_until = time.monotonic() + CACHE_SECONDS
        return self._endpoints

    async def person(self, code: str, attempt: Attempt, redirect_uri: str) -> Person:
        """Exchange the code; SignInRefused unless everything fits."""
        endpoints = await self.endpoints()
        tokens = await self._json(endpoints.token, data=self._exchange(code, attempt, redirect_uri))
        id_token = str(tokens.get("id_token", ""))
        claims = await self._verified(id_token, nonce=attempt.nonce)
        if endpoints.userinfo and tokens.get("access_token"):
            more = await self._userinfo(endpoints.userinfo, str(tokens["access_token"]))
            if more.get("sub") != claims["sub"]:  # OpenID Connect Core 1.0, 5.3.2
                raise SignInRefused("userinfo")
            claims = {**more, **claims}
        return Person(claims=claims, id_token=id_token)

    def _exchange(self, code: str, attempt: Attempt, redirect_uri: str) -> dict[str, str]:
        return {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self._settings.oidc_client_id,
            "client_secret": self._settings.oidc_client_secret.get_secret_value(),
            "code_verifier": attempt.verifier,
        }

    async def _userinfo(self, address: str, access_token: str) -> Claims:
        """As JSON, or signed (application/jwt) as ProConnect gives it."""
        headers = {"Authorization": f"Bearer {access_token}"}
        media_type, body = await self._fetch(address, headers=headers)
        if media_type == "application/jwt":
            return await self._verified(body.decode("ascii", "replace").strip())
        return _object(body)

    async def _verified(self, token: str, nonce: str | None = None) -> Claims:
        """The claims of a token that the provider signed for us."""
        try:
            claims = await self._opened(token)
            _registry(self._issuer, self._settings.oidc_client_id, nonce).validate(claims)
        except (JoseError, ValueError) as error:
            raise SignInRefused("token") from error
        others = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if others and claims.get("azp") != self._settings.oidc_client_id:
            raise SignInRefused("token")  # OpenID Connect Core 1.0, 3.1.3.7
        return claims

    async def _opened(self, token: str) -> Claims:
        """Check the signature; a key that is not known yet is asked for once."""
        try:
            return dict(jwt.decode(token, await self._key_set(), algorithms=ALGORITHMS).claims)
        except (JoseError, ValueError):
            if self._keys is None:
                raise
            self._keys = None
            return dict(jwt.decode(token, await self._key_set(), algorithms=ALGORITHMS).claims)

    async def _key_set(self) -> KeySet:
        if self._keys is None:
            said: Any = await self._json((await self.endpoints()).jwks)
            self._keys = KeySet.import_key_set(said)
        return self._keys

    async def _json(self, address: str, data: dict[str, str] | None = None) -> dict[str, Any]:
        _, body = await self._fetch(address, data=data)
        return _object(body)

    async def _fetch(
        self,
        address: str,
        data: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[str, bytes]:
        limit = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        method = "POST" if data else "GET"
        try:
            async with (
                aiohttp.ClientSession(timeout=limit) as session,
                # secrets go where the settings say, nowhere else
                session.request(
                    method, address, data=data, headers=headers, allow_redirects=False
                ) as answer,
            ):
                return answer.content_type, await _body(answer)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise ServerUnavailable("identity provider") from error


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ServerUnavailable("identity provider")
    if answer.status != HTTPStatus.OK:
        raise SignInRefused("answer")
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > LARGEST:
            raise SignInRefused("answer")
    return bytes(body)


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError as error:
        raise SignInRefused("answer") from error
    if not isinstance(said, dict):
        raise SignInRefused("answer")
    return said


def _endpoints(said: dict[str, Any], issuer: str) -> Endpoints:
    """Addresses of the issuer that we asked, and of no other (Discovery 1.0, 4.3)."""
    if said.get("issuer") != issuer:
        raise SignInRefused("issuer")
    try:
        return Endpoints(
            issuer=issuer,
            authorization=str(said["authorization_endpoint"]),
            token=str(said["token_endpoint"]),
            userinfo=said.get("userinfo_endpoint"),
            end_session=said.get("end_session_endpoint"),
            jwks=str(said["jwks_uri"]),
        )
    except KeyError as error:
        raise SignInRefused("discovery") from error


def _registry(issuer: str, client_id: str, nonce: str | None) -> jwt.JWTClaimsRegistry:
    """What a token must say. An ID token answers our nonce and ends; userinfo need not."""
    must: dict[str, Any] = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": client_id},
        "sub": {"essential": True},
    }
    if nonce is not None:
        must |= {"nonce": {"essential": True, "value": nonce}}
        must |= {"exp": {"essential": True}, "iat": {"essential": True}}
    return jwt.JWTClaimsRegistry(leeway=LEEWAY, **must)


def provider_of(settings: Settings) -> OpenIdProvider | None:
    """The provider that the operator chose; None without one."""
    return OpenIdProvider(settings) if settings.oidc_issuer else None
