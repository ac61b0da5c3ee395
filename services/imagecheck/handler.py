"""The checks of pieces as stages: fetch the piece, check it in a child, hand back the findings."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from services.imagecheck.isolation import check_sides_in_child, copy_in_child, is_refused
from services.imagecheck.pool import CheckPool
from shared.domain.dossier import Dossier
from shared.domain.files import UnreadableFile
from shared.domain.findings import CheckResult, Verdict, overall
from shared.domain.piece import BACKS, Piece
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


async def check_representative_identity(dossier: Dossier, tools: Tools) -> CheckResult:
    """Read and judge the identity proof of a minor's representative."""
    return await _check(StageName.REPRESENTATIVE_IDENTITY, dossier, tools)


async def check_hosting(dossier: Dossier, tools: Tools) -> CheckResult:
    """Read and judge the attestation of somebody's home."""
    return await _check(StageName.HOSTING, dossier, tools)


async def check_host_identity(dossier: Dossier, tools: Tools) -> CheckResult:
    """Read and judge the host's identity proof."""
    return await _check(StageName.HOST_IDENTITY, dossier, tools)


async def _check(stage: StageName, dossier: Dossier, tools: Tools) -> CheckResult:
    row, files = TABLE[stage], _files(stage, dossier)
    sides = tuple([await tools.blobs.read(piece.blob_id) for piece in files])
    today, seconds = tools.clock.now().date(), row.time_limit.total_seconds()
    result = await check_sides_in_child(tools.pool, stage, sides, today, seconds)
    await _delete_copies(dossier.stage(stage).result, files, tools)
    if is_refused(result):
        return result
    signed = stage is StageName.SIGNATURE and overall(result.findings) is not Verdict.FAIL
    try:
        copies = [await copy_in_child(tools.pool, data, cut_out=signed) for data in sides]
    except UnreadableFile:  # a later page: what was checked stays, the upload itself is shown
        return result
    owner = dossier.dossier_id
    stored = [await tools.blobs.write(_whole(copy), len(copy), owner) for copy in copies]
    back = stored[1].blob_id if len(stored) > 1 else None
    return replace(result, working_copy=stored[0].blob_id, back_copy=back)


def _files(stage: StageName, dossier: Dossier) -> tuple[Piece, ...]:
    """The piece of the stage, and its back where that came as a file of its own."""
    kind = TABLE[stage].piece
    if kind is None or kind not in dossier.pieces:
        raise PieceMissing(dossier.dossier_id)
    back = BACKS.get(kind)
    kinds = (kind, back) if back in dossier.pieces else (kind,)
    return tuple(dossier.pieces[one] for one in kinds if one)


async def _delete_copies(
    earlier: CheckResult | None, files: tuple[Piece, ...], tools: Tools
) -> None:
    """The copies of what a correction replaced stay: an agent sees before and after."""
    seen = {piece.before.working_copy for piece in files if piece.before}
    drawn = (earlier.working_copy, earlier.back_copy) if earlier else ()
    for copy in drawn:
        if copy and copy not in seen:
            await tools.blobs.delete(copy)


async def _whole(data: bytes) -> AsyncIterator[bytes]:
    yield data
