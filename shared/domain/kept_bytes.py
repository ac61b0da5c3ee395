"""Which stored bytes a dossier needs; whatever names no dossier is deleted."""

from shared.domain.dossier import Dossier, StageStatus
from shared.domain.findings import CheckResult
from shared.domain.piece import BACKS, Piece, PieceKind, Replaced, front_of
from shared.stages import TABLE, StageName


def blobs_of(dossier: Dossier) -> list[str]:
    """The stored bytes that the dossier needs; what names no dossier is swept away."""
    pieces = dossier.pieces.values()
    needed = [piece.blob_id for piece in pieces]
    if dossier.stage(StageName.DRAFT).status is not StageStatus.OPEN:
        needed += [piece.replaces for piece in pieces if piece.replaces]
    copies = [piece.before.working_copy for piece in pieces if piece.before]
    results = [run.result for run in dossier.stages.values() if run.result]
    copies += [copy for result in results for copy in (result.working_copy, result.back_copy)]
    # a corrected piece and its check name the same copy until the check has run again
    return list(dict.fromkeys((*needed, *(copy for copy in copies if copy))))


def let_go(before: Dossier, after: Dossier) -> set[str]:
    """The bytes that a change made superfluous."""
    return set(blobs_of(before)) - set(blobs_of(after))


def result_of(dossier: Dossier, kind: PieceKind) -> CheckResult | None:
    """What the check of a piece found; None where none has answered, or no stage checks it.

    A back in a file of its own is checked with its front.
    """
    front = front_of(kind)
    results = [dossier.stage(row.name).result for row in TABLE.values() if row.piece is front]
    return next((result for result in results if result), None)


def copy_of(dossier: Dossier, kind: PieceKind) -> str | None:
    """The piece drawn anew, as people look at it; None where its check has drawn none."""
    result = result_of(dossier, kind)
    if result is None:
        return None
    return result.working_copy if front_of(kind) is kind else result.back_copy


def replaced_by_correction(dossier: Dossier, piece: Piece) -> tuple[str | None, Replaced | None]:
    """The bytes that a new upload replaces, and what remains to be seen of them.

    A second upload within one correction replaces nothing that was ever judged: what the agent
    saw before stays what the first one replaced.
    """
    if _is_of_this_correction(dossier, piece):
        return piece.replaces, piece.before
    result = result_of(dossier, piece.kind)
    seen = Replaced(
        uploaded_at=piece.uploaded_at,
        findings=result.findings if result else (),
        working_copy=copy_of(dossier, piece.kind),
    )
    return piece.blob_id, seen


def _is_of_this_correction(dossier: Dossier, piece: Piece) -> bool:
    """An item that asks for two sides is mended by either: the upload's time tells which it was."""
    front = front_of(piece.kind)
    items = [item for item in dossier.items if item.piece and front_of(item.piece) is front]
    if not any(item.mended for item in items):
        return False
    if BACKS.get(front) not in dossier.pieces:
        return True
    asked_at = dossier.stage(StageName.CORRECTION).since
    return asked_at is None or piece.uploaded_at > asked_at
