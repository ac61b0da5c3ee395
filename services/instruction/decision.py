"""Where a checked dossier goes: clean pile, review or correction. The machine refuses nothing."""

import dataclasses
import enum
from dataclasses import dataclass

from services.instruction.divergence.facts import gather
from services.instruction.divergence.fields import Source
from services.instruction.divergence.match import SLIPS, Cause
from services.instruction.divergence.rules import RULE_SET, SUMMARY, codes, judge
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

__all__ = ["RULE_SET", "Mender", "Routing", "compare_and_decide", "decide_route"]


class Mender(enum.StrEnum):
    """Who can mend what a finding says."""

    #: The candidate or the school, by sending another file.
    FILE = "file"
    #: The candidate or the school, by correcting a field of the request.
    FIELD = "field"
    #: An agent has to look.
    AGENT = "agent"
    #: Nobody has to: it is said, and weighs nothing.
    NOBODY = "nobody"


#: What an open finding asks for, by verdict, when MENDERS names no exception.
BY_VERDICT: dict[Verdict, Mender] = {
    Verdict.PASS: Mender.NOBODY,
    Verdict.FAIL: Mender.FILE,
    Verdict.WARN: Mender.AGENT,
    Verdict.NOT_EVALUATED: Mender.AGENT,
}

#: Failed criteria that another file does not mend. [D]: a doubt on the document itself is an
#: agent's, and it is not announced to whoever may have made it.
MENDERS: dict[str, Mender] = {
    "mrz_found": Mender.AGENT,
    "mrz_check_digits": Mender.AGENT,
    "specimen": Mender.AGENT,
    "two_d_doc_signature": Mender.AGENT,
}

#: E-mail causes that only another address mends (RULEBOOK PC8).
EMAIL_CAUSES = frozenset(
    {Cause.SHARED_EMAIL, Cause.OTHER_PERSONS_ACCOUNT, Cause.REFUSED_EMAIL_DOMAIN}
)

#: Pieces that no check reads and that nothing else confirms: an agent compares the names
#: (RULEBOOK AD2, AD3) or reads the advice. Examination results and the JDC are known to the
#: State itself, so these pieces do not keep a dossier from the clean pile. [D]
READ_BY_AGENT = (PieceKind.REPRESENTATIVE_IDENTITY, PieceKind.HOSTING, PieceKind.MEDICAL)

#: The checks whose answers are weighed, in flow order.
CHECKS = tuple(row.name for row in TABLE.values() if row.piece is not None)


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
    items: list[CorrectionItem] = []
    reasons: list[str] = []
    for name in CHECKS:
        stage_items, stage_reasons = _weigh_stage(name, dossier)
        items += stage_items
        reasons += stage_reasons
    trusted = _document_is_verified(dossier.stage(StageName.IDENTITY))
    for finding in divergence.findings:
        mender = _field_mender(finding, divergence, trusted=trusted)
        if mender is Mender.FIELD:
            field = finding.criterion.removeprefix("divergence_")
            items.append(CorrectionItem(message=finding.message, field=field))
        if mender is not Mender.NOBODY:
            reasons.append(finding.criterion)
    reasons += [f"{kind}.unread" for kind in READ_BY_AGENT if kind in dossier.pieces]
    return Routing(route=_route(items, reasons), items=tuple(items), reasons=tuple(reasons))


def _route(items: list[CorrectionItem], reasons: list[str]) -> Route:
    if items:
        return Route.CORRECTION
    return Route.REVIEW if reasons else Route.CLEAN


def _weigh_stage(name: StageName, dossier: Dossier) -> tuple[list[CorrectionItem], list[str]]:
    """One item a piece that another file can mend, and a reason for all that is not in order."""
    stage, piece = dossier.stage(name), TABLE[name].piece
    if piece is None or (piece not in dossier.pieces and stage.result is None):
        return [], []
    if stage.status is not StageStatus.DONE or stage.result is None:
        return [], [f"{name}.{stage.status}"]
    menders = [(finding, _piece_mender(finding)) for finding in stage.result.findings]
    reasons = [f"{name}.{found.criterion}" for found, who in menders if who is not Mender.NOBODY]
    to_mend = [found.message for found, who in menders if who is Mender.FILE]
    return ([_piece_item(piece, to_mend)] if to_mend else []), reasons or _silence(stage.result)


def _silence(result: CheckResult) -> list[str]:
    """A check without one finding of weight has checked nothing, so a person does."""
    weighty = [finding for finding in result.findings if not finding.advisory]
    return [] if weighty else ["no_finding"]


def _piece_mender(finding: Finding) -> Mender:
    if finding.advisory:
        return Mender.NOBODY
    if finding.verdict is Verdict.FAIL:
        return MENDERS.get(finding.criterion, Mender.FILE)
    return BY_VERDICT[finding.verdict]


def _piece_item(piece: PieceKind, messages: list[str]) -> CorrectionItem:
    label = PIECE_LABELS[piece]
    text = " ".join(dict.fromkeys(messages))
    return CorrectionItem(message=f"{label[:1].upper()}{label[1:]} : {text}", piece=piece)


def _field_mender(finding: Finding, divergence: CheckResult, *, trusted: bool) -> Mender:
    """Who mends a field. Only a verified document with the account on its side corrects people."""
    name = finding.criterion.removeprefix("divergence_")
    cause, wrong = divergence.facts.get(f"cause.{name}"), divergence.facts.get(f"wrong.{name}")
    if finding.criterion == SUMMARY or cause == Cause.ACCOUNT_FIELD_EMPTY:
        # the fields that the line lists weigh for themselves; an empty account field weighs
        # nothing where a document was read (RULEBOOK N7)
        empty = finding.verdict is Verdict.WARN or finding.criterion == SUMMARY
        return Mender.NOBODY if empty else Mender.AGENT
    if finding.verdict is Verdict.FAIL:
        if name == "email" and cause in EMAIL_CAUSES:
            return Mender.FIELD
        slip = cause in SLIPS and wrong == Source.DECLARED
        return Mender.FIELD if slip and trusted else Mender.AGENT
    return BY_VERDICT[finding.verdict]


def _document_is_verified(identity: StageRun) -> bool:
    reading = identity.result.identity if identity.result else None
    return bool(reading and reading.mrz and reading.mrz.verified)
