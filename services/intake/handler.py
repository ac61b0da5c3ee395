"""Reception: every piece is there whole and is what it was when it came in."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from services.intake.duplicate import judge_duplicates
from services.intake.photo_code import brought, left_to_agent, plain_code, refused
from services.intake.rules import RULE_SET, judge_completeness, judge_demande
from shared.domain.dossier import Dossier
from shared.domain.files import sniff_media_type
from shared.domain.findings import CheckResult, Finding, Verdict
from shared.domain.photo_code import CodeAnswer
from shared.domain.piece import BACKS, PIECE_LABELS, Piece, PieceKind
from shared.errors import Permanent
from shared.pipeline.duplicates import Duplicates
from shared.pipeline.photo_codes import CodeRefusal, PhotoCodes
from shared.pipeline.ports import Blobs, Clock
from shared.stages import TABLE

#: Pieces that a stage checks; the others are looked at by an agent.
CHECKED = frozenset(row.piece for row in TABLE.values() if row.piece) | frozenset(BACKS.values())


class PieceAltered(Permanent):
    """The stored bytes of a piece are not those that were taken in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What reception needs of the outside."""

    blobs: Blobs
    clock: Clock
    #: None where no service of codes is set up: agents look them up.
    codes: PhotoCodes | None = None
    #: None where nobody keeps other requests.
    duplicates: Duplicates | None = None


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
    if tools.duplicates is not None:
        findings += await judge_duplicates(dossier, tools.duplicates)
    return CheckResult(findings=tuple(findings))


async def fetch_pictures(dossier: Dossier, tools: Tools) -> CodeAnswer:
    """Photo and signature by their code; raises PhotoCodePending while they are not available."""
    code = dossier.demande.photo_code
    if code is None or tools.codes is None:
        return left_to_agent()
    answer = await tools.codes.fetch(plain_code(code), dossier.dossier_id)
    if isinstance(answer, CodeRefusal):
        return refused(answer)
    pictures = ((PieceKind.PHOTO, answer.photo), (PieceKind.SIGNATURE, answer.signature))
    pieces = [
        await _stored(kind, data, dossier, tools)
        for kind, data in pictures
        if kind not in dossier.pieces
    ]
    return brought(tuple(pieces))


async def _stored(kind: PieceKind, data: bytes, dossier: Dossier, tools: Tools) -> Piece:
    async def whole() -> AsyncIterator[bytes]:
        yield data

    stored = await tools.blobs.write(whole(), len(data), dossier.dossier_id)
    return Piece(
        kind=kind,
        blob_id=stored.blob_id,
        sha256=stored.sha256,
        size=stored.size,
        media_type=sniff_media_type(stored.head) or "application/octet-stream",
        uploaded_at=tools.clock.now(),
    )


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
