"""How an agent's decision takes effect: at once, or after the seconds in which it can be undone."""

import datetime as dt
from dataclasses import replace

from shared.domain.dossier import Claim, Decision, Outcome, Route
from shared.domain.editor import Editor
from shared.domain.events import PieceViewed
from shared.domain.leases import give_back, hold, holds_claim, may_take, write_review
from shared.domain.review import CorrectionItem, Prepared, SecondCause, SecondReading
from shared.domain.review_events import (
    CleanApproved,
    CorrectionAsked,
    Decided,
    DecisionPrepared,
    DecisionUndone,
)
from shared.stages import StageName

_REVIEW = StageName.REVIEW

#: How long a decision can be taken back. [D]
UNDO_TIME = dt.timedelta(seconds=10)


def decide(editor: Editor, event: Decided) -> bool:
    """End the dossier as the agent says, or have another agent read it first."""
    if not holds_claim(editor, event.agent):
        return False
    prepared = Prepared(
        outcome=event.outcome,
        reason=event.reason,
        reason_code=event.reason_code,
        suspicion=event.suspicion,
    )
    _come_to(editor)
    _take_effect(editor, event.agent, prepared)
    return True


def ask_correction(editor: Editor, event: CorrectionAsked) -> bool:
    """Send the dossier back to its people with the list of what to mend."""
    if not holds_claim(editor, event.agent) or not _is_mendable(event.items):
        return False
    _send_back(editor, event.items)
    return True


def prepare(editor: Editor, event: DecisionPrepared) -> bool:
    """Keep the decision; it takes effect when its seconds are over, whoever is still there."""
    prepared = event.prepared
    complete = prepared.outcome is not None or _is_mendable(prepared.items)
    if not holds_claim(editor, event.agent) or not complete:
        return False
    _come_to(editor)
    _keep(editor, event.agent, prepared)
    return True


def approve_clean(editor: Editor, event: CleanApproved) -> bool:
    """Approve one dossier of the clean pile, as if it had been claimed and accepted."""
    if editor.dossier.route is not Route.CLEAN or not may_take(editor, event.agent):
        return False
    second = editor.dossier.review.second
    if second is not None and second.cause is SecondCause.SUSPICION:
        return False
    # nobody opened it: an earlier agent's time is not the time of this decision
    write_review(editor, replace(editor.dossier.review, claimed_at=None))
    _keep(editor, event.agent, Prepared(outcome=Outcome.ACCEPTED, sampled=event.sampled))
    return True


def undo(editor: Editor, event: DecisionUndone) -> bool:
    """Take the decision back in time: the agent holds the dossier as before."""
    claim = editor.dossier.stage(_REVIEW).claim
    if claim is None or claim.prepared is None or claim.agent != event.agent:
        return False
    if claim.until <= editor.now:
        return False
    _come_to(editor)  # approved among others: only now its agent comes to it
    hold(editor, event.agent)
    editor.note("decision_undone", _REVIEW, event.agent)
    return True


def enact(editor: Editor, claim: Claim, prepared: Prepared) -> None:
    """Do what was prepared: its time is over."""
    give_back(editor)
    if prepared.outcome is None:
        _send_back(editor, prepared.items)
    else:
        _take_effect(editor, claim.agent, prepared)


def _come_to(editor: Editor) -> None:
    """From now on the agent has read the dossier, however it came to them."""
    review = editor.dossier.review
    if review.claimed_at is None:
        write_review(editor, replace(review, claimed_at=editor.now))


def _keep(editor: Editor, agent: str, prepared: Prepared) -> None:
    held = Claim(agent=agent, until=editor.now + UNDO_TIME, prepared=prepared)
    editor.put(_REVIEW, replace(editor.dossier.stage(_REVIEW), claim=held))
    editor.note("decision_prepared", _REVIEW, agent)


def _take_effect(editor: Editor, agent: str, prepared: Prepared) -> None:
    """Conclude, unless this calls for a second reading that has not been given."""
    assert prepared.outcome is not None
    decision = Decision(
        agent=agent,
        outcome=prepared.outcome,
        decided_at=editor.now,
        reason=prepared.reason,
        reason_code=prepared.reason_code,
    )
    cause, before = _second_cause(prepared), editor.dossier.review.second
    # a reading drawn at random is no second voice on a suspicion
    confirmed = before is not None and (
        cause is not SecondCause.SUSPICION or before.cause is SecondCause.SUSPICION
    )
    if cause is None or confirmed:
        editor.settle(_REVIEW)
        editor.dossier = replace(editor.dossier, decision=decision)
        editor.end(decision.outcome)
        return
    second = SecondReading(cause=cause, first=decision)
    write_review(editor, replace(editor.dossier.review, second=second))
    give_back(editor)
    editor.note("second_reading", _REVIEW, cause.value)


def _second_cause(prepared: Prepared) -> SecondCause | None:
    if prepared.suspicion:
        return SecondCause.SUSPICION
    return SecondCause.SAMPLE if prepared.sampled else None


def _is_mendable(items: tuple[CorrectionItem, ...]) -> bool:
    return bool(items) and all(item.piece or item.field for item in items)


def _send_back(editor: Editor, items: tuple[CorrectionItem, ...]) -> None:
    editor.dossier = replace(editor.dossier, route=Route.CORRECTION, items=items)
    # what comes back is another dossier: nobody has read it yet
    write_review(editor, replace(editor.dossier.review, second=None, passed=()))
    editor.reset(_REVIEW)
    editor.start(StageName.CORRECTION)


def record_view(editor: Editor, event: PieceViewed) -> bool:
    """Write down who opened which piece, before it is shown."""
    piece = editor.dossier.pieces.get(event.kind)
    if piece is None or (event.earlier and piece.before is None):
        return False
    detail = f"{event.kind}:{event.account}"
    if event.earlier:
        editor.note("earlier_piece_viewed", detail=detail)
    else:
        editor.note("piece_viewed", detail=detail)
    return True
