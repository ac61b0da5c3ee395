"""Parts of a request, parsed at the edge, each with its refusal."""

import datetime as dt

from aiohttp import web
from pydantic import ValidationError

from services.intake.bodies import DemandeBody
from services.intake.corrected import judge_correction
from services.intake.rules import judge_completeness, judge_demande
from services.intake.uploads import invite_body
from shared.domain.dossier import CorrectionItem, Dossier, StageStatus
from shared.domain.findings import Finding, Verdict
from shared.domain.piece import PieceKind
from shared.pipeline.ports import Dossiers
from shared.stages import StageName
from shared.web.access import AGENTS, Account, may_read
from shared.web.problems import Problem, ProblemType, invalid_body, invalid_header
from shared.web.witnessed import note_reading

#: Characters of an idempotency key: a UUID has 36.
LONGEST_KEY = 200
#: Digits of a revision: a dossier would need centuries to pass nine.
LONGEST_REVISION = 9


async def demande_body(request: web.Request) -> DemandeBody:
    """The body of a request, parsed; a Problem naming the fields that do not fit."""
    await invite_body(request)
    try:
        return DemandeBody.model_validate_json(await request.read())
    except ValidationError as error:
        raise invalid_body(error) from error


async def readable_dossier(request: web.Request, account: Account, dossiers: Dossiers) -> Dossier:
    """The dossier of the address for who may read it; that an agent reads is written down first."""
    dossier = await visible_dossier(request, account, dossiers)
    if account.role in AGENTS:
        await note_reading(request, account, dossier.dossier_id)
    return dossier


async def visible_dossier(request: web.Request, account: Account, dossiers: Dossiers) -> Dossier:
    """The same for a door that writes down by itself what it hands out; unknown if foreign."""
    dossier = await dossiers.get(request.match_info["dossier_id"])
    if dossier is None or not may_read(account, dossier):
        raise Problem(ProblemType.DOSSIER_NOT_FOUND)
    return dossier


def piece_kind(request: web.Request) -> PieceKind:
    """The piece named in the address."""
    try:
        return PieceKind(request.match_info["kind"])
    except ValueError as error:
        raise Problem(ProblemType.PIECE_NOT_FOUND) from error


def idempotency_key(request: web.Request) -> str | None:
    """The key by which a repeated creation is known; None without one."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise invalid_header("Idempotency-Key")
    return key


def last_event(request: web.Request) -> int:
    """The revision of the last event that the follower has seen; 0 for the first time."""
    text = request.headers.get("Last-Event-ID") or "0"
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_REVISION):
        raise invalid_header("Last-Event-ID")
    return int(text)


def check_ready(dossier: Dossier, today: dt.date) -> None:
    """Raise a Problem naming what a draft lacks, or what a correction has not mended or made worse.

    Reception reads a dossier once: what a correction changed is judged here.
    """
    missing: list[dict[str, str | None]] = []
    if dossier.stage(StageName.DRAFT).status is StageStatus.OPEN:
        findings = (
            *judge_demande(dossier.demande, today),
            *judge_completeness(dossier.demande, frozenset(dossier.pieces), today),
        )
        missing = [_mend(found) for found in findings if found.verdict is Verdict.FAIL]
    elif dossier.stage(StageName.CORRECTION).status is StageStatus.OPEN:
        missing = [_still_asked(item) for item in dossier.items if not item.mended]
        missing += [_mend(found) for found in judge_correction(dossier, today)]
    if missing:
        raise Problem(ProblemType.INCOMPLETE_DOSSIER, errors=missing)


def _mend(finding: Finding) -> dict[str, str | None]:
    """What to mend, without repeating what was typed; a missing piece is named."""
    named = finding.value if finding.criterion == "missing_piece" else None
    return {
        "code": finding.criterion,
        "piece": str(named) if named else None,
        "message": finding.message,
    }


def _still_asked(item: CorrectionItem) -> dict[str, str | None]:
    piece = item.piece.value if item.piece else None
    return {"code": "not_mended", "piece": piece, "field": item.field, "message": item.message}
