"""A small OpenID Connect provider with real keys, which can be told to misbehave."""

import base64
import hashlib
import json
import time
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "guichet-test", "a client secret of the tests"


class IdentityProvider:
    """Signs in `person` at once. What `lies` names replaces what would be said."""

    def __init__(self):
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.person = {"sub": "person-1", "email": "Ecole@example.org", "email_verified": True}
        self.id_claims, self.user_claims, self.discovery = {}, {}, {}
        self.algorithm, self.signing_key, self.signed_userinfo = "RS256", None, True
        self.issuer, self.codes, self.asked, self.status = "", {}, [], 200

    def app(self):
        """The provider's addresses."""
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self.configuration)
        app.router.add_get("/keys", self.keys)
        app.router.add_post("/token", self.token)
        app.router.add_get("/userinfo", self.userinfo)
        return app

    def authorize(self, url):
        """What the person's browser does there: the query that it comes back with."""
        parts = urlsplit(url)
        asked = dict(parse_qsl(parts.query))
        assert url.startswith(f"{self.issuer}/authorize?")
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    async def configuration(self, _):
        self.asked.append("configuration")
        said = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/logout",
            "jwks_uri": f"{self.issuer}/keys",
        }
        return web.json_response(said | self.discovery)

    async def keys(self, _):
        self.asked.append("keys")
        return web.json_response(KeySet([self.key]).as_dict(private=False))

    async def token(self, request):
        form = await request.post()
        asked = self.codes.pop(form["code"], None)
        challenge = hashlib.sha256(form["code_verifier"].encode()).digest()
        fits = asked is not None and (
            form["client_secret"] == SECRET
            and form["redirect_uri"] == asked["redirect_uri"]
            and base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() == asked["code_challenge"]
        )
        if not fits or self.status != 200:
            return web.json_response({"error": "invalid_grant"}, status=max(self.status, 400))
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": self.person["sub"]}
        claims |= {"nonce": asked["nonce"], "iat": now, "exp": now + 60} | self.id_claims
        return web.json_response({"access_token": "access", "id_token": self.signed(claims)})

    async def userinfo(self, request):
        assert request.headers["Authorization"] == "Bearer access"
        claims = self.person | self.user_claims
        if not self.signed_userinfo:
            return web.json_response(claims)
        token = self.signed({"iss": self.issuer, "aud": CLIENT} | claims)
        return web.Response(text=token, content_type="application/jwt")

    def signed(self, claims):
        """A token with what is there of the claims: those that are None are left out."""
        said = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": self.key.kid}
        if self.algorithm == "none":
            return f"{_encoded(header)}.{_encoded(said)}."
        return jwt.encode(header, said, self.signing_key or self.key, algorithms=[self.algorithm])


def _encoded(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
