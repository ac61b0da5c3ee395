"""A batch's file read: the candidates it names, or what keeps it from being read, and where."""

import csv
import io
from dataclasses import dataclass

from services.intake.batch_columns import BY_NAME, COLUMNS, EXAMPLES, Column, plain
from shared.domain.batch import MOST_ROWS, BatchRow

#: Thirty candidates take under 10 kB.
MOST_BYTES = 256 * 1024
#: Titles of one list: three times those that we know, for columns that somebody left empty. [D]
MOST_COLUMNS = 3 * len(COLUMNS)
#: Characters that a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_YES = frozenset({"oui", "o", "vrai", "true", "1", "x", "yes"})
_FLAGS = frozenset({"first_licence", "aac", "hosted"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvFault:
    """One thing to mend in the file."""

    message: str
    #: Counted as a spreadsheet does; 0 for the file as a whole.
    line: int = 0
    column: str = ""


class UnreadableCsv(Exception):
    """The file is no list of candidates; nothing of it was kept."""

    def __init__(self, *faults: CsvFault) -> None:
        """Name everything that is wrong."""
        super().__init__(len(faults))
        self.faults = faults


def read_rows(data: bytes) -> tuple[BatchRow, ...]:
    """The candidates, one a line, as typed; raises UnreadableCsv."""
    lines = _lines(_text(data))
    columns = _columns(lines[0])
    filled = _filled(lines)
    wide = [_too_wide(number) for number, cells in filled if len(cells) > len(columns)]
    if wide:
        raise UnreadableCsv(*wide[:MOST_ROWS])
    rows = [_row(place, number, columns, cells) for place, (number, cells) in enumerate(filled, 1)]
    if not rows:
        raise UnreadableCsv(CsvFault(message="Ajoutez au moins un candidat sous les titres."))
    if len(rows) > MOST_ROWS:
        message = f"Ce fichier a {len(rows)} candidats. Gardez-en {MOST_ROWS} au plus par lot."
        raise UnreadableCsv(CsvFault(message=message, line=rows[MOST_ROWS].line))
    return tuple(rows)


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise UnreadableCsv(CsvFault(message="Le fichier est trop lourd. Choisissez la liste CSV."))
    if not data.strip():
        raise UnreadableCsv(CsvFault(message="Le fichier est vide. Remplissez le modèle."))
    if b"\x00" in data:
        message = "Ce fichier n’est pas un CSV. Enregistrez le tableau au format CSV."
        raise UnreadableCsv(CsvFault(message=message))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # what French spreadsheets write; its five empty places are no reason to refuse a list
        return data.decode("cp1252", errors="replace")


def _lines(text: str) -> list[list[str]]:
    """The cells of every line; the separator that the titles use more often is the one."""
    titles = text.lstrip("\r\n").partition("\n")[0]
    separator = ";" if titles.count(";") >= titles.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[list[str]] = []
    try:
        for cells in reader:
            # a cell may hold line breaks: the spreadsheet still shows one line
            lines.append([cell.strip() for cell in cells])
    except csv.Error as error:
        message = "Un guillemet ouvert n’est pas refermé. Refermez-le ou supprimez-le."
        raise UnreadableCsv(CsvFault(message=message, line=len(lines) + 1)) from error
    return lines


def _columns(titles: list[str]) -> list[Column | None]:
    """The column under each title; None under an empty one."""
    if len(_trimmed(titles)) > MOST_COLUMNS:
        message = "Ce fichier a trop de colonnes. Reprenez celles du modèle."
        raise UnreadableCsv(CsvFault(message=message, line=1))
    faults, found = [], []
    for title in titles:
        column = BY_NAME.get(plain(title)) if title else None
        if title and column is None:
            message = "Ce titre n’est pas connu. Reprenez celui du modèle, ou supprimez la colonne."
            faults.append(CsvFault(message=message, line=1, column=title[:40]))
        if column is not None and column in found:
            message = "Ce titre est présent deux fois. Supprimez l’une des deux colonnes."
            faults.append(CsvFault(message=message, line=1, column=title[:40]))
        found.append(column)
    for column in COLUMNS:
        if column.needed and column not in found:
            message = "Cette colonne manque. Ajoutez-la avec ce titre."
            faults.append(CsvFault(message=message, line=1, column=column.header))
    if faults:
        raise UnreadableCsv(*faults)
    return found


def _filled(lines: list[list[str]]) -> list[tuple[int, list[str]]]:
    """The lines below the titles that say something, with their numbers."""
    numbered = enumerate(lines[1:], 2)
    return [(number, _trimmed(cells)) for number, cells in numbered if any(cells)]


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells that spreadsheets leave at the end."""
    last = next((place for place in range(len(cells), 0, -1) if cells[place - 1]), 0)
    return cells[:last]


def _too_wide(number: int) -> CsvFault:
    message = "Cette ligne a plus de cases que de titres. Mettez entre guillemets le texte "
    return CsvFault(message=f"{message}qui contient une virgule ou un point-virgule.", line=number)


def _row(place: int, number: int, columns: list[Column | None], cells: list[str]) -> BatchRow:
    typed = {"kind": "registration", "category": "B", "first_licence": "oui"}
    reference = f"{place:02d}"
    for column, cell in zip(columns, cells, strict=False):
        if column is None or not cell:
            continue
        if not column.field:
            reference = cell[:20]
        else:
            typed[column.field] = _value(column.field, cell)
    name = " ".join(
        [
            *typed.get("candidate.given_names", "").split(",")[:1],
            typed.get("candidate.birth_name", ""),
        ]
    )
    return BatchRow(
        line=number, reference=reference, name=name.strip() or f"Ligne {number}", typed=typed
    )


def _value(field: str, cell: str) -> str:
    if field in _FLAGS:
        return "oui" if plain(cell) in _YES else ""
    return cell.upper() if field in ("category", "nationality", "photo_code") else cell


def template() -> bytes:
    """The file to fill: UTF-8 with the mark that French spreadsheets look for, and semicolons."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(column.header for column in COLUMNS)
    writer.writerows([safe_cell(cell) for cell in row] for row in EXAMPLES)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet runs (OWASP, CSV injection): formulas begin with an apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA) else text
