"""The open cell of a batch's table: what is found, and the form that mends it in place."""

import datetime as dt
from dataclasses import dataclass

from services.intake.batch_columns import BY_FIELD
from services.intake.batch_ready import in_draft, looks_of
from services.intake.batch_table import DEMANDE, faults_of, label_of
from services.intake.filing_rows import may_replace
from services.intake.piece_pictures import NOTHING, PiecePictures, Shown
from services.intake.required import BY_PIECE
from services.intake.rules import judge_demande, required_pieces
from shared.domain.batch import BatchRow
from shared.domain.dossier import Dossier
from shared.domain.findings import Verdict
from shared.domain.piece import PieceKind
from shared.web.piece_rows import FindingCard, finding_cards, piece_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldToMend:
    """One faulty field of a line."""

    name: str
    label: str
    typed: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One cell, open."""

    line: int
    name: str
    column: str
    label: str
    dossier_id: str | None
    #: What to do, or what is asked; one sentence each.
    told: tuple[str, ...] = ()
    fields: tuple[FieldToMend, ...] = ()
    cards: tuple[FindingCard, ...] = ()
    shown: Shown = NOTHING
    has_piece: bool = False
    replaceable: bool = False


def panel_of(
    row: BatchRow, dossier: Dossier | None, column: str, today: dt.date, pictures: PiecePictures
) -> Panel | None:
    """The open cell; None for a column that there is not."""
    if column == DEMANDE:
        return _demande_panel(row, dossier, today)
    if dossier is None or column not in set(PieceKind):
        return None
    return _piece_panel(row, dossier, PieceKind(column), today, pictures)


def _demande_panel(row: BatchRow, dossier: Dossier | None, today: dt.date) -> Panel:
    told: tuple[str, ...] = ()
    fields: tuple[FieldToMend, ...] = ()
    if dossier is None:
        form = faults_of(row)
        fields = tuple(
            FieldToMend(name=name, label=_label(name), typed=form.typed.get(name, ""), fault=fault)
            for name, fault in form.errors.items()
        )
    elif in_draft(dossier):
        found = judge_demande(dossier.demande, today)
        told = tuple(one.message for one in found if one.verdict is Verdict.FAIL)
    return Panel(
        line=row.line,
        name=row.name,
        column=DEMANDE,
        label="Demande",
        dossier_id=row.dossier_id,
        told=told,
        fields=fields,
    )


def _label(field: str) -> str:
    column = BY_FIELD.get(field)
    name = column.header if column else field
    return f"{name[:1].upper()}{name[1:]}"


def _piece_panel(
    row: BatchRow, dossier: Dossier, kind: PieceKind, today: dt.date, pictures: PiecePictures
) -> Panel:
    look = looks_of(dossier, pictures.previews).get(kind)
    cards: tuple[FindingCard, ...]
    told: tuple[str, ...]
    if look is not None:
        told = (look.refused,) if look.refused else ()
        cards = finding_cards(look.findings)
    else:
        told = tuple(item.message for item in dossier.items if item.piece is kind)
        cards = next((one.cards for one in piece_rows(dossier) if one.kind is kind), ())
    if kind not in dossier.pieces:
        known = BY_PIECE.get(kind)
        why = required_pieces(dossier.demande, today).get(kind, "")
        told = tuple(text for text in (why, f"Exemple : {known.example}." if known else "") if text)
    return Panel(
        line=row.line,
        name=row.name,
        column=kind.value,
        label=label_of(kind),
        dossier_id=row.dossier_id,
        told=told,
        cards=cards,
        shown=pictures.shown(dossier, kind),
        has_piece=kind in dossier.pieces,
        replaceable=may_replace(dossier, kind),
    )
