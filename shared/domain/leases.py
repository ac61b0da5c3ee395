"""Who holds a dossier in review: taken, given back, left to others, lost when time runs out."""

import datetime as dt
from dataclasses import replace

from shared.domain.dossier import Claim, StageStatus
from shared.domain.editor import Editor
from shared.domain.review import ReviewFile, is_reservation
from shared.domain.review_events import Claimed, Opened, Passed, Released, Reserved, Unreserved
from shared.stages import StageName

_REVIEW = StageName.REVIEW

#: How long the next dossier waits for an agent who reads another one: renewed while they work,
#: and soon back in the pile when they left without a word. [D]
RESERVATION = dt.timedelta(minutes=2)


def holds_claim(editor: Editor, agent: str) -> bool:
    """True while the agent's lease runs and nothing that they decided waits for its effect."""
    claim = editor.dossier.stage(_REVIEW).claim
    held = claim is not None and claim.agent == agent and claim.until > editor.now
    return held and claim is not None and claim.prepared is None


def claim(editor: Editor, event: Claimed) -> bool:
    """Take the dossier, or renew the lease on it; never from another agent."""
    if not may_take(editor, event.agent):
        return False
    before, review = editor.dossier.stage(_REVIEW).claim, editor.dossier.review
    is_new = before is None or before.agent != event.agent or before.until <= editor.now
    if is_new or is_reservation(before, review):
        write_review(editor, replace(review, claimed_at=editor.now))
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


def reserve(editor: Editor, event: Reserved) -> bool:
    """Keep the dossier a little for an agent who is about to come to it; nobody is told."""
    if not may_take(editor, event.agent):
        return False
    held, review = editor.dossier.stage(_REVIEW).claim, editor.dossier.review
    if held is not None and held.until > editor.now and not is_reservation(held, review):
        return False  # the agent has it open already: a short lease would take it away
    write_review(editor, replace(review, claimed_at=None))
    short = Claim(agent=event.agent, until=editor.now + RESERVATION)
    editor.put(_REVIEW, replace(editor.dossier.stage(_REVIEW), claim=short))
    return True


def drop_reservation(editor: Editor, event: Unreserved) -> bool:
    """Give a dossier back that its agent never came to."""
    if not holds_reservation(editor, event.agent):
        return False
    give_back(editor)
    return True


def come_to(editor: Editor, event: Opened) -> bool:
    """Take what was reserved; never what the agent has open elsewhere, nor what lapsed."""
    return holds_reservation(editor, event.agent) and claim(editor, Claimed(agent=event.agent))


def holds_reservation(editor: Editor, agent: str) -> bool:
    """True while the dossier is kept for an agent who has not come to it yet."""
    held, review = editor.dossier.stage(_REVIEW).claim, editor.dossier.review
    return holds_claim(editor, agent) and is_reservation(held, review)


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
