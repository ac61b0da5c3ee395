"""Error answers (RFC 9457): a stable type, a French detail that says what to do, no echo of input.

Every HTTP face uses `problem_middleware`; handlers raise Problem and nothing else.
"""

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import structlog
from aiohttp import web
from pydantic import ValidationError

from shared.domain.files import REFUSAL_MESSAGES, RefusalCode
from shared.errors import GuichetError, Retryable
from shared.web.problem_types import ProblemType

__all__ = ["Problem", "ProblemType", "problem_middleware"]

log = structlog.get_logger()

RequestHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]


#: How a face with pages of its own shows a problem to a person.
PROBLEM_PAGE: web.AppKey[Callable[[web.Request, "Problem"], web.StreamResponse]] = web.AppKey(
    "problem_page"
)

#: What names of fields look like; anything else might be a value out of its place.
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Problem(Exception):
    """An error answer on its way out."""

    def __init__(
        self,
        type_: ProblemType,
        *,
        detail: str | None = None,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Use the type's own detail unless a better one is known."""
        super().__init__(type_.name)
        self.type = type_
        self.detail = detail or type_.value.detail
        self.errors = errors
        self.headers = dict(headers or {})


#: Refusals that HTTP has a status of their own for.
_FILE_TYPES = {
    RefusalCode.TOO_LARGE: ProblemType.FILE_TOO_LARGE,
    RefusalCode.UNSUPPORTED_TYPE: ProblemType.FILE_TYPE_REFUSED,
    RefusalCode.PICTURE_NEEDED: ProblemType.FILE_TYPE_REFUSED,
}


def file_refused(code: RefusalCode) -> Problem:
    """The answer to a file that cannot be taken."""
    type_ = _FILE_TYPES.get(code, ProblemType.FILE_REFUSED)
    return Problem(type_, detail=REFUSAL_MESSAGES[code], errors=[{"code": code.value}])


def invalid_body(error: ValidationError) -> Problem:
    """The answer to a body that does not fit: places and reasons, never the values."""
    errors = [
        {"field": ".".join(_plain(part) for part in item["loc"]), "code": item["type"]}
        for item in error.errors(include_input=False, include_url=False, include_context=False)
    ]
    return Problem(ProblemType.INVALID_REQUEST, errors=errors)


def invalid_header(name: str) -> Problem:
    """The answer to a header that cannot be understood."""
    return Problem(ProblemType.INVALID_REQUEST, errors=[{"field": name, "code": "malformed"}])


def _plain(part: str | int) -> str:
    """A place as it may be repeated: the name of an unknown field is what somebody typed."""
    return str(part) if isinstance(part, int) or _FIELD_NAME.fullmatch(part) else "?"


def type_of(kind: ProblemType) -> str:
    """The stable name by which clients tell problems apart."""
    return f"urn:guichet:problem:{kind.name.lower().replace('_', '-')}"


def problem_response(problem: Problem, instance: str) -> web.Response:
    """The answer as application/problem+json."""
    kind = problem.type.value
    body = {
        "type": type_of(problem.type),
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail,
        "instance": instance,
    }
    if problem.errors:
        body["errors"] = list(problem.errors)
    return web.Response(
        status=kind.status,
        text=json.dumps(body, ensure_ascii=False),
        content_type="application/problem+json",
        headers=problem.headers,
    )


#: What the web server's own errors mean to the caller, first match first.
_MEANINGS: tuple[tuple[type[Exception], ProblemType], ...] = (
    (web.HTTPNotFound, ProblemType.PAGE_NOT_FOUND),
    # a folder of static files: nothing is there to be read
    (web.HTTPForbidden, ProblemType.PAGE_NOT_FOUND),
    (web.HTTPRequestEntityTooLarge, ProblemType.REQUEST_TOO_LARGE),
    (web.RequestPayloadError, ProblemType.UPLOAD_INTERRUPTED),
    (ConnectionResetError, ProblemType.UPLOAD_INTERRUPTED),
)


def as_problem(error: Exception) -> Problem:
    """What an exception means to the caller."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Retryable):
        return Problem(ProblemType.UNAVAILABLE, headers={"Retry-After": "60"})
    if isinstance(error, web.HTTPMethodNotAllowed):
        allow = ", ".join(sorted(error.allowed_methods))
        return Problem(ProblemType.METHOD_NOT_ALLOWED, headers={"Allow": allow})
    for family, type_ in _MEANINGS:
        if isinstance(error, family):
            return Problem(type_)
    return Problem(ProblemType.INTERNAL)


@web.middleware
async def problem_middleware(request: web.Request, handler: RequestHandler) -> web.StreamResponse:
    """Turn every exception into a problem answer; log those that are our fault."""
    try:
        return await handler(request)
    except (web.HTTPRedirection, web.HTTPSuccessful):
        raise
    except Exception as error:
        problem = as_problem(error)
        if problem.type in (ProblemType.INTERNAL, ProblemType.UNAVAILABLE):
            route = request.match_info.route.resource
            log.error(
                "request failed",
                action="request_failed",
                method=request.method,
                route=route.canonical if route else None,
                cause=type(error).__name__,
                exc_info=None if isinstance(error, GuichetError) else True,
            )
        show = request.app.get(PROBLEM_PAGE)
        if show is not None and _reads_pages(request):
            return show(request, problem)
        return problem_response(problem, request.match_info.route.name or "")


def _reads_pages(request: web.Request) -> bool:
    """True for a browser that opens a page: people read no JSON."""
    wanted = request.headers.get("Accept", "").partition(",")[0]
    return wanted.startswith("text/html") and not request.path.startswith("/v1/")
