"""What every HTTP face shares: headers, sign-in, health, the frame of pages."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web

from shared.errors import GuichetError
from shared.settings import Settings
from shared.web.access import Account, Accounts, Role, is_confined, secret_of
from shared.web.cors import is_allowed
from shared.web.french import FILTERS
from shared.web.observed import add_metrics, observe
from shared.web.problems import (
    PROBLEM_PAGE,
    Problem,
    ProblemType,
    RequestHandler,
    problem_middleware,
)
from shared.web.sessions import FACE, session_account
from shared.web.way_back import way_back

SETTINGS = web.AppKey("settings", Settings)
ACCOUNTS: web.AppKey[Accounts] = web.AppKey("accounts", Accounts)
_ACCOUNT: web.RequestKey[Account | None] = web.RequestKey("account", Account)
#: Set when the process drains: answers that would go on for ever end.
STOPPING = web.AppKey("stopping", asyncio.Event)
TEMPLATES = web.AppKey("templates", jinja2.Environment)

#: The style sheet and scripts of our own, served as they are.
STATIC = Path(__file__).parent / "static"
#: [D] Five minutes: an agent opens a page every few seconds, and a release is whole soon after.
STATIC_KEPT = "private, max-age=300"

Ping = Callable[[], Awaitable[None]]
PINGS: web.AppKey[tuple[Ping, ...]] = web.AppKey("pings", tuple)

#: Pages load nothing from elsewhere, run no inline script and cannot be framed.
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
    # in place of the names and versions of what we are built on
    "Server": "guichet",
}


#: Browsers send a remembered password along with the forms of other sites; they also say so.
_FOREIGN = frozenset({"cross-site", "same-site"})
_READING = frozenset({"GET", "HEAD"})


@web.middleware
async def header_middleware(request: web.Request, handler: RequestHandler) -> web.StreamResponse:
    """Put the security headers on every answer that does not bring its own."""
    try:
        response = await handler(request)
    except web.HTTPException as leaving:  # a redirection
        add_headers(leaving)
        raise
    if not response.prepared:
        add_headers(response)
    return response


def add_headers(response: web.StreamResponse) -> None:
    """Put the security headers where the answer has no other of the same name."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


async def account_of(request: web.Request) -> Account | None:
    """The account of the request's key or session, looked up once; None without a right one."""
    if _ACCOUNT not in request:
        secret = secret_of(request.headers.get("Authorization", ""))
        known = request.app[ACCOUNTS].by_secret(secret) if secret else session_account(request)
        request[_ACCOUNT] = await known
    return request[_ACCOUNT]


async def signed_in(request: web.Request, *roles: Role) -> Account:
    """The account behind the request, if it has one of the roles; a Problem otherwise."""
    challenge = {"WWW-Authenticate": 'Basic realm="Guichet", charset="UTF-8"'}
    foreign = request.headers.get("Sec-Fetch-Site") in _FOREIGN and not is_allowed(request)
    if request.method not in _READING and foreign:
        raise Problem(ProblemType.FORBIDDEN)
    account = await account_of(request)
    if account is None:
        raise Problem(ProblemType.AUTHENTICATION_REQUIRED, headers=challenge)
    # who came by a link touches what the link covers, and opens nothing new
    strays = is_confined(account) and "dossier_id" not in request.match_info
    if account.role not in roles or strays:
        raise Problem(ProblemType.FORBIDDEN)
    return account


async def live(_: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"status": "ok"})


async def ready(request: web.Request) -> web.Response:
    """Every server behind this process answers."""
    for ping in request.app[PINGS]:
        try:
            await ping()
        except GuichetError as error:
            raise Problem(ProblemType.UNAVAILABLE, headers={"Retry-After": "5"}) from error
    return web.json_response({"status": "ok"})


def page(request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
    """Render a page in the common frame."""
    environment = request.app[TEMPLATES]
    html = environment.get_template(template).render(
        demo=request.app[SETTINGS].demo, path=_read_at(request), **values
    )
    return web.Response(status=status, text=html, content_type="text/html")


def _read_at(request: web.Request) -> str:
    """Where the page can be read again; nowhere when it answers a form."""
    return request.path if request.method in _READING else ""


def _problem_page(request: web.Request, problem: Problem) -> web.Response:
    kind = problem.type.value
    to_sign_in = problem.type is ProblemType.AUTHENTICATION_REQUIRED and FACE in request.app
    back = "" if to_sign_in else way_back(request)
    values = {"title": kind.title, "problem": problem, "to_sign_in": to_sign_in, "back": back}
    shown = page(request, "problem.html", status=kind.status, **values)
    shown.headers.update(problem.headers)
    return shown


async def _say_stopping(app: web.Application) -> None:
    app[STOPPING].set()


def make_app(
    settings: Settings, accounts: Accounts | None = None, pings: tuple[Ping, ...] = ()
) -> web.Application:
    """An application with the common frame; a service adds its routes and templates."""
    app = web.Application(middlewares=[header_middleware, problem_middleware])
    app[SETTINGS] = settings
    if accounts is not None:
        app[ACCOUNTS] = accounts
    app[PINGS] = pings
    app[STOPPING] = asyncio.Event()
    app.on_shutdown.append(_say_stopping)
    app.router.add_get("/livez", live, name="livez")
    app.router.add_get("/readyz", ready, name="readyz")
    observe(app)
    if not settings.metrics_port:
        add_metrics(app)
    return app


def add_pages(app: web.Application, package: str) -> None:
    """Give the application its own templates beside the shared ones, and the style sheet."""
    loader = jinja2.ChoiceLoader(
        [
            jinja2.PackageLoader(package, "templates"),
            jinja2.PackageLoader("shared.web", "templates"),
        ]
    )
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    environment.filters.update(FILTERS)
    app[TEMPLATES] = environment
    app[PROBLEM_PAGE] = _problem_page
    app.router.add_get("/static/{name:.+}", static_file, name="static", allow_head=False)


async def static_file(request: web.Request) -> web.FileResponse:
    """One of our own files: looked up in the list of them, so that no path leads elsewhere."""
    own = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*.*")}
    path = own.get(request.match_info["name"])
    if path is None:
        raise Problem(ProblemType.PAGE_NOT_FOUND)
    return web.FileResponse(path, headers={"Cache-Control": STATIC_KEPT})


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Listen; the caller cleans the runner up."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=10)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner
