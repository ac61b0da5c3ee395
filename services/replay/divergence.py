"""Comparison and decision made again for every stored dossier: what today's rules would change."""

from dataclasses import replace

from services.instruction.decision import compare_and_decide
from services.instruction.divergence.judgement import RULE_SET
from services.instruction.weights import DECISION_RULES
from services.replay.changes import Changes
from shared.adapters.stored_checks import MongoStoredChecks
from shared.domain.dossier import DivergenceResult, Dossier
from shared.domain.findings import CheckResult
from shared.stages import StageName

#: The rules of comparison and those of the decision, which judge together.
DIVERGENCE_VERSIONS = (RULE_SET, DECISION_RULES)

#: Where a dossier goes, counted like a criterion.
ROUTE = "route"


async def divergence_changes(checks: MongoStoredChecks, version: str) -> Changes:
    """Judge every compared dossier again from what it holds."""
    changes = Changes(rule_set=version, stage=StageName.DIVERGENCE.value)
    async for dossier in checks.compared():
        count_dossier(changes, dossier)
    return changes


def count_dossier(changes: Changes, dossier: Dossier) -> None:
    """Count one dossier: its fields as criteria, and its route."""
    stored = dossier.stage(StageName.DIVERGENCE).result
    if stored is None:
        return
    again = compare_and_decide(dossier)
    changes.add(_fields(stored), _fields(again.check).findings)
    before, after = _routes(dossier, again)
    if before != after:
        changes.criteria[ROUTE, (before, after)] += 1


def _fields(check: CheckResult) -> CheckResult:
    """Each criterion once: the seed's line sums up the others."""
    findings = tuple({finding.criterion: finding for finding in check.findings}.values())
    return replace(check, findings=findings)


def _routes(dossier: Dossier, again: DivergenceResult) -> tuple[str, str]:
    return (dossier.route.value if dossier.route else "none", again.route.value)
