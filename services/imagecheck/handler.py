"""The four checks as stages: fetch the piece, run its check in a child, hand back the findings."""

from dataclasses import dataclass

from services.imagecheck.checks import run_check
from services.imagecheck.pool import CheckPool
from shared.domain.dossier import Dossier
from shared.domain.findings import CheckResult
from shared.errors import Permanent
from shared.pipeline.ports import Blobs, Clock
from shared.stages import TABLE, StageName


class PieceMissing(Permanent):
    """A dossier has a check without its piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the checks need of the outside."""

    blobs: Blobs
    pool: CheckPool
    clock: Clock


async def check_photo(dossier: Dossier, tools: Tools) -> CheckResult:
    """Judge the ID photo."""
    return await _check(StageName.PHOTO, dossier, tools)


async def check_signature(dossier: Dossier, tools: Tools) -> CheckResult:
    """Judge the signature."""
    return await _check(StageName.SIGNATURE, dossier, tools)


async def check_identity(dossier: Dossier, tools: Tools) -> CheckResult:
    """Read and judge the identity proof."""
    return await _check(StageName.IDENTITY, dossier, tools)


async def check_address(dossier: Dossier, tools: Tools) -> CheckResult:
    """Read and judge the address proof."""
    return await _check(StageName.ADDRESS, dossier, tools)


async def _check(stage: StageName, dossier: Dossier, tools: Tools) -> CheckResult:
    row = TABLE[stage]
    piece = dossier.pieces.get(row.piece) if row.piece else None
    if piece is None:
        raise PieceMissing(dossier.dossier_id)
    data = await tools.blobs.read(piece.blob_id)
    today = tools.clock.now().date()
    return await tools.pool.run(row.time_limit.total_seconds(), run_check, stage, data, today)
