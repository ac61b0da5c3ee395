"""Which other sites' pages may call the API from a browser: an allow-list, and never a cookie.

Such pages bring the key of their account in a header; what a browser remembers for us (a password,
a cookie) is not sent along, because no answer here allows credentials.
"""

from collections.abc import Sequence

from aiohttp import hdrs, web

from shared.web.problems import RequestHandler

ORIGINS: web.AppKey[frozenset[str]] = web.AppKey("cors_origins", frozenset)

#: What such a page may send and read.
_METHODS = "GET, POST, PUT, DELETE"
_SENT = "Authorization, Content-Type, Content-Digest, Idempotency-Key, Last-Event-ID, If-None-Match"
_READ = "ETag, Location, Retry-After"
#: Seconds for which a browser need not ask again: the longest that any of them honours.
_MAX_AGE = "7200"


def allow_origins(app: web.Application, origins: Sequence[str]) -> None:
    """Answer the questions of browsers for these origins; everybody else's stay unanswered."""
    app[ORIGINS] = frozenset(origin.strip().rstrip("/") for origin in origins if origin.strip())
    app.middlewares.insert(0, _preflight)
    app.on_response_prepare.append(_allow)


def is_allowed(request: web.Request) -> bool:
    """True for a request of a page whose origin is on the list."""
    return request.headers.get(hdrs.ORIGIN, "") in request.app.get(ORIGINS, frozenset())


@web.middleware
async def _preflight(request: web.Request, handler: RequestHandler) -> web.StreamResponse:
    """Answer a browser that asks before it sends; such a question carries no key."""
    asks = request.method == hdrs.METH_OPTIONS and hdrs.ACCESS_CONTROL_REQUEST_METHOD in (
        request.headers
    )
    if not (asks and is_allowed(request)):
        return await handler(request)
    return web.Response(
        status=204,
        headers={
            hdrs.ACCESS_CONTROL_ALLOW_METHODS: _METHODS,
            hdrs.ACCESS_CONTROL_ALLOW_HEADERS: _SENT,
            hdrs.ACCESS_CONTROL_MAX_AGE: _MAX_AGE,
        },
    )


async def _allow(request: web.Request, response: web.StreamResponse) -> None:
    """Let the page read the answer; on errors and streams too."""
    response.headers.add(hdrs.VARY, hdrs.ORIGIN)
    if is_allowed(request):
        response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = request.headers[hdrs.ORIGIN]
        response.headers[hdrs.ACCESS_CONTROL_EXPOSE_HEADERS] = _READ
