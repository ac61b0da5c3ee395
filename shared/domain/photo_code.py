"""Photo and signature by the code of an approved photographer: what its answer does."""

from dataclasses import dataclass, replace

from shared.domain.dossier import CorrectionItem, Route, StageRun, StageStatus
from shared.domain.editor import Editor
from shared.domain.findings import CheckResult, Finding, Verdict, overall
from shared.domain.piece import PIECE_LABELS, Piece, PieceKind
from shared.domain.reception_letters import tell_incident
from shared.stages import Ending, StageName

#: The pieces that a code stands for (RULEBOOK SG1), and the stage that fetches them.
BY_CODE = (PieceKind.PHOTO, PieceKind.SIGNATURE)
_S = StageName


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeAnswer:
    """What came of a code: its pieces, or findings that say why there are none."""

    check: CheckResult
    pieces: tuple[Piece, ...] = ()


def lacking(editor: Editor) -> tuple[PieceKind, ...]:
    """The pieces that the code has to bring; a minor signs nothing (RULEBOOK, seed deck)."""
    dossier = editor.dossier
    if dossier.demande.photo_code is None:
        return ()
    wanted = BY_CODE[:1] if dossier.demande.representative else BY_CODE
    return tuple(kind for kind in wanted if kind not in dossier.pieces)


def take_answer(editor: Editor, answer: CodeAnswer) -> None:
    """Keep what came, or ask for it where the code was refused."""
    brought = {piece.kind: piece for piece in answer.pieces}
    editor.dossier = replace(editor.dossier, pieces={**brought, **editor.dossier.pieces})
    for kind in brought:
        editor.note("piece_added", detail=kind.value)
    if overall(answer.check.findings) is Verdict.FAIL:
        ask_for_pieces(editor, answer.check)
        return
    editor.settle(_S.PHOTO_CODE, answer.check)
    for name in editor.table[_S.PHOTO_CODE].next:
        # nothing came and nothing is asked: an agent looks
        if editor.table[name].piece not in editor.dossier.pieces:
            editor.put(name, StageRun(status=StageStatus.NOT_REQUIRED))
    editor.start_ready(editor.table[_S.PHOTO_CODE].next)


def stop_trying(editor: Editor, name: StageName, cause: str) -> None:
    """End the tries of a stage as its row says: in the open, or by asking for what did not come."""
    if editor.table[name].ending is not Ending.CORRECTION:
        editor.park(name, cause)
        tell_incident(editor, name)
        return
    editor.note("gave_up", name, cause)
    finding = Finding(
        criterion="photo_code",
        verdict=Verdict.FAIL,
        message="Votre code photo n’est toujours pas disponible. Déposez la photo et la "
        "signature dans le dossier, ou demandez un nouveau code à votre photographe.",
    )
    ask_for_pieces(editor, CheckResult(findings=(finding,)))


def ask_for_pieces(editor: Editor, check: CheckResult) -> None:
    """Open a correction for the pieces that the code did not bring."""
    reason = next(one.message for one in check.findings if one.verdict is Verdict.FAIL)
    items = tuple(
        CorrectionItem(piece=kind, message=f"{reason} Il manque : {PIECE_LABELS[kind]}.")
        for kind in lacking(editor)
    )
    editor.settle(_S.PHOTO_CODE, check)
    for name in editor.table[_S.PHOTO_CODE].next:
        if editor.table[name].piece not in BY_CODE[: len(items)]:
            editor.put(name, StageRun(status=StageStatus.NOT_REQUIRED))
    editor.dossier = replace(editor.dossier, items=items, route=Route.CORRECTION)
    editor.start(_S.CORRECTION)
