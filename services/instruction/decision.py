"""Where a checked dossier goes: clean pile, review or correction. The machine refuses nothing."""

import dataclasses
from dataclasses import dataclass

from services.instruction.divergence.facts import gather
from services.instruction.divergence.rules import codes, judge
from services.instruction.menders import (
    UNREAD,
    Mender,
    field_mender,
    field_name,
    piece_mender,
)
from shared.domain.dossier import (
    CorrectionItem,
    DivergenceResult,
    Dossier,
    Route,
    StageRun,
    StageStatus,
)
from shared.domain.findings import CheckResult, Finding, Verdict
from shared.domain.piece import PIECE_LABELS, PieceKind
from shared.stages import TABLE, StageName

#: The checks whose answers are weighed, in flow order.
CHECKS = tuple((row.name, row.piece) for row in TABLE.values() if row.piece is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """The route, what has to be mended, and every reason as a code."""

    route: Route
    items: tuple[CorrectionItem, ...] = ()
    reasons: tuple[str, ...] = ()


def compare_and_decide(dossier: Dossier) -> DivergenceResult:
    """Compare every source of identity, then weigh all findings of the dossier."""
    judgements = judge(gather(dossier))
    findings = tuple(judgement.finding for judgement in judgements)
    check = CheckResult(findings=findings, facts=codes(judgements))
    routing = decide_route(dossier, check)
    reasons: dict[str, float | str | bool | None] = {"reasons": " ".join(routing.reasons)}
    check = dataclasses.replace(check, facts=check.facts | reasons)
    return DivergenceResult(check=check, route=routing.route, items=routing.items)


def decide_route(dossier: Dossier, divergence: CheckResult) -> Routing:
    """Weigh every finding. What people can mend comes first, so that an agent looks once."""
    weighed = [_weigh_check(name, piece, dossier, divergence) for name, piece in CHECKS]
    weighed.append(_weigh_fields(dossier, divergence))
    items = tuple(item for found, _ in weighed for item in found)
    reasons = (
        *_declared_doubts(dossier),
        *(reason for _, found in weighed for reason in found),
        *(f"{kind}.unread" for kind in dossier.pieces if kind in UNREAD),
    )
    return Routing(route=_route(items, reasons), items=items, reasons=reasons)


def _route(items: tuple[CorrectionItem, ...], reasons: tuple[str, ...]) -> Route:
    if items:
        return Route.CORRECTION
    return Route.REVIEW if reasons else Route.CLEAN


_Weighed = tuple[list[CorrectionItem], list[str]]


def _declared_doubts(dossier: Dossier) -> list[str]:
    """What reception found unlikely in the declared part: a person looks."""
    result = dossier.stage(StageName.RECEPTION).result
    return [_code(StageName.RECEPTION, finding) for finding in _open_findings(result)]


def _open_findings(result: CheckResult | None) -> list[Finding]:
    findings = result.findings if result else ()
    return [item for item in findings if not item.advisory and item.verdict is not Verdict.PASS]


def _weigh_check(
    name: StageName, piece: PieceKind, dossier: Dossier, divergence: CheckResult
) -> _Weighed:
    """One item for a piece that another file can mend; a reason for all that is not in order."""
    stage = dossier.stage(name)
    if piece not in dossier.pieces:
        return [], []
    if stage.status is not StageStatus.DONE or stage.result is None:
        return [], [f"{name}.{stage.status}"]
    if all(finding.advisory for finding in stage.result.findings):
        return [], [f"{name}.no_finding"]  # nothing was checked, so a person does
    menders = [(found, piece_mender(found, divergence)) for found in stage.result.findings]
    reasons = [_code(name, found) for found, mender in menders if mender is not Mender.NOBODY]
    faults = [found.message for found, mender in menders if mender is Mender.FILE]
    return ([_piece_item(piece, faults)] if faults else []), reasons


def _weigh_fields(dossier: Dossier, divergence: CheckResult) -> _Weighed:
    """One item for a field that the request has wrong beyond doubt."""
    trusted = _is_verified(dossier.stage(StageName.IDENTITY))
    menders = [
        (finding, field_mender(finding, divergence, trusted=trusted))
        for finding in divergence.findings
    ]
    items = [
        CorrectionItem(message=finding.message, field=field_name(finding))
        for finding, mender in menders
        if mender is Mender.FIELD
    ]
    return items, [item.criterion for item, mender in menders if mender is not Mender.NOBODY]


def _is_verified(identity: StageRun) -> bool:
    reading = identity.result.identity if identity.result else None
    return bool(reading and reading.mrz and reading.mrz.verified)


def _piece_item(piece: PieceKind, messages: list[str]) -> CorrectionItem:
    label = PIECE_LABELS[piece]
    text = " ".join(dict.fromkeys(messages))
    return CorrectionItem(message=f"{label[:1].upper()}{label[1:]} : {text}", piece=piece)


def _code(name: StageName, finding: Finding) -> str:
    return f"{name}.{finding.criterion}"
