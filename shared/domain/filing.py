"""What the candidate or the school does: write, add pieces, send, mend, validate."""

from dataclasses import replace

from shared.domain.amendments import amendments, touches, unasked
from shared.domain.demande import Amendment
from shared.domain.dossier import CorrectionItem, Dossier, StageRun, StageStatus
from shared.domain.editor import Editor
from shared.domain.events import DemandeChanged, PieceAdded, PieceRemoved, Submitted, Validated
from shared.domain.kept_bytes import replaced_by_correction
from shared.domain.photo_code import lacking
from shared.domain.piece import PieceKind, front_of
from shared.stages import StageName

_S = StageName

#: Where letters go: a change says that earlier ones may have reached somebody else.
ADDRESSES = frozenset({"email", "representative.email"})

#: What must be judged again when a piece or a field of the request changes.
FOLLOWING_CHECKS = (_S.DIVERGENCE, _S.REVIEW)


def _status(editor: Editor, name: StageName) -> StageStatus:
    return editor.dossier.stage(name).status


def _editable(editor: Editor) -> bool:
    return StageStatus.OPEN in (_status(editor, _S.DRAFT), _status(editor, _S.CORRECTION))


def asks_for(item: CorrectionItem, kind: PieceKind) -> bool:
    """True where the item asks for this file, or for the other side of its document."""
    return item.piece is not None and front_of(item.piece) is front_of(kind)


def add_piece(editor: Editor, event: PieceAdded) -> bool:
    """Keep the piece, in a draft or where a correction asks for it."""
    dossier, kind = editor.dossier, event.piece.kind
    asked = any(asks_for(item, kind) for item in dossier.items)
    in_draft = _status(editor, _S.DRAFT) is StageStatus.OPEN
    if not in_draft and not (_editable(editor) and asked):
        return False
    before = dossier.pieces.get(kind)
    piece = replace(event.piece, revision=before.revision + 1 if before else 1)
    if before and in_draft:
        piece = replace(piece, replaces=before.blob_id)
    elif before:
        replaces, seen = replaced_by_correction(dossier, before)
        piece = replace(piece, replaces=replaces, before=seen)
    items = tuple(
        replace(item, mended=True) if asks_for(item, kind) else item for item in dossier.items
    )
    editor.dossier = replace(dossier, pieces={**dossier.pieces, kind: piece}, items=items)
    editor.note("piece_added", detail=kind.value)
    return True


def remove_piece(editor: Editor, event: PieceRemoved) -> bool:
    """Take a piece out of a draft."""
    dossier = editor.dossier
    if not may_remove(dossier, event.kind):
        return False
    pieces = {kind: piece for kind, piece in dossier.pieces.items() if kind is not event.kind}
    editor.dossier = replace(dossier, pieces=pieces)
    editor.note("piece_removed", detail=event.kind.value)
    return True


def may_remove(dossier: Dossier, kind: PieceKind) -> bool:
    """In a draft every piece; in a correction the back of a document that is asked for anew.

    Whoever sends a passport in place of a card would else leave the card's back beside it.
    """
    if kind not in dossier.pieces:
        return False
    if dossier.stage(_S.DRAFT).status is StageStatus.OPEN:
        return True
    asked = any(asks_for(item, kind) for item in dossier.items)
    correcting = dossier.stage(_S.CORRECTION).status is StageStatus.OPEN
    return correcting and asked and front_of(kind) is not kind


def change_demande(editor: Editor, event: DemandeChanged) -> bool:
    """Rewrite the declared part: all of a draft, in a correction only the fields asked for."""
    dossier = editor.dossier
    if _status(editor, _S.DRAFT) is StageStatus.OPEN:
        links_from = _links_from(dossier, amendments(dossier.demande, event.demande))
        editor.dossier = replace(dossier, demande=event.demande, links_from=links_from)
        editor.note("demande_changed")
        return True
    asked = frozenset(item.field for item in dossier.items if item.field)
    changed = amendments(dossier.demande, event.demande)
    if not asked or not _editable(editor) or unasked(changed, asked):
        return False
    demande = replace(event.demande, amended=(*dossier.demande.amended, *changed))
    items = tuple(_mended(item, changed) for item in dossier.items)
    editor.dossier = replace(
        dossier, demande=demande, items=items, links_from=_links_from(dossier, changed)
    )
    editor.note("demande_changed")
    return True


def _links_from(dossier: Dossier, changed: tuple[Amendment, ...]) -> int:
    """The first letter whose link still opens: those that went to a wrong address do not."""
    moved = any(change.field in ADDRESSES for change in changed)
    return len(dossier.letters) + 1 if moved else dossier.links_from


def _mended(item: CorrectionItem, changed: tuple[Amendment, ...]) -> CorrectionItem:
    """The item, mended where the change answers it. A request sent as it was says that it is
    right so: the comparison is made again and an agent reads the answer."""
    answered = not changed or any(touches(change, item.field) for change in changed if item.field)
    return replace(item, mended=True) if item.field and answered else item


def submit(editor: Editor, event: Submitted) -> bool:
    """Send the request, or send it again once everything asked was mended."""
    if _status(editor, _S.DRAFT) is StageStatus.OPEN:
        _submit_draft(editor, event)
        return True
    if _status(editor, _S.CORRECTION) is not StageStatus.OPEN:
        return False
    if not all(item.mended for item in editor.dossier.items):
        return False
    _submit_correction(editor)
    return True


def _submit_draft(editor: Editor, event: Submitted) -> None:
    pieces = {kind: replace(piece, replaces=None) for kind, piece in editor.dossier.pieces.items()}
    editor.dossier = replace(editor.dossier, pieces=pieces)
    skipped = {row.name for row in editor.table.values() if row.piece and row.piece not in pieces}
    fetched = lacking(editor)
    skipped -= {row.name for row in editor.table.values() if row.piece in fetched}
    skipped.add(_S.CORRECTION)
    if not fetched:
        skipped.add(_S.PHOTO_CODE)
    if not event.needs_validation:
        skipped.add(_S.USER_VALIDATION)
    for name in skipped:
        editor.put(name, StageRun(status=StageStatus.NOT_REQUIRED))
    editor.settle(_S.DRAFT)
    editor.start_ready(editor.table[_S.DRAFT].next)


def _submit_correction(editor: Editor) -> None:
    mended = {front_of(item.piece) for item in editor.dossier.items if item.piece}
    editor.dossier = replace(editor.dossier, items=(), route=None)
    editor.settle(_S.CORRECTION)
    for name in FOLLOWING_CHECKS:
        editor.reset(name)
    for name in editor.table[_S.CORRECTION].next:
        piece = editor.table[name].piece
        if piece is not None and piece in mended:
            editor.start(name)
    editor.start_ready(editor.table[_S.CORRECTION].next)


def validate(editor: Editor, _: Validated) -> bool:
    """The candidate agrees to the request as filed."""
    if _status(editor, _S.USER_VALIDATION) is not StageStatus.OPEN:
        return False
    editor.settle(_S.USER_VALIDATION)
    editor.start_ready(editor.table[_S.USER_VALIDATION].next)
    return True
