"""A stored dossier judged again by today's rules, beside what was said of it at the time."""

from dataclasses import dataclass

from services.instruction.decision import compare_and_decide
from services.instruction.divergence.judgement import RULE_SET
from services.instruction.weights import DECISION_RULES
from shared.domain.dossier import Dossier
from shared.domain.findings import CheckResult
from shared.stages import StageName


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one version of the rules said."""

    #: Versions of comparison and decision.
    rules: tuple[str, ...]
    route: str | None
    reasons: tuple[str, ...]
    #: State of each field, by its name.
    states: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejudged:
    """Before and after; nothing is written."""

    dossier_id: str
    before: Said | None
    after: Said

    @property
    def changed(self) -> bool:
        """True when the new rules would send the dossier elsewhere, or say something else."""
        told = (self.after.route, self.after.reasons, self.after.states)
        return self.before is None or told != (
            self.before.route,
            self.before.reasons,
            self.before.states,
        )


def rejudge(dossier: Dossier, advice_only: frozenset[str] = frozenset()) -> Rejudged:
    """Compare and decide again from what is stored: declared, account, readings, findings."""
    result = compare_and_decide(dossier, advice_only)
    stored = dossier.stage(StageName.DIVERGENCE).result
    return Rejudged(
        dossier_id=dossier.dossier_id,
        before=_verdict(stored, dossier.route) if stored else None,
        after=_verdict(result.check, result.route, (RULE_SET, DECISION_RULES)),
    )


def _verdict(check: CheckResult, route: str | None, rules: tuple[str, ...] = ()) -> Said:
    sets = dict.fromkeys(found.rule_set for found in check.findings if found.rule_set)
    decided = check.facts.get("decision_rules")
    versions = rules or (*sets, *((str(decided),) if decided else ()))
    return Said(
        rules=versions,
        route=route,
        reasons=tuple(str(check.facts.get("reasons") or "").split()),
        states={
            key.removeprefix("state."): str(state)
            for key, state in check.facts.items()
            if key.startswith("state.")
        },
    )
