"""Each request measured and traced, by its route pattern; what was measured, for Prometheus."""

import time

from aiohttp import hdrs, web

from shared.metrics import CONTENT_TYPE, HTTP_DURATION, HTTP_REQUESTS, exposition
from shared.tracing import span
from shared.web.problems import RequestHandler

_BEGAN = web.RequestKey("began", float)

#: Anybody may send a method of their own making; it must not become a label.
_METHODS = hdrs.METH_ALL


def observe(app: web.Application) -> None:
    """Measure and trace every request of the application."""
    app.middlewares.insert(0, _trace)
    app.on_response_prepare.append(_measure)


@web.middleware
async def _trace(request: web.Request, handler: RequestHandler) -> web.StreamResponse:
    """A trace begins at our door: callers do not choose identifiers that stand in our logs."""
    request[_BEGAN] = time.perf_counter()
    with span(f"{_method(request)} {_route(request)}"):
        return await handler(request)


async def _measure(request: web.Request, response: web.StreamResponse) -> None:
    """Called when the head of an answer leaves: a stream that stays open counts at once."""
    route = _route(request)
    HTTP_REQUESTS.labels(method=_method(request), route=route, status=response.status).inc()
    began = request.get(_BEGAN)
    if began is not None:
        HTTP_DURATION.labels(route=route).observe(time.perf_counter() - began)


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unmatched"


def _method(request: web.Request) -> str:
    return request.method if request.method in _METHODS else "other"


async def show_metrics(_: web.Request) -> web.Response:
    """Every metric of this process."""
    return web.Response(body=exposition(), headers={"Content-Type": CONTENT_TYPE})


def add_metrics(app: web.Application) -> None:
    """Show the metrics of this process."""
    app.router.add_get("/metrics", show_metrics, name="metrics", allow_head=False)
