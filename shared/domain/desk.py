"""What an agent does with a dossier in review: claim, release, decide, ask for correction."""

from dataclasses import replace

from shared.domain.dossier import Claim, Decision, Route, StageStatus
from shared.domain.editor import Editor
from shared.domain.events import Claimed, CorrectionAsked, Decided, PieceViewed, Released
from shared.stages import StageName

_REVIEW = StageName.REVIEW


def holds_claim(editor: Editor, agent: str) -> bool:
    """True while the agent's lease runs."""
    claim = editor.dossier.stage(_REVIEW).claim
    return claim is not None and claim.agent == agent and claim.until > editor.now


def claim(editor: Editor, event: Claimed) -> bool:
    """Take the dossier, or renew the lease on it; never from another agent."""
    run, lease = editor.dossier.stage(_REVIEW), editor.table[_REVIEW].lease
    if run.status is not StageStatus.OPEN or lease is None:
        return False
    if run.claim and run.claim.until > editor.now and run.claim.agent != event.agent:
        return False
    held = Claim(agent=event.agent, until=editor.now + lease)
    editor.put(_REVIEW, replace(run, claim=held))
    editor.note("claimed", _REVIEW, event.agent)
    return True


def release(editor: Editor, event: Released) -> bool:
    """Give the dossier back to the pile."""
    if not holds_claim(editor, event.agent):
        return False
    editor.put(_REVIEW, replace(editor.dossier.stage(_REVIEW), claim=None))
    editor.note("released", _REVIEW, event.agent)
    return True


def decide(editor: Editor, event: Decided) -> bool:
    """End the dossier as the agent says."""
    if not holds_claim(editor, event.agent):
        return False
    decision = Decision(
        agent=event.agent, outcome=event.outcome, decided_at=editor.now, reason=event.reason
    )
    editor.settle(_REVIEW)
    editor.dossier = replace(editor.dossier, decision=decision)
    editor.end(event.outcome)
    return True


def ask_correction(editor: Editor, event: CorrectionAsked) -> bool:
    """Send the dossier back to its people with the list of what to mend."""
    mendable = event.items and all(item.piece or item.field for item in event.items)
    if not holds_claim(editor, event.agent) or not mendable:
        return False
    editor.dossier = replace(editor.dossier, route=Route.CORRECTION, items=event.items)
    editor.reset(_REVIEW)
    editor.start(StageName.CORRECTION)
    return True


def record_view(editor: Editor, event: PieceViewed) -> bool:
    """Write down who opened which piece, before it is shown."""
    if event.kind not in editor.dossier.pieces:
        return False
    editor.note("piece_viewed", detail=f"{event.kind}:{event.account}")
    return True
