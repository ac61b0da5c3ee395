"""Layouts: every format is recognised, read into its fields, and its digits tested."""

import pytest

from services.imagecheck.identity.mrz_fields import read_fields
from services.imagecheck.identity.mrz_layouts import LAYOUTS
from services.imagecheck.identity.mrz_match import match_block

#: The examples that ICAO Doc 9303 prints for its imaginary state, and two French specimens.
EXAMPLES = {
    "td1": (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ),
    "td2": ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
    "td3": (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ),
    "mrva": (
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    ),
    "mrvb": ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"),
    "old_cni": ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "9409923102854CORINNE<<<<<<<6512068F4"),
    "licence": ("D1FRA13AA000026181231MARTIN<<9",),
}


@pytest.mark.parametrize("form", EXAMPLES)
def test_an_example_is_recognised_unchanged_and_all_its_digits_hold(form):
    match = match_block(EXAMPLES[form])

    assert match is not None
    assert match.fitted.layout.format == form
    assert match.fitted.lines == EXAMPLES[form]
    assert match.fitted.failed == ()
    assert not match.fitted.searched


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.format)
def test_every_column_of_a_layout_has_an_alphabet(layout):
    assert {len(columns) for columns in layout.columns} == {layout.width}
    for line, start, end in (layout.number, *layout.names, layout.state):
        assert 0 <= start < end <= len(layout.columns[line])


def test_only_the_old_french_card_and_the_licence_cover_their_names_by_a_digit():
    covered = {layout.format for layout in LAYOUTS if layout.names_are_covered}

    assert covered == {"old_cni", "licence"}


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("td1", "ERIKSSON|ANNA,MARIA|1974-08-12|D23145890|2012-04-15|F"),
        ("td3", "ERIKSSON|ANNA,MARIA|1974-08-12|L898902C3|2012-04-15|F"),
        ("mrva", "ERIKSSON|ANNA,MARIA|1940-09-07|L8988901C|1996-12-10|F"),
        ("old_cni", "BERTHIER|CORINNE|1965-12-06|940992310285|None|F"),
        ("licence", "MARTIN||None|13AA00002|2018-12-31|None"),
    ],
)
def test_an_example_gives_its_fields(form, expected):
    fields = read_fields(match_block(EXAMPLES[form]).fitted)

    given = ",".join(fields.given_names)
    dates = f"{fields.birth_date}|{fields.document_number}|{fields.expiry_date}"
    assert f"{fields.birth_name}|{given}|{dates}|{fields.sex}" == expected


def test_a_line_of_print_above_the_zone_is_left_aside():
    match = match_block(("CORINNE<BERTHIER<NEE<LE<6", *EXAMPLES["old_cni"]))

    assert match.start == 1
    assert match.fitted.lines == EXAMPLES["old_cni"]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((), id="nothing"),
        pytest.param(("FACTURE<DU<24<OCTOBRE", "69008<LYON"), id="a bill"),
        pytest.param(("<" * 44, "<" * 44), id="fillers only"),
        pytest.param(("A" * 36, "A" * 36), id="letters only"),
    ],
)
def test_other_print_is_no_zone(lines):
    assert match_block(lines) is None
