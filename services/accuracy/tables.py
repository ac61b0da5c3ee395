"""A measured table: what it was measured on stands in it; a rate without its set says nothing."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

Cell = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures of one part on one set. Cells of a row are in the order of the columns."""

    part: str
    title: str
    #: Name of the pictures measured on, such as "rendered" or that of a folder.
    set_name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    #: What the figures do not show, one sentence each.
    notes: tuple[str, ...] = ()


def json_line(table: Table) -> str:
    """One JSON object a table."""
    return json.dumps(asdict(table), ensure_ascii=False)


def markdown(table: Table) -> str:
    """The table as people read it in a terminal and in BENCHMARKS.md."""
    cells = [table.columns, *(tuple(_shown(cell) for cell in row) for row in table.rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(table.columns))]
    lines = [_line(row, widths) for row in cells]
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    heading = f"### {table.title} ({table.set_name})"
    notes = [f"- {note}" for note in table.notes]
    return "\n".join([heading, "", lines[0], rule, *lines[1:], *([""] if notes else []), *notes])


def _line(row: Iterable[str], widths: Iterable[int]) -> str:
    return (
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
    )


def _shown(cell: Cell) -> str:
    if cell is None:
        return "–"
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)
