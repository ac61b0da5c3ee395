"""What agents write beside a decision: notes, questions to other services, fields read anew."""

from dataclasses import replace

from shared.domain.dossier import StageStatus
from shared.domain.editor import Editor
from shared.domain.leases import holds_claim, write_review
from shared.domain.review import Comment, Enquiry, ReadingFix
from shared.domain.review_events import Commented, OpinionAsked, OpinionGiven, ReadingFixed
from shared.stages import StageName

_REVIEW = StageName.REVIEW


def comment(editor: Editor, event: Commented) -> bool:
    """Leave a note; any agent may, while the dossier is in review."""
    if editor.dossier.stage(_REVIEW).status is not StageStatus.OPEN:
        return False
    note = Comment(agent=event.agent, at=editor.now, text=event.text)
    review = editor.dossier.review
    write_review(editor, replace(review, comments=(*review.comments, note)))
    editor.note("commented", _REVIEW, event.agent)
    return True


def ask_opinion(editor: Editor, event: OpinionAsked) -> bool:
    """Write down what another service was asked."""
    if not holds_claim(editor, event.agent):
        return False
    asked = Enquiry(
        agent=event.agent, at=editor.now, service=event.service, question=event.question
    )
    review = editor.dossier.review
    write_review(editor, replace(review, enquiries=(*review.enquiries, asked)))
    editor.note("opinion_asked", _REVIEW, event.service)
    return True


def give_opinion(editor: Editor, event: OpinionGiven) -> bool:
    """Write down the answer, once."""
    review = editor.dossier.review
    open_ones = [n for n, asked in enumerate(review.enquiries) if asked.answered_at is None]
    if event.number not in open_ones or editor.dossier.outcome is not None:
        return False
    answered = replace(
        review.enquiries[event.number],
        answer=event.answer,
        answered_at=editor.now,
        answered_by=event.agent,
    )
    before, after = review.enquiries[: event.number], review.enquiries[event.number + 1 :]
    write_review(editor, replace(review, enquiries=(*before, answered, *after)))
    editor.note("opinion_given", _REVIEW, answered.service)
    return True


def fix_reading(editor: Editor, event: ReadingFixed) -> bool:
    """Write down what a field says in truth; the last word on a field counts."""
    if not holds_claim(editor, event.agent):
        return False
    fix = ReadingFix(
        agent=event.agent,
        at=editor.now,
        field=event.field,
        read=event.read,
        corrected=event.corrected,
    )
    review = editor.dossier.review
    others = tuple(known for known in review.fixes if known.field != event.field)
    write_review(editor, replace(review, fixes=(*others, fix)))
    editor.note("reading_fixed", _REVIEW, event.field)
    return True
