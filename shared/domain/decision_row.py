"""One decision as the quality figures keep it: nobody in it, neither agent nor candidate."""

import datetime as dt
from dataclasses import dataclass

from shared.domain.demande import DemandeKind
from shared.domain.departements import departement_of
from shared.domain.dossier import Decision, Dossier, Outcome, Route
from shared.domain.overturn import RuleOutcome, rule_outcomes
from shared.domain.read_fields import fields_read
from shared.domain.review import SecondCause


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """What stays of a decision when its dossier is gone."""

    dossier_id: str
    decided_at: dt.datetime
    departement: str | None
    kind: DemandeKind
    route: Route | None
    outcome: Outcome
    reason_code: str | None = None
    #: From the claim until the decision took effect; None where nobody opened the dossier.
    seconds: float | None = None
    rules: tuple[RuleOutcome, ...] = ()
    #: Why it was read twice; None where it was not.
    cause: SecondCause | None = None
    #: Whether both readers came to the same end; None where there was one only.
    agreed: bool | None = None
    #: Fields that the machine misread, as "identity.birth_date".
    fixed: tuple[str, ...] = ()
    #: Fields in which the machine read something; empty in rows of the version before.
    read: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The same decision always has the same one."""
        return f"{self.dossier_id}:{self.decided_at.isoformat()}"


def decision_row(dossier: Dossier) -> DecisionRow | None:
    """The row of a dossier; None where no agent decided it."""
    decision, review = dossier.decision, dossier.review
    if decision is None:
        return None
    second = review.second
    return DecisionRow(
        dossier_id=dossier.dossier_id,
        decided_at=decision.decided_at,
        departement=departement_of(dossier.demande.address.postcode),
        kind=dossier.demande.kind,
        route=dossier.route,
        outcome=decision.outcome,
        reason_code=decision.reason_code,
        seconds=_seconds(decision, review.claimed_at),
        rules=rule_outcomes(dossier),
        cause=second.cause if second else None,
        agreed=second.first.outcome is decision.outcome if second else None,
        fixed=tuple(fix.field for fix in review.fixes),
        read=fields_read(dossier),
    )


def _seconds(decision: Decision, claimed_at: dt.datetime | None) -> float | None:
    if claimed_at is None or claimed_at > decision.decided_at:
        return None
    return (decision.decided_at - claimed_at).total_seconds()
