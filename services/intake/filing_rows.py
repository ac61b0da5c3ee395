"""The pieces of a request as its filer sends them: one row a piece, wanted or there."""

import datetime as dt
from dataclasses import dataclass, replace

from services.intake.corrected import judge_correction
from services.intake.required import BY_PIECE
from services.intake.rules import judge_completeness, judge_demande, required_pieces
from shared.domain.dossier import Dossier, StageStatus
from shared.domain.filing import asks_for, may_remove
from shared.domain.findings import Verdict
from shared.domain.piece import BACKS, PIECE_LABELS, Piece, PieceKind, front_of
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
    #: The place of the other side, where the document may come as two files.
    back: "Slot | None" = None
    #: The place of what a hotel, a harbour or an office attests beside one's own proof (AD4).
    attestation: "Slot | None" = None


def slots_of(dossier: Dossier, today: dt.date) -> tuple[Slot, ...]:
    """The pieces that are wanted, then what came or is asked besides; a back is with its front."""
    wanted = required_pieces(dossier.demande, today)
    besides = (*dossier.pieces, *(item.piece for item in dossier.items if item.piece))
    kinds = dict.fromkeys((*wanted, *(front_of(kind) for kind in besides)))
    slots = tuple(_slot(dossier, kind, wanted.get(kind, "")) for kind in kinds)
    if PieceKind.HOSTING in kinds:
        return slots
    return tuple(_with_attestation(dossier, slot) for slot in slots)


def _with_attestation(dossier: Dossier, slot: Slot) -> Slot:
    """Whoever lives in a hotel, on a boat or without a home has more than a proof to send."""
    if slot.kind is not PieceKind.ADDRESS or not slot.replaceable:
        return slot
    place = _slot(dossier, PieceKind.HOSTING, "")
    return replace(slot, attestation=place) if place.replaceable else slot


def _slot(dossier: Dossier, kind: PieceKind, why: str) -> Slot:
    label, row = PIECE_LABELS[kind], BY_PIECE.get(kind)
    drafting = dossier.stage(StageName.DRAFT).status is StageStatus.OPEN
    asked = next((item.message for item in dossier.items if asks_for(item, kind)), "")
    back = BACKS.get(kind)
    return Slot(
        kind=kind,
        label=f"{label[:1].upper()}{label[1:]}",
        why=why,
        example=row.example if row else "",
        piece=dossier.pieces.get(kind),
        asked=asked,
        replaceable=drafting or bool(asked),
        removable=may_remove(dossier, kind),
        back=_slot(dossier, back, "") if back else None,
    )


def may_replace(dossier: Dossier, kind: PieceKind) -> bool:
    """True where another file may be sent now: in a draft, or where a correction asks for it."""
    drafting = dossier.stage(StageName.DRAFT).status is StageStatus.OPEN
    return drafting or any(asks_for(item, kind) for item in dossier.items)


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
