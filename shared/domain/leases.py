"""Who holds a dossier in review: taken, given back, left to others, lost when time runs out."""

from dataclasses import replace

from shared.domain.dossier import Claim, StageStatus
from shared.domain.editor import Editor
from shared.domain.review import ReviewFile
from shared.domain.review_events import Claimed, Passed, Released
from shared.stages import StageName

_REVIEW = StageName.REVIEW


def holds_claim(editor: Editor, agent: str) -> bool:
    """True while the agent's lease runs and nothing that they decided waits for its effect."""
    claim = editor.dossier.stage(_REVIEW).claim
    held = claim is not None and claim.agent == agent and claim.until > editor.now
    return held and claim is not None and claim.prepared is None


def claim(editor: Editor, event: Claimed) -> bool:
    """Take the dossier, or renew the lease on it; never from another agent."""
    if not may_take(editor, event.agent):
        return False
    before = editor.dossier.stage(_REVIEW).claim
    if before is None or before.agent != event.agent or before.until <= editor.now:
        write_review(editor, replace(editor.dossier.review, claimed_at=editor.now))
    hold(editor, event.agent)
    editor.note("claimed", _REVIEW, event.agent)
    return True


def may_take(editor: Editor, agent: str) -> bool:
    """True where the dossier is open, free or already theirs, and theirs to read.

    Whoever gave the first of two readings never gives the second one too.
    """
    run, second = editor.dossier.stage(_REVIEW), editor.dossier.review.second
    if run.status is not StageStatus.OPEN or editor.table[_REVIEW].lease is None:
        return False
    if second is not None and second.first.agent == agent:
        return False
    held = run.claim
    if held is None:
        return True
    return held.prepared is None and (held.agent == agent or held.until <= editor.now)


def hold(editor: Editor, agent: str) -> None:
    """Give the agent a full lease."""
    lease = editor.table[_REVIEW].lease
    assert lease is not None  # the table's row says how long
    held = Claim(agent=agent, until=editor.now + lease)
    editor.put(_REVIEW, replace(editor.dossier.stage(_REVIEW), claim=held))


def give_back(editor: Editor) -> None:
    """Nobody holds the dossier any more."""
    editor.put(_REVIEW, replace(editor.dossier.stage(_REVIEW), claim=None))


def release(editor: Editor, event: Released) -> bool:
    """Give the dossier back to the pile."""
    if not holds_claim(editor, event.agent):
        return False
    give_back(editor)
    editor.note("released", _REVIEW, event.agent)
    return True


def leave(editor: Editor, event: Passed) -> bool:
    """Leave the dossier to other agents: the pile does not offer it to this one again."""
    if not holds_claim(editor, event.agent):
        return False
    give_back(editor)
    review = editor.dossier.review
    write_review(editor, replace(review, passed=(*review.passed, event.agent)))
    editor.note("passed", _REVIEW, event.agent)
    return True


def write_review(editor: Editor, review: ReviewFile) -> None:
    """Keep what agents added."""
    editor.dossier = replace(editor.dossier, review=review)
