"""The pieces of a request as its filer sends them: one row a piece, wanted or there."""

import datetime as dt
from dataclasses import dataclass

from services.intake.corrected import judge_correction
from services.intake.required import BY_PIECE
from services.intake.rules import judge_completeness, judge_demande, required_pieces
from shared.domain.dossier import Dossier, StageStatus
from shared.domain.findings import Verdict
from shared.domain.piece import PIECE_LABELS, Piece, PieceKind
from shared.stages import StageName


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """The place of one piece."""

    kind: PieceKind
    label: str
    why: str
    example: str
    piece: Piece | None
    #: What a correction asks for; empty elsewhere.
    asked: str
    #: True where another file may be sent now.
    replaceable: bool
    removable: bool


def slots_of(dossier: Dossier, today: dt.date) -> tuple[Slot, ...]:
    """The pieces that are wanted, then what came besides."""
    wanted = required_pieces(dossier.demande, today)
    kinds = [*wanted, *(kind for kind in dossier.pieces if kind not in wanted)]
    return tuple(_slot(dossier, kind, wanted.get(kind, "")) for kind in kinds)


def _slot(dossier: Dossier, kind: PieceKind, why: str) -> Slot:
    label, row = PIECE_LABELS[kind], BY_PIECE.get(kind)
    drafting = dossier.stage(StageName.DRAFT).status is StageStatus.OPEN
    asked = next((item.message for item in dossier.items if item.piece is kind), "")
    return Slot(
        kind=kind,
        label=f"{label[:1].upper()}{label[1:]}",
        why=why,
        example=row.example if row else "",
        piece=dossier.pieces.get(kind),
        asked=asked,
        replaceable=drafting or bool(asked),
        removable=drafting and kind in dossier.pieces,
    )


def still_missing(dossier: Dossier, today: dt.date) -> tuple[str, ...]:
    """What keeps the request from being sent, in sentences."""
    if dossier.stage(StageName.DRAFT).status is not StageStatus.OPEN:
        asked = [item.message for item in dossier.items if not item.mended]
        return (*asked, *(found.message for found in judge_correction(dossier, today)))
    findings = (
        *judge_demande(dossier.demande, today),
        *judge_completeness(dossier.demande, frozenset(dossier.pieces), today),
    )
    return tuple(found.message for found in findings if found.verdict is Verdict.FAIL)
