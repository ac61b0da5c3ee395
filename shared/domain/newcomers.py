"""Checks that came into the table after a dossier was sent: it gets them too, or goes on without.

A stage that a dossier does not name waits for ever, and whatever comes after it as well.
"""

from shared.domain.dossier import SETTLED, StageRun, StageStatus
from shared.domain.editor import Editor
from shared.stages import CHECKED, StageName, predecessors

_S = StageName


def take_in(editor: Editor) -> None:
    """Start the missing checks whose pieces are there, and settle the others.

    Only between reception and the comparison: before it every check is still to begin, and what
    was compared is with a person, who sees the pieces.
    """
    if not _lacks_checks(editor):
        return
    for name in [one for one in CHECKED if one not in editor.dossier.stages]:
        before = predecessors(editor.table, name)
        if not all(_is_settled(editor, one) for one in before):
            continue
        if editor.table[name].piece in editor.dossier.pieces:
            editor.start(name)
        else:
            editor.put(name, StageRun(status=StageStatus.NOT_REQUIRED))
    editor.start_ready((_S.DIVERGENCE,))  # where none but these were missing


def _lacks_checks(editor: Editor) -> bool:
    dossier = editor.dossier
    return (
        dossier.stage(_S.RECEPTION).status is StageStatus.DONE
        and dossier.stage(_S.DIVERGENCE).status is StageStatus.WAITING
        and not dossier.stages.keys() >= set(CHECKED)
    )


def _is_settled(editor: Editor, name: StageName) -> bool:
    return editor.dossier.stage(name).status in SETTLED
