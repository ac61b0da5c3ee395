"""What people are told when their request is received, cannot be, and can be again."""

from shared.domain.dossier import Dossier, LetterKind, StageStatus
from shared.domain.editor import Editor
from shared.stages import Ending, StageName

_INCIDENT = (LetterKind.INCIDENT, LetterKind.INCIDENT_OVER)


def tell_incident(editor: Editor, name: StageName) -> None:
    """Their dossier is not lost: said once an incident, however often ops try again."""
    if editor.table[name].ending is Ending.INCIDENT and not _incident_told(editor.dossier):
        editor.write_letter(LetterKind.INCIDENT)


def tell_reception(editor: Editor, name: StageName) -> None:
    """Whoever heard of an incident hears of its end; whoever has nothing to validate, that it came.

    Where there is something to validate, the letter that asks for it says that it came.
    """
    if editor.table[name].ending is not Ending.INCIDENT:
        return
    told = any(letter.kind is LetterKind.RECEIVED for letter in editor.dossier.letters)
    validation = editor.dossier.stage(StageName.USER_VALIDATION).status
    if _incident_told(editor.dossier):
        editor.write_letter(LetterKind.INCIDENT_OVER)
    elif validation is StageStatus.NOT_REQUIRED and not told:
        editor.write_letter(LetterKind.RECEIVED)


def _incident_told(dossier: Dossier) -> bool:
    told = [letter.kind for letter in dossier.letters if letter.kind in _INCIDENT]
    return told[-1:] == [LetterKind.INCIDENT]
