"""The checks of pieces as stages: fetch the piece, check it in a child, hand back the findings."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from services.imagecheck.isolation import check_in_child, copy_in_child, is_refused
from services.imagecheck.pool import CheckPool
from shared.domain.dossier import Dossier
from shared.domain.files import UnreadableFile
from shared.domain.findings import CheckResult, Verdict, overall
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


async def check_jdc(dossier: Dossier, tools: Tools) -> CheckResult:
    """Read and judge the paper on the JDC."""
    return await _check(StageName.JDC, dossier, tools)


async def check_assr(dossier: Dossier, tools: Tools) -> CheckResult:
    """Read and judge the ASSR2 or ASR."""
    return await _check(StageName.ASSR, dossier, tools)


async def check_cepc(dossier: Dossier, tools: Tools) -> CheckResult:
    """Read and judge the certificate of examination."""
    return await _check(StageName.CEPC, dossier, tools)


async def check_aac(dossier: Dossier, tools: Tools) -> CheckResult:
    """Read and judge the page of the AAC booklet."""
    return await _check(StageName.AAC, dossier, tools)


async def _check(stage: StageName, dossier: Dossier, tools: Tools) -> CheckResult:
    row = TABLE[stage]
    piece = dossier.pieces.get(row.piece) if row.piece else None
    if piece is None:
        raise PieceMissing(dossier.dossier_id)
    data = await tools.blobs.read(piece.blob_id)
    today, seconds = tools.clock.now().date(), row.time_limit.total_seconds()
    result = await check_in_child(tools.pool, stage, data, today, seconds)
    earlier = dossier.stage(stage).result
    if earlier and earlier.working_copy:
        await tools.blobs.delete(earlier.working_copy)
    if is_refused(result):
        return result
    signed = stage is StageName.SIGNATURE and overall(result.findings) is not Verdict.FAIL
    try:
        copy = await copy_in_child(tools.pool, data, cut_out=signed)
    except UnreadableFile:  # a later page: what was checked stays, the upload itself is shown
        return result
    stored = await tools.blobs.write(_whole(copy), len(copy))
    return replace(result, working_copy=stored.blob_id)


async def _whole(data: bytes) -> AsyncIterator[bytes]:
    yield data
