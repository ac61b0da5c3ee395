"""Reception: every piece is there whole and is what it was when it came in."""

import hashlib
from dataclasses import dataclass

from services.intake.rules import RULE_SET, judge_completeness, judge_demande
from shared.domain.dossier import Dossier
from shared.domain.findings import CheckResult, Finding, Verdict
from shared.domain.piece import PIECE_LABELS, Piece
from shared.errors import Permanent
from shared.pipeline.ports import Blobs, Clock
from shared.stages import TABLE

#: Pieces that a stage checks; the others are looked at by an agent.
CHECKED = frozenset(row.piece for row in TABLE.values() if row.piece)


class PieceAltered(Permanent):
    """The stored bytes of a piece are not those that were taken in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What reception needs of the outside."""

    blobs: Blobs
    clock: Clock


async def receive_dossier(dossier: Dossier, tools: Tools) -> CheckResult:
    """Read every piece back and compare its digest, then judge what was declared once more."""
    findings: list[Finding] = []
    for piece in dossier.pieces.values():
        data = await tools.blobs.read(piece.blob_id)
        if hashlib.sha256(data).hexdigest() != piece.sha256:
            raise PieceAltered(dossier.dossier_id, piece.kind)
        findings.append(_received(piece))
    today = tools.clock.now().date()
    findings += judge_demande(dossier.demande, today)
    findings += judge_completeness(dossier.demande, frozenset(dossier.pieces), today)
    return CheckResult(findings=tuple(findings))


def _received(piece: Piece) -> Finding:
    label = PIECE_LABELS[piece.kind]
    if piece.kind in CHECKED:
        return Finding(
            criterion="received",
            verdict=Verdict.PASS,
            message=f"Pièce bien reçue : {label}.",
            value=piece.kind.value,
            rule_set=RULE_SET,
        )
    return Finding(
        criterion="received",
        verdict=Verdict.NOT_EVALUATED,
        message=f"Pièce bien reçue : {label}. Un agent l’examinera.",
        value=piece.kind.value,
        advisory=True,
        rule_set=RULE_SET,
    )
