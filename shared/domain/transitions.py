"""The state machine: `advance` says what each event does to a dossier, and nothing else may.

An event that no longer applies (a message of an older run, a decision without a claim, a piece
for a request already sent) answers None: nothing changes.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from shared.domain import clockwork, desk, filing, repair
from shared.domain.change import Change
from shared.domain.demande import Demande
from shared.domain.dossier import (
    Delivery,
    DivergenceResult,
    Dossier,
    Route,
    StageStatus,
)
from shared.domain.editor import Editor
from shared.domain.events import (
    Claimed,
    ClockTicked,
    CorrectionAsked,
    Decided,
    DemandeChanged,
    Discarded,
    Event,
    MessageMissing,
    PieceAdded,
    PieceRemoved,
    PieceViewed,
    Redriven,
    Released,
    Replayed,
    StageFailed,
    StageFinished,
    Submitted,
    Validated,
)
from shared.domain.findings import CheckResult
from shared.domain.photo_code import CodeAnswer, stop_trying, take_answer
from shared.stages import StageName, StageTable, retry_queue

_S = StageName


def open_dossier(
    dossier_id: str, owner: str, demande: Demande, now: dt.datetime, table: StageTable
) -> Change:
    """A new draft, whose clock runs from now."""
    empty = Dossier(
        dossier_id=dossier_id, owner=owner, demande=demande, created_at=now, updated_at=now
    )
    editor = Editor(empty, now, table)
    editor.start(_S.DRAFT)
    return editor.change()


def advance(dossier: Dossier, event: Event, now: dt.datetime, table: StageTable) -> Change | None:
    """The change that `event` makes now; None when it does not apply."""
    editor = Editor(dossier, now, table)
    applied = MOVES[type(event)](editor, event)
    return replace(editor.change(), before=dossier) if applied else None


def is_current(dossier: Dossier, name: StageName, run: int, attempt: int) -> bool:
    """True while a message of this run and attempt still has work to do."""
    stage = dossier.stage(name)
    return (stage.status, stage.run, stage.attempt) == (StageStatus.OPEN, run, attempt)


def _finish(editor: Editor, event: StageFinished) -> bool:
    if not is_current(editor.dossier, event.stage, event.run, event.attempt):
        return False
    result = event.result
    if isinstance(result, Delivery):
        letters = tuple(
            replace(letter, sent_at=editor.now) if letter.seq in result.sent else letter
            for letter in editor.dossier.letters
        )
        editor.dossier = replace(editor.dossier, letters=letters)
    if isinstance(result, DivergenceResult):
        editor.dossier = replace(editor.dossier, route=result.route, items=result.items)
        editor.settle(event.stage, result.check)
        if result.route is Route.CORRECTION:
            editor.start(_S.CORRECTION)
            return True
    elif isinstance(result, CodeAnswer):
        take_answer(editor, result)
        return True
    else:
        editor.settle(event.stage, result if isinstance(result, CheckResult) else None)
    editor.start_ready(editor.table[event.stage].next)
    return True


def _fail(editor: Editor, event: StageFailed) -> bool:
    if not is_current(editor.dossier, event.stage, event.run, event.attempt):
        return False
    if event.final:
        stop_trying(editor, event.stage, event.cause)
        return True
    row, run = editor.table[event.stage], editor.dossier.stage(event.stage)
    wait = row.wait_before(run.attempt + 1)
    retry_at = editor.now + wait
    deadline = max(run.deadline or retry_at, retry_at + row.time_limit)
    editor.put(
        event.stage,
        replace(
            run, attempt=run.attempt + 1, retry_at=retry_at, deadline=deadline, cause=event.cause
        ),
    )
    editor.note("retry", event.stage, event.cause)
    editor.enqueue(event.stage, retry_queue(row, wait))
    return True


#: Every move, by the event that makes it. Each answers False when the event does not apply.
MOVES: dict[type[Event], Callable[[Editor, Any], bool]] = {
    PieceAdded: filing.add_piece,
    PieceRemoved: filing.remove_piece,
    DemandeChanged: filing.change_demande,
    Submitted: filing.submit,
    Validated: filing.validate,
    StageFinished: _finish,
    StageFailed: _fail,
    ClockTicked: clockwork.tick,
    MessageMissing: clockwork.resend,
    Replayed: repair.replay,
    Discarded: repair.discard,
    Redriven: repair.redrive,
    Claimed: desk.claim,
    Released: desk.release,
    Decided: desk.decide,
    CorrectionAsked: desk.ask_correction,
    PieceViewed: desk.record_view,
}
