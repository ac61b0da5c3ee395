"""Revisions in headers: answer only what is new, change only what was read (RFC 9110, 13.1)."""

from aiohttp import web

from shared.domain.dossier import Dossier
from shared.web.openapi import Parameter
from shared.web.problems import Problem, ProblemType

MATCH = Parameter(
    name="If-Match",
    place="header",
    description="L’ETag que vous avez lu : rien ne change si le dossier a changé depuis.",
)
NONE_MATCH = Parameter(
    name="If-None-Match",
    place="header",
    description="L’ETag que vous avez : 304 si rien n’a changé.",
)


def tag_of(dossier: Dossier) -> str:
    """The ETag: the dossier's revision."""
    return f'"{dossier.rev}"'


def is_known(request: web.Request, dossier: Dossier) -> bool:
    """True where If-None-Match names the present revision.

    The expected wait moves without a change of the dossier: whoever shows it leaves the header out.
    """
    tags = request.if_none_match or ()
    return any(tag.value in ("*", str(dossier.rev)) for tag in tags)


def require_unchanged(request: web.Request, dossier: Dossier) -> None:
    """Refuse a change whose If-Match names another revision: somebody else was faster."""
    known = any(tag.value in ("*", str(dossier.rev)) for tag in request.if_match or ())
    if "If-Match" in request.headers and not known:
        raise Problem(ProblemType.CHANGED_MEANWHILE)


def preferences_applied(request: web.Request) -> dict[str, str]:
    """What of RFC 7240 was done as asked: a request is always worked on after its answer."""
    asked = request.headers.get("Prefer", "").lower().split(",")
    wishes = {wish.partition(";")[0].strip() for wish in asked}
    return {"Preference-Applied": "respond-async"} if "respond-async" in wishes else {}
