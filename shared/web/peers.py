"""Requests between our own services: a key that all of them work out from the common secret."""

import hashlib
import hmac

from aiohttp import web

from shared.settings import Settings
from shared.web.problems import Problem, ProblemType

PEER_HEADER = "X-Guichet-Peer"


def peer_key(settings: Settings) -> str:
    """The key that one service shows another."""
    secret = settings.secret_key.get_secret_value().encode()
    return hmac.new(secret, b"peer-service", hashlib.sha256).hexdigest()


def require_peer(request: web.Request, settings: Settings) -> None:
    """Raise the Problem that any stranger gets at an address which is not theirs."""
    shown = request.headers.get(PEER_HEADER, "")
    if not hmac.compare_digest(shown.encode(), peer_key(settings).encode()):
        raise Problem(ProblemType.PAGE_NOT_FOUND)
