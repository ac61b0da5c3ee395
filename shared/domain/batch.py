"""A batch: up to thirty candidates of one school on their way to becoming requests."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from shared.domain.piece import PieceKind

#: [D] A school secretary works on a class, which has thirty at most.
MOST_ROWS = 30
#: Files that wait for a hand to say whose they are: every piece of a full class.
MOST_LOOSE = 200
#: As long as a draft is kept (stages.py, DRAFT): the batch does not outlive its requests' drafts.
KEPT = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One candidate of the list."""

    #: Its line in the file, counted as a spreadsheet does: the header is line 1.
    line: int
    #: « 03 »: what file names begin with.
    reference: str
    #: « Léa Dupont », as file names are compared with it.
    name: str
    #: What was typed, by field of the form; empty once a draft holds it.
    typed: Mapping[str, str] = field(default_factory=dict)
    dossier_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseFile:
    """A file that is kept although nobody knows yet whose piece it is."""

    blob_id: str
    name: str
    sha256: str
    size: int
    media_type: str
    #: Why it was not placed, for the person who places it.
    why: str
    uploaded_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedFile:
    """A file of the last upload that was not kept."""

    name: str
    #: What is wrong with it, then what to do.
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Everything of a batch that its requests' drafts do not hold."""

    batch_id: str
    owner: str
    created_at: dt.datetime
    #: When the store forgets it; every change puts it off.
    until: dt.datetime
    rev: int = 0
    rows: tuple[BatchRow, ...] = ()
    loose: tuple[LooseFile, ...] = ()
    refused: tuple[RefusedFile, ...] = ()


def row_of(batch: Batch, line: int) -> BatchRow | None:
    """The candidate of that line."""
    return next((row for row in batch.rows if row.line == line), None)


def loose_of(batch: Batch, blob_id: str) -> LooseFile | None:
    """The file of that name."""
    return next((file for file in batch.loose if file.blob_id == blob_id), None)


def with_row(batch: Batch, row: BatchRow) -> Batch:
    """The batch with this candidate in place of the one of the same line."""
    rows = tuple(row if before.line == row.line else before for before in batch.rows)
    return replace(batch, rows=rows)


def with_loose(batch: Batch, file: LooseFile) -> Batch:
    """The batch with one more file that nobody has placed."""
    return replace(batch, loose=(*batch.loose, file))


def without_loose(batch: Batch, blob_id: str) -> Batch:
    """The batch without that file."""
    return replace(batch, loose=tuple(file for file in batch.loose if file.blob_id != blob_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Whose piece a file is."""

    row: BatchRow
    kind: PieceKind
