"""Why a dossier is in front of an agent: its findings, the weightiest first."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.instruction.console_evidence import Zone, finding_key
from services.instruction.decision import Weighed, weigh
from services.instruction.weights import Mender
from shared.domain.dossier import Dossier
from shared.domain.findings import CheckResult, Verdict
from shared.domain.piece import PIECE_LABELS, PieceKind
from shared.domain.states import STAGE_LABELS
from shared.stages import StageName

_UNANSWERED = "Le contrôle automatique n’a pas donné de réponse. Regardez la pièce."
_UNREAD = "Aucun contrôle automatique ne lit cette pièce. Regardez-la."
#: Reasons that are no finding of a check.
_UNSAID = {
    "unread": _UNREAD,
    "other_person": "Le nom lu sur cette pièce n’est pas sûrement celui du candidat.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason, with where it is seen."""

    subject: str
    text: str
    zone: Zone | None = None


def reasons_of(dossier: Dossier, zones: Mapping[str, Zone]) -> tuple[Reason, ...]:
    """Every finding that weighs something, said once."""
    compared = dossier.stage(StageName.DIVERGENCE).result or CheckResult(findings=())
    counted = [one for one in weigh(dossier, compared) if one.weight.mender is not Mender.NOBODY]
    counted.sort(key=lambda one: -one.weight.points)
    told = {one.reason: _reason(dossier, one, zones) for one in reversed(counted)}
    return tuple(told[one] for one in dict.fromkeys(one.reason for one in counted))


def _reason(dossier: Dossier, one: Weighed, zones: Mapping[str, Zone]) -> Reason:
    subject, _, criterion = one.reason.partition(".")
    if subject in set(StageName):
        stage = StageName(subject)
        zone = zones.get(finding_key(stage, criterion))
        text = one.message or _found(dossier, stage, criterion) or _unsaid(criterion)
        return Reason(subject=STAGE_LABELS[stage], text=text, zone=zone)
    if subject in set(PieceKind):
        return Reason(subject=_capital(PIECE_LABELS[PieceKind(subject)]), text=_UNREAD)
    text = one.message or _found(dossier, StageName.DIVERGENCE, one.reason)
    return Reason(subject="Comparaison", text=text or _UNANSWERED)


def _found(dossier: Dossier, stage: StageName, criterion: str) -> str:
    result = dossier.stage(stage).result
    found = [
        one.message
        for one in (result.findings if result else ())
        if one.criterion == criterion and one.verdict is not Verdict.PASS
    ]
    return found[0] if found else ""


def _unsaid(criterion: str) -> str:
    return _UNSAID.get(criterion, _UNANSWERED)


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
