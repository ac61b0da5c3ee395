"""Where a checked dossier goes: clean pile, review or correction. The machine refuses nothing."""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.instruction.divergence.comparing import Field
from services.instruction.divergence.facts import gather
from services.instruction.divergence.judgement import Codes, codes
from services.instruction.divergence.match import Cause
from services.instruction.divergence.rules import judge
from services.instruction.papers import weigh_papers
from services.instruction.weights import (
    BY_CRITERION,
    DECISION_RULES,
    NOTHING,
    PEOPLE,
    PIECE_ASKED,
    UNANSWERED,
    UNREAD,
    UNREAD_PIECE,
    Mender,
    Weight,
    field_name,
    weigh_field,
    weigh_piece_finding,
)
from shared.domain.dossier import (
    CorrectionItem,
    DivergenceResult,
    Dossier,
    Route,
    StageStatus,
)
from shared.domain.findings import CheckResult, Finding, Verdict
from shared.domain.piece import PIECE_LABELS, PieceKind, front_of
from shared.stages import TABLE, StageName

#: The checks whose answers are weighed, in flow order.
CHECKS = tuple((row.name, row.piece) for row in TABLE.values() if row.piece is not None)

#: A doubt on the names read, which the names typed settle when they say the same.
NAMES_READ = "reading"
NAMES = frozenset({f"divergence_{Field.BIRTH_NAME}", f"divergence_{Field.GIVEN_NAMES}"})
SETTLING = {
    StageName.IDENTITY: NAMES,
    StageName.REPRESENTATIVE_IDENTITY: frozenset({"divergence_parent_identity"}),
    StageName.HOST_IDENTITY: frozenset({"divergence_hosting_host"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One finding on the scales."""

    #: Code of the reason, for example "photo.sharpness" or "divergence_birth_date".
    reason: str
    weight: Weight
    message: str = ""
    #: What is to be mended: a piece, or a field of the request or of the account.
    piece: PieceKind | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """The route, what has to be mended, and every reason as a code, the gravest first."""

    route: Route
    items: tuple[CorrectionItem, ...] = ()
    reasons: tuple[str, ...] = ()


def compare_and_decide(
    dossier: Dossier, advice_only: frozenset[str] = frozenset()
) -> DivergenceResult:
    """Compare every source of identity, then weigh all findings of the dossier."""
    judgements = judge(gather(dossier))
    findings = tuple(judgement.finding for judgement in judgements)
    check = CheckResult(findings=findings, facts=codes(judgements))
    routing = decide(weigh(dossier, check), advice_only)
    said: Codes = {"reasons": " ".join(routing.reasons), "decision_rules": DECISION_RULES}
    check = dataclasses.replace(check, facts=check.facts | said)
    return DivergenceResult(check=check, route=routing.route, items=routing.items)


def decide(weighed: Iterable[Weighed], advice_only: frozenset[str] = frozenset()) -> Routing:
    """The policy: what people can mend comes first, so that an agent looks once.

    A rule that agents overrule too often may be set to advice only: it is said and weighs nothing.
    """
    counted = [
        one
        for one in weighed
        if one.weight.mender is not Mender.NOBODY and one.reason not in advice_only
    ]
    counted.sort(key=lambda one: -one.weight.points)
    items = _items([one for one in counted if one.weight.mender in PEOPLE])
    reasons = tuple(dict.fromkeys(one.reason for one in counted))
    route = Route.REVIEW if reasons else Route.CLEAN
    return Routing(route=Route.CORRECTION if items else route, items=items, reasons=reasons)


def _items(weighed: list[Weighed]) -> tuple[CorrectionItem, ...]:
    """One item a piece with every fault in it, one a field, in the order in which people file."""
    pieces: list[CorrectionItem] = []
    for kind in PieceKind:
        faults = dict.fromkeys(one.message for one in weighed if one.piece is kind)
        if faults:
            label = PIECE_LABELS[kind]
            text = f"{label[:1].upper()}{label[1:]} : {' '.join(faults)}"
            pieces.append(CorrectionItem(message=text, piece=kind))
    fields = {one.field: one.message for one in reversed(weighed) if one.field}
    mended = [CorrectionItem(message=fields[name], field=name) for name in reversed(fields)]
    return (*pieces, *mended)


def weigh(dossier: Dossier, divergence: CheckResult) -> Iterator[Weighed]:
    """Every finding of the dossier with its weight."""
    yield from _weigh_declared(StageName.RECEPTION, dossier)
    if PieceKind.PHOTO not in dossier.pieces:
        yield from _weigh_declared(StageName.PHOTO_CODE, dossier)
    for name, piece in CHECKS:
        if piece in dossier.pieces:
            yield from _weigh_check(name, piece, dossier, divergence)
    yield from weigh_fields(divergence)
    for reason, weight in weigh_papers(dossier):
        yield Weighed(reason=reason, weight=weight)
    for kind in dossier.pieces:
        if kind in UNREAD or front_of(kind) not in dossier.pieces:
            yield Weighed(reason=f"{kind}.unread", weight=UNREAD_PIECE)


def weigh_fields(divergence: CheckResult) -> Iterator[Weighed]:
    """The fields of the identity."""
    for finding in divergence.findings:
        weight, name = weigh_field(finding, divergence.facts), field_name(finding)
        if divergence.facts.get(f"cause.{name}") == Cause.OTHER_PERSONS_ACCOUNT:
            name = "email"  # another address leads to another account
        target = {Mender.FIELD: name, Mender.ACCOUNT: f"account.{name}"}.get(weight.mender)
        yield Weighed(
            reason=finding.criterion,
            weight=weight,
            message=finding.message,
            piece=PIECE_ASKED.get(finding.criterion),
            field=target,
        )


def _weigh_declared(name: StageName, dossier: Dossier) -> Iterator[Weighed]:
    """What was found unlikely in the declared part, or left of a code: a person looks."""
    result = dossier.stage(name).result
    for finding in result.findings if result else ():
        if not finding.advisory and finding.verdict is not Verdict.PASS:
            weight = BY_CRITERION.get(finding.criterion, UNANSWERED)
            yield Weighed(reason=f"{name}.{finding.criterion}", weight=weight)


def _weigh_check(
    name: StageName, piece: PieceKind, dossier: Dossier, divergence: CheckResult
) -> Iterator[Weighed]:
    """The findings of one piece; a check that gave no answer is a reason too."""
    stage = dossier.stage(name)
    if stage.status is not StageStatus.DONE or stage.result is None:
        yield Weighed(reason=f"{name}.{stage.status}", weight=UNANSWERED)
        return
    if all(finding.advisory for finding in stage.result.findings):
        yield Weighed(reason=f"{name}.no_finding", weight=UNANSWERED)  # nothing was checked
    for finding in stage.result.findings:
        weight = weigh_piece_finding(finding)
        if _settled_by_names(name, finding, divergence):
            weight = NOTHING
        target = piece if weight.mender is Mender.FILE else None
        reason = f"{name}.{finding.criterion}"
        yield Weighed(reason=reason, weight=weight, message=finding.message, piece=target)


def _settled_by_names(stage: StageName, finding: Finding, divergence: CheckResult) -> bool:
    """A name misread into the very name that was typed is no risk worth an agent's time. [D]"""
    if finding.criterion != NAMES_READ or finding.verdict is not Verdict.WARN:
        return False
    settling = SETTLING.get(stage, frozenset())
    names = [found for found in divergence.findings if found.criterion in settling]
    return bool(names) and all(
        found.verdict is Verdict.PASS
        or divergence.facts.get(f"cause.{field_name(found)}") == Cause.ACCOUNT_FIELD_EMPTY
        for found in names
    )
