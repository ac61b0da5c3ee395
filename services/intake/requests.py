"""Parts of a request, parsed at the edge, each with its refusal."""

import datetime as dt

from aiohttp import web
from pydantic import ValidationError

from services.intake.bodies import DemandeBody
from shared.domain.findings import Finding
from shared.domain.piece import PieceKind
from shared.web.problems import Problem, ProblemType, invalid_body


async def demande_body(request: web.Request) -> DemandeBody:
    """The body of a request, parsed; a Problem naming the fields that do not fit."""
    try:
        return DemandeBody.model_validate_json(await request.read())
    except ValidationError as error:
        raise invalid_body(error) from error


def piece_kind(request: web.Request) -> PieceKind:
    """The piece named in the address."""
    try:
        return PieceKind(request.match_info["kind"])
    except ValueError as error:
        raise Problem(ProblemType.PIECE_NOT_FOUND) from error


def moment(text: str | None) -> dt.datetime | None:
    """A moment of a query; None where there is none."""
    try:
        return dt.datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise Problem(ProblemType.INVALID_REQUEST) from error


def incomplete(missing: list[Finding]) -> Problem:
    """The answer to a dossier that lacks something."""
    errors = [_mend(finding) for finding in missing]
    return Problem(ProblemType.INCOMPLETE_DOSSIER, errors=errors)


def _mend(finding: Finding) -> dict[str, str | None]:
    """What to mend, without repeating what was typed; a missing piece is named."""
    named = finding.value if finding.criterion == "missing_piece" else None
    return {
        "code": finding.criterion,
        "piece": str(named) if named else None,
        "message": finding.message,
    }
