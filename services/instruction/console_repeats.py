"""The same decision sent twice: its first answer was lost, or the button was pressed again."""

from shared.domain.dossier import Decision, Dossier, StageStatus
from shared.domain.review import Prepared
from shared.domain.review_events import DecisionPrepared
from shared.stages import StageName


def is_repeat(dossier: Dossier, event: DecisionPrepared) -> bool:
    """True where this very decision is stored, whether it waits for its effect or has had it."""
    claim, prepared = dossier.stage(StageName.REVIEW).claim, event.prepared
    if claim is not None and claim.prepared is not None:
        return (claim.agent, claim.prepared) == (event.agent, prepared)
    if prepared.outcome is None:
        return _sent_back_by(dossier, event.agent) and _asks(dossier, prepared)
    said = (prepared.outcome, prepared.reason, prepared.reason_code)
    return said in [
        (one.outcome, one.reason, one.reason_code) for one in _decisions(dossier, event.agent)
    ]


def has_decided(dossier: Dossier, agent: str) -> bool:
    """True where a decision of this agent stands, or waits for its effect."""
    claim = dossier.stage(StageName.REVIEW).claim
    if claim is not None and claim.prepared is not None:
        return claim.agent == agent
    return bool(_decisions(dossier, agent)) or _sent_back_by(dossier, agent)


def _decisions(dossier: Dossier, agent: str) -> list[Decision]:
    """What the agent decided for good, and as the first of two readers."""
    second = dossier.review.second
    read = (dossier.decision, second.first if second else None)
    return [one for one in read if one is not None and one.agent == agent]


def _sent_back_by(dossier: Dossier, agent: str) -> bool:
    """True while people mend what this agent asked for: only the timeline says who asked."""
    if dossier.stage(StageName.CORRECTION).status is not StageStatus.OPEN:
        return False
    decided = [entry for entry in dossier.history if entry.event == "decision_prepared"]
    return bool(decided) and decided[-1].detail == agent


def _asks(dossier: Dossier, prepared: Prepared) -> bool:
    """Whether the list of what to mend is this one, mended in part or not."""
    asked, listed = (
        [(item.message, item.piece, item.field) for item in items]
        for items in (prepared.items, dossier.items)
    )
    return asked == listed
