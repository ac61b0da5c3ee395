"""Whether a request is complete, which checks it gets, and whether what is declared can be."""

import datetime as dt

from services.intake.declared import judge_candidate, judge_contact, judge_representative
from services.intake.photo_code import judge_photo_code
from services.intake.required import BY_PIECE, REQUIREMENTS
from services.intake.said import RULE_SET, problem
from services.intake.situation import situation
from shared.domain.demande import Demande
from shared.domain.findings import Finding, Verdict
from shared.domain.piece import PIECE_LABELS, PieceKind
from shared.stages import TABLE, StageName

__all__ = [
    "RULE_SET",
    "judge_completeness",
    "judge_demande",
    "required_checks",
    "required_pieces",
]


def required_pieces(demande: Demande, today: dt.date) -> dict[PieceKind, str]:
    """The pieces that the request needs, each with the French reason, in the order shown."""
    case = situation(demande, today)
    return {row.piece: row.why for row in REQUIREMENTS if row.needed(case)}


def judge_completeness(
    demande: Demande, kinds: frozenset[PieceKind], today: dt.date
) -> tuple[Finding, ...]:
    """One finding a missing piece; none when the request is complete."""
    return tuple(
        _missing(kind, why)
        for kind, why in required_pieces(demande, today).items()
        if kind not in kinds
    )


def _missing(kind: PieceKind, why: str) -> Finding:
    label, example = PIECE_LABELS[kind], BY_PIECE[kind].example
    message = f"Il manque : {label}. {why} Ajoutez par exemple {example}."
    return problem("missing_piece", Verdict.FAIL, message, kind.value, label)


def required_checks(kinds: frozenset[PieceKind]) -> frozenset[StageName]:
    """The stages of the pieces that are there."""
    return frozenset(row.name for row in TABLE.values() if row.piece in kinds)


def judge_demande(demande: Demande, today: dt.date) -> tuple[Finding, ...]:
    """Everything that is wrong or unlikely in the declared part; nothing when all is well."""
    return (
        *judge_candidate(demande, today),
        *judge_representative(demande, today),
        *judge_contact(demande),
        *judge_photo_code(demande.photo_code),
    )
