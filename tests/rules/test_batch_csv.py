"""A school's list: read as spreadsheets write it, or refused with the line and the column."""

import time

import pytest

from services.intake.batch_columns import COLUMNS, EXAMPLES
from services.intake.batch_csv import (
    MOST_BYTES,
    MOST_COLUMNS,
    UnreadableCsv,
    read_rows,
    safe_cell,
    template,
)
from services.intake.filing_form import Form, read_form
from shared.domain.batch import MOST_ROWS
from shared.domain.demande import Demande

HEADER = "numéro;nom;prénoms;date de naissance;email;rue;code postal;ville"
LINE = "07;Lecœur;Maëlle, Anne;12/03/2006;m@exemple.fr;12 rue des Lilas;35000;Rennes"


def refused(data):
    with pytest.raises(UnreadableCsv) as caught:
        read_rows(data)
    return [(fault.line, fault.column) for fault in caught.value.faults]


@pytest.mark.parametrize(
    "data",
    [
        f"{HEADER}\n{LINE}\n".encode(),
        f"{HEADER}\r\n{LINE}\r\n".encode("utf-8-sig"),
        f"{HEADER}\n{LINE}\n".encode("cp1252"),
        f"{HEADER.upper()}\n{LINE}\n;;;;;;;\n\n".encode(),
        f"{HEADER}\n{LINE};;;\n".encode(),
        (HEADER + "\n" + LINE).replace(", ", "|").replace(";", ",").replace("|", " ").encode(),
    ],
    ids=["utf-8", "utf-8 with mark", "windows-1252", "capitals", "empty cells", "commas"],
)
def test_a_list_is_read_as_it_comes(data):
    (row,) = read_rows(data)
    assert (row.line, row.reference, row.name.split()[-1]) == (2, "07", "Lecœur")
    assert row.typed["candidate.birth_date"] == "12/03/2006"
    assert isinstance(read_form(row.typed), Demande)


def test_the_template_is_a_list_that_can_be_read():
    rows = read_rows(template())
    assert len(rows) == len(EXAMPLES)
    assert all(isinstance(read_form(row.typed), Demande) for row in rows)
    assert read_form(rows[1].typed).representative.birth_name == "Modele"
    assert all(len(example) == len(COLUMNS) for example in EXAMPLES)


def test_lines_without_a_number_are_counted():
    header, line = HEADER.partition(";")[2], LINE.partition(";")[2]
    rows = read_rows(f"{header}\n{line}\n\n{line}\n".encode())
    assert [(row.line, row.reference) for row in rows] == [(2, "01"), (4, "02")]


def test_a_line_with_a_faulty_field_is_kept_as_typed():
    (row,) = read_rows(f"{HEADER}\n{LINE.replace('35000', '3500')}\n".encode())
    form = read_form(row.typed)
    assert isinstance(form, Form)
    assert list(form.errors) == ["address.postcode"]
    assert row.typed["address.postcode"] == "3500"


def test_a_column_that_is_missing_or_unknown_or_there_twice_is_named():
    header = HEADER.replace("rue", "chaussures").replace("ville", "nom")
    assert refused(f"{header}\n{LINE}\n".encode()) == [
        (1, "chaussures"),
        (1, "nom"),
        (1, "rue"),
        (1, "commune"),
    ]


def test_every_line_with_too_many_cells_is_named():
    wide = LINE.replace("12 rue", "12;rue")
    assert refused(f"{HEADER}\n{LINE}\n{wide}\n{wide}\n".encode()) == [(3, ""), (4, "")]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"", (0, "")),
        (b"  \n", (0, "")),
        (b"PK\x03\x04\x00\x00", (0, "")),
        (b"x" * (MOST_BYTES + 1), (0, "")),
        (HEADER.encode(), (0, "")),
        (f'{HEADER}\n{LINE}\n08;"Dupont;Zoe\n'.encode(), (3, "")),
        ("\n".join([HEADER, *[LINE] * (MOST_ROWS + 1)]).encode(), (MOST_ROWS + 2, "")),
    ],
    ids=[
        "empty",
        "blank",
        "a spreadsheet's own format",
        "huge",
        "titles only",
        "quote",
        "too many",
    ],
)
def test_a_file_that_is_no_list_says_where_and_what_to_do(data, place):
    assert refused(data) == [place]


def test_each_refusal_tells_what_to_do():
    with pytest.raises(UnreadableCsv) as caught:
        read_rows(b"couleur;nom\nrouge;Dupont\n")
    for fault in caught.value.faults:
        assert fault.message.endswith(".") and any(
            verb in fault.message for verb in ("Reprenez", "Ajoutez", "Supprimez")
        )


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM", "\tx"])
def test_no_cell_that_we_write_is_a_formula(text):
    assert safe_cell(text) == f"'{text}"
    assert safe_cell("Dupont") == "Dupont"


def test_a_line_of_empty_cells_is_read_in_a_moment():
    data = f"{HEADER}\n{LINE}{';' * 250_000}\n".encode()
    began = time.process_time()

    assert len(read_rows(data)) == 1
    assert time.process_time() - began < 1


def test_a_list_with_more_columns_than_any_list_has_is_refused():
    assert refused(f"{HEADER}{';' * MOST_COLUMNS}x\n{LINE}\n".encode()) == [(1, "")]
