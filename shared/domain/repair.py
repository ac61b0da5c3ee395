"""What ops may do to a stage that stopped: replay it, give it up, send its message again."""

import enum
from dataclasses import replace

from shared.domain import filing
from shared.domain.dossier import Dossier, Outcome, StageStatus
from shared.domain.editor import Editor
from shared.domain.events import Discarded, Redriven, Replayed
from shared.stages import TABLE, Ending, StageName

_S = StageName


class Hindrance(enum.StrEnum):
    """Why ops cannot do it now."""

    UNKNOWN_DOSSIER = "unknown_dossier"
    #: Somebody else was faster.
    CHANGED_MEANWHILE = "changed_meanwhile"
    #: Only parked stages are replayed or discarded.
    NOT_PARKED = "not_parked"
    #: Only open stages with a queue have a message to send again.
    NOT_IN_A_QUEUE = "not_in_a_queue"
    #: The request has its answer: a check would change nothing.
    ENDED = "ended"
    #: An agent is deciding on what the check did not say.
    CLAIMED = "claimed"
    #: The comparison is made again once the correction is in.
    IN_CORRECTION = "in_correction"


def hindrance_to_replay(dossier: Dossier, name: StageName) -> Hindrance | None:
    """Why a parked stage cannot go back to work; None when it can."""
    if dossier.stage(name).status is not StageStatus.PARKED:
        return Hindrance.NOT_PARKED
    if name is _S.NOTIFICATION:
        return None
    if dossier.outcome is not None:
        return Hindrance.ENDED
    if dossier.stage(_S.REVIEW).claim is not None:
        return Hindrance.CLAIMED
    # The comparison is made again after an open correction; now it would undo what is asked.
    if name is _S.DIVERGENCE and dossier.stage(_S.CORRECTION).status is StageStatus.OPEN:
        return Hindrance.IN_CORRECTION
    return None


def hindrance_to_discard(dossier: Dossier, name: StageName) -> Hindrance | None:
    """Why a parked stage cannot be given up; None when it can."""
    parked = dossier.stage(name).status is StageStatus.PARKED
    return None if parked else Hindrance.NOT_PARKED


def ends_the_dossier(name: StageName) -> bool:
    """True for a stage that a dossier cannot do without: to give it up is to close the dossier."""
    return TABLE[name].ending is Ending.INCIDENT


def given_up(dossier: Dossier) -> bool:
    """True for a dossier that ops closed because it could not be received."""
    received = dossier.stage(_S.RECEPTION)
    began = received.run > 0 and received.status is StageStatus.CANCELLED
    return began and dossier.outcome is Outcome.CLOSED


def hindrance_to_redrive(dossier: Dossier, name: StageName) -> Hindrance | None:
    """Why a stage's message cannot be sent again; None when it can."""
    stands = dossier.stage(name).status is StageStatus.OPEN
    return None if stands and TABLE[name].queue else Hindrance.NOT_IN_A_QUEUE


def replay(editor: Editor, event: Replayed) -> bool:
    """Start a parked stage under a new run; what rests on it is judged again."""
    name = event.stage
    if hindrance_to_replay(editor.dossier, name) is not None:
        return False
    if name is not _S.NOTIFICATION:
        for following in filing.FOLLOWING_CHECKS:
            if following is not name:
                editor.reset(following)
    editor.note("replayed", name, event.account)
    editor.start(name)
    return True


def discard(editor: Editor, event: Discarded) -> bool:
    """Close a parked stage as it is: unevaluated, or its letters unsent. Nothing else moves.

    Where nothing but the stage moves the dossier on, the dossier ends with it, and its people are
    written to: a request that is given up is told, never left standing.
    """
    name = event.stage
    if hindrance_to_discard(editor.dossier, name) is not None:
        return False
    if ends_the_dossier(name):
        editor.note("discarded", name, event.account)
        editor.end(Outcome.CLOSED)
        return True
    run = editor.dossier.stage(name)
    editor.put(name, replace(run, status=StageStatus.DONE, since=editor.now, deadline=None))
    editor.note("discarded", name, event.account)
    return True


def redrive(editor: Editor, event: Redriven) -> bool:
    """Send the message of an open stage again, with the whole time of the stage ahead of it."""
    name = event.stage
    if hindrance_to_redrive(editor.dossier, name) is not None:
        return False
    row, run = editor.table[name], editor.dossier.stage(name)
    editor.put(name, replace(run, deadline=editor.now + row.deadline, retry_at=None))
    editor.note("redriven", name, event.account)
    editor.enqueue(name, str(row.queue))
    return True
