"""What agents added to a dossier, as the next one reads it."""

from shared.domain.dossier import Dossier
from shared.domain.review import Decision, SecondCause, SecondReading
from shared.stages import StageName
from shared.web.status import Json, iso


def review_file_view(dossier: Dossier) -> Json:
    """Notes, questions, corrected readings, and what another agent decided before."""
    review = dossier.review
    return {
        "comments": [
            {"agent": note.agent, "at": iso(note.at), "text": note.text} for note in review.comments
        ],
        "opinions": [
            {
                "service": asked.service,
                "question": asked.question,
                "asked_by": asked.agent,
                "asked_at": iso(asked.at),
                "answer": asked.answer or None,
                "answered_at": iso(asked.answered_at) if asked.answered_at else None,
            }
            for asked in review.enquiries
        ],
        "fixes": [
            {"field": fix.field, "read": fix.read, "corrected": fix.corrected, "agent": fix.agent}
            for fix in review.fixes
        ],
        "second_reading": _second(review.second),
    }


def _second(second: SecondReading | None) -> Json | None:
    """The first of two decisions; a sampled dossier is read without knowing of it."""
    if second is None or second.cause is SecondCause.SAMPLE:
        return None
    return {"cause": second.cause.value, "first": decision_view(second.first)}


def decision_view(decision: Decision) -> Json:
    """Who decided what, and why."""
    return {
        "agent": decision.agent,
        "outcome": decision.outcome.value,
        "decided_at": iso(decision.decided_at),
        "reason": decision.reason,
        "reason_code": decision.reason_code,
    }


def claim_view(dossier: Dossier, reader: str | None) -> Json | None:
    """Who holds the dossier until when; what takes effect then is for its agent alone to read.

    Others would learn from it which approvals were drawn for a second reading.
    """
    claim = dossier.stage(StageName.REVIEW).claim
    if claim is None:
        return None
    prepared = claim.prepared
    return {
        "agent": claim.agent,
        "until": iso(claim.until),
        "prepared": None
        if prepared is None or claim.agent != reader
        else {
            "outcome": prepared.outcome.value if prepared.outcome else "correction",
            "reason": prepared.reason,
        },
    }
