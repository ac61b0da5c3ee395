"""A batch in values: one row a candidate, one cell a piece, red where something is to be mended."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from services.intake.batch_ready import in_draft, is_ready, looks_of, standing_of
from services.intake.filing_form import Form, read_form
from services.intake.previews import Preview, Previews
from services.intake.rules import judge_demande, required_pieces
from shared.domain.batch import BatchRow
from shared.domain.dossier import Dossier
from shared.domain.findings import Verdict
from shared.domain.piece import PIECE_LABELS, PieceKind, front_of
from shared.web.piece_rows import VERDICT_WORDS, PieceRow, RowState, piece_rows
from shared.web.rail_node import NodeState

#: The column that is no piece.
DEMANDE = "demande"

#: Heads of columns; any other piece has its own name.
_SHORT: dict[PieceKind, str] = {
    PieceKind.PHOTO: "Photo",
    PieceKind.IDENTITY: "Identité",
    PieceKind.ADDRESS: "Domicile",
    PieceKind.REPRESENTATIVE_IDENTITY: "Identité du parent",
    PieceKind.HOSTING: "Hébergement",
    PieceKind.HOST_IDENTITY: "Identité de l’hébergeant",
    PieceKind.JDC: "JDC",
    PieceKind.STAY: "Séjour",
    PieceKind.AAC: "Livret AAC",
    PieceKind.CEPC: "CEPC",
}
_TONES: dict[Verdict, NodeState] = {
    Verdict.PASS: NodeState.DONE,
    Verdict.WARN: NodeState.PERSON,
    Verdict.FAIL: NodeState.TROUBLE,
    Verdict.NOT_EVALUATED: NodeState.WAITING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One piece of one candidate, or the request itself."""

    column: str
    label: str
    tone: NodeState
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One candidate."""

    line: int
    reference: str
    name: str
    dossier_id: str | None
    #: In the order of the columns; None where the piece is not asked for.
    cells: tuple[Cell | None, ...]
    tone: NodeState
    #: Where the request stands, in a few words.
    word: str
    sent: bool
    ready: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The whole batch."""

    #: (column, head).
    columns: tuple[tuple[str, str], ...]
    rows: tuple[TableRow, ...]

    @property
    def ready(self) -> int:
        """How many may leave now."""
        return sum(row.ready for row in self.rows)

    @property
    def sent(self) -> int:
        """How many have left."""
        return sum(row.sent for row in self.rows)

    @property
    def looking(self) -> bool:
        """True while a first look is under way."""
        return any(
            cell and cell.tone is NodeState.RUNNING for row in self.rows for cell in row.cells
        )


def label_of(kind: PieceKind) -> str:
    """The head of a piece's column."""
    label = PIECE_LABELS[kind]
    return _SHORT.get(kind) or f"{label[:1].upper()}{label[1:]}"


def table_of(
    pairs: Sequence[tuple[BatchRow, Dossier | None]], now: dt.datetime, previews: Previews
) -> Table:
    """Every candidate against every piece that one of them needs."""
    today = now.date()
    wanted = {
        row.line: {*required_pieces(dossier.demande, today), *map(front_of, dossier.pieces)}
        for row, dossier in pairs
        if dossier is not None
    }
    kinds = [kind for kind in PieceKind if any(kind in pieces for pieces in wanted.values())]
    rows = []
    for row, dossier in pairs:
        tone, word = standing_of(dossier, now, previews)
        cells = {} if dossier is None else _cells(dossier, wanted[row.line], previews)
        rows.append(
            TableRow(
                line=row.line,
                reference=row.reference,
                name=row.name,
                dossier_id=row.dossier_id,
                cells=(_demande_cell(dossier, today), *(cells.get(kind) for kind in kinds)),
                sent=dossier is not None and not in_draft(dossier),
                ready=dossier is not None and is_ready(dossier, today, previews),
                tone=tone,
                word=word,
            )
        )
    columns = ((DEMANDE, "Demande"), *((kind.value, label_of(kind)) for kind in kinds))
    return Table(columns=columns, rows=tuple(rows))


def faults_of(row: BatchRow) -> Form:
    """What keeps a line from being a request; a form without faults where nothing does."""
    read = read_form(row.typed)
    return read if isinstance(read, Form) else Form(typed=dict(row.typed))


def _demande_cell(dossier: Dossier | None, today: dt.date) -> Cell:
    tone, word = NodeState.DONE, "complète"
    if dossier is None or (in_draft(dossier) and _is_faulty(dossier, today)):
        tone, word = NodeState.TROUBLE, "à corriger"
    return Cell(column=DEMANDE, label="Demande", tone=tone, word=word)


def _is_faulty(dossier: Dossier, today: dt.date) -> bool:
    return any(found.verdict is Verdict.FAIL for found in judge_demande(dossier.demande, today))


def _cells(dossier: Dossier, wanted: set[PieceKind], previews: Previews) -> dict[PieceKind, Cell]:
    looks = looks_of(dossier, previews)
    told = {row.kind: row for row in piece_rows(dossier)}
    cells = {}
    for kind in wanted:
        if kind not in dossier.pieces:
            tone, word = NodeState.PERSON, "à déposer"
        elif kind in looks:
            tone, word = _looked(looks[kind])
        else:
            tone, word = _checked(told[kind])
        cells[kind] = Cell(column=kind.value, label=label_of(kind), tone=tone, word=word)
    return cells


def _looked(look: Preview) -> tuple[NodeState, str]:
    if look.looking:
        return NodeState.RUNNING, "en cours"
    if look.verdict is None:
        return NodeState.DONE, "reçue"
    return _TONES[look.verdict], VERDICT_WORDS[look.verdict]


def _checked(row: PieceRow) -> tuple[NodeState, str]:
    if row.verdict is not None:
        return _TONES[row.verdict], row.word
    if row.state is RowState.CHECKING:
        return NodeState.RUNNING, "en cours"
    return NodeState.DONE, "reçue"
