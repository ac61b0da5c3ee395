"""Checks that came into the table after a dossier was sent: it gets them too, or goes on without.

A stage that a dossier does not name waits for ever, and whatever comes after it as well.
"""

from shared.domain.dossier import SETTLED, StageRun, StageStatus
from shared.domain.editor import Editor
from shared.stages import CHECKED, StageName, predecessors

_S = StageName


def take_in(editor: Editor) -> None:
    """Before an event: start the missing checks whose pieces are there, and leave out the others.

    Only between reception and the comparison: before it every check is still to begin, and what
    was compared is with a person, who sees the pieces.
    """
    for name in _missing(editor):
        if editor.table[name].piece in editor.dossier.pieces:
            editor.start(name)
    leave_out(editor)


def leave_out(editor: Editor) -> None:
    """After an event too: settle the missing checks without a piece, and start what they held up.

    Where no other check is under way, nothing would ever wake the dossier up again.
    """
    absent = [
        name for name in _missing(editor) if editor.table[name].piece not in editor.dossier.pieces
    ]
    for name in absent:
        editor.put(name, StageRun(status=StageStatus.NOT_REQUIRED))
    if absent:
        editor.start_ready((_S.DIVERGENCE,))


def _missing(editor: Editor) -> list[StageName]:
    """The checks that the dossier does not name and that could begin."""
    dossier = editor.dossier
    received = dossier.stage(_S.RECEPTION).status is StageStatus.DONE
    compared = dossier.stage(_S.DIVERGENCE).status is not StageStatus.WAITING
    if compared or not received or dossier.stages.keys() >= set(CHECKED):
        return []
    return [
        name
        for name in CHECKED
        if name not in dossier.stages
        and all(dossier.stage(one).status in SETTLED for one in predecessors(editor.table, name))
    ]
