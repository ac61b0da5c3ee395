"""Where a page of a list ends, as a text that means nothing to anybody but us."""

import base64
import datetime as dt

from shared.domain.dossier import Dossier
from shared.domain.filings import Place
from shared.web.problems import Problem, ProblemType

#: Before the base64 of a cursor: no moment begins so.
_MARK = "c"


def cursor(last: Dossier) -> str:
    """The text that leads to what stands behind this dossier; it needs no escaping in a URL."""
    told = f"{last.created_at.isoformat()}|{last.dossier_id}".encode()
    return _MARK + base64.urlsafe_b64encode(told).decode().rstrip("=")


def place(text: str | None) -> Place | None:
    """The place that a cursor or a moment names; None without one."""
    if text is None:
        return None
    try:
        if not text.startswith(_MARK):
            return Place(created_at=_moment(text))
        padded = text[1:] + "=" * (-(len(text) - 1) % 4)
        told = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
        at, _, dossier_id = told.partition("|")
        return Place(created_at=_moment(at), dossier_id=dossier_id)
    except (ValueError, OverflowError) as error:  # nothing of ours, or before the year 1
        malformed = {"field": "before", "code": "malformed"}
        raise Problem(ProblemType.INVALID_REQUEST, errors=[malformed]) from error


def _moment(text: str) -> dt.datetime:
    """In UTC unless it says otherwise."""
    found = dt.datetime.fromisoformat(text)
    return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)
