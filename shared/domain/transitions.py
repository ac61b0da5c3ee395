"""The state machine: `advance` says what each event does to a dossier, and nothing else may.

An event that no longer applies (a message of an older run, a decision without a claim, a piece
for a request already sent) answers None: nothing changes.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from shared.domain import clockwork, contact, desk, desk_notes, erasure, filing, leases, repair
from shared.domain.change import Change
from shared.domain.delivery import take_bounce, take_delivery
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
    CandidateEmailCorrected,
    ClocksTicked,
    ClockTicked,
    DemandeChanged,
    Discarded,
    Event,
    LetterBounced,
    MessageMissing,
    PersonErased,
    PieceAdded,
    PieceRemoved,
    PiecesErased,
    PieceViewed,
    Redriven,
    Replayed,
    StageFailed,
    StageFinished,
    Submitted,
    Validated,
    ValidationResent,
)
from shared.domain.findings import CheckResult
from shared.domain.newcomers import leave_out, take_in
from shared.domain.photo_code import CodeAnswer, stop_trying, take_answer
from shared.domain.reception_letters import tell_reception
from shared.domain.review_events import (
    Claimed,
    CleanApproved,
    Commented,
    CorrectionAsked,
    Decided,
    DecisionPrepared,
    DecisionUndone,
    Opened,
    OpinionAsked,
    OpinionGiven,
    Passed,
    ReadingFixed,
    Released,
    Reserved,
    Unreserved,
)
from shared.domain.title_moves import TITLE_MOVES, open_title
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
    take_in(editor)
    applied = MOVES[type(event)](editor, event)
    if not applied:
        return None
    leave_out(editor)
    open_title(editor)
    return replace(editor.change(), before=dossier)


def is_current(dossier: Dossier, name: StageName, run: int, attempt: int) -> bool:
    """True while a message of this run and attempt still has work to do."""
    stage = dossier.stage(name)
    return (stage.status, stage.run, stage.attempt) == (StageStatus.OPEN, run, attempt)


def _finish(editor: Editor, event: StageFinished) -> bool:
    if not is_current(editor.dossier, event.stage, event.run, event.attempt):
        return False
    result = event.result
    if isinstance(result, Delivery) and not take_delivery(editor, result):
        return True
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
        tell_reception(editor, event.stage)
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
    ValidationResent: contact.resend_validation,
    CandidateEmailCorrected: contact.correct_email,
    StageFinished: _finish,
    StageFailed: _fail,
    LetterBounced: take_bounce,
    ClockTicked: clockwork.tick,
    ClocksTicked: clockwork.tick_all,
    MessageMissing: clockwork.resend,
    Replayed: repair.replay,
    Discarded: repair.discard,
    Redriven: repair.redrive,
    Claimed: leases.claim,
    Released: leases.release,
    Reserved: leases.reserve,
    Opened: leases.come_to,
    Unreserved: leases.drop_reservation,
    Passed: leases.leave,
    Decided: desk.decide,
    CorrectionAsked: desk.ask_correction,
    DecisionPrepared: desk.prepare,
    DecisionUndone: desk.undo,
    CleanApproved: desk.approve_clean,
    Commented: desk_notes.comment,
    OpinionAsked: desk_notes.ask_opinion,
    OpinionGiven: desk_notes.give_opinion,
    ReadingFixed: desk_notes.fix_reading,
    PieceViewed: desk.record_view,
    PiecesErased: erasure.erase_pieces,
    PersonErased: erasure.erase_person,
    **TITLE_MOVES,
}
