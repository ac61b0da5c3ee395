"""Fields of the visual zone: each beside or below its label, never a label for a value."""

import pytest

from services.imagecheck.identity.document_kind import kind_of_print
from services.imagecheck.identity.licence_fields import read_licence
from services.imagecheck.identity.print_text import Print
from services.imagecheck.identity.visual_zone import read_visual_zone
from services.imagecheck.identity.viz_labels import find_labels
from services.imagecheck.identity.viz_values import parse, parse_date
from shared.domain.findings import Evidence


def a_line(text, left=0, top=0, *, height=30, confidence=0.97):
    """A line of print whose letters are half as wide as high."""
    return Print(
        text=text,
        confidence=confidence,
        left=left,
        top=top,
        right=left + len(text) * height / 2,
        bottom=top + height,
        evidence=Evidence(page=1),
    )


def values_of(*lines):
    """Name and value of every field."""
    return {reading.name: reading.value for reading in read_visual_zone(lines)}


NEW_CARD = (
    a_line("CARTE NATIONALE D'IDENTITÉ", 0, 0),
    a_line("NOM / Surname", 300, 60),
    a_line("MARTIN-LECŒUR", 300, 95),
    a_line("Prénoms / Given names", 300, 140),
    a_line("Maëlle, Anne-Sophie", 300, 175),
    a_line("SEXE / Sex NATIONALITÉ / Nationality", 300, 220),
    a_line("F", 300, 255),
    a_line("FRA", 470, 255),
    a_line("DATE DE NAISS. / Date of birth", 900, 220),
    a_line("14 032006", 900, 255),
    a_line("LIEU DE NAISSANCE / Place of birth", 300, 300),
    a_line("SAINT-ÉTIENNE", 300, 335),
    a_line("N° DU DOCUMENT / Document No", 300, 400),
    a_line("X4RTBPFW4", 300, 435),
    a_line("DATE D'EXPIR. / Expiry date", 900, 400),
    a_line("11 02 2030", 900, 435),
)

OLD_CARD = (
    a_line("CARTE NATIONALE D'IDENTITÉ Nº: 940992310285", 0, 0),
    a_line("Nationalité Française", 800, 0),
    a_line("BC Nom: BERTHIER", 300, 60),
    a_line("Prénom(s): CORINNE", 300, 130),
    a_line("Sexe: F", 300, 200),
    a_line("Né(e) le: 06.12.1965", 600, 200),
    a_line("à: PARIS 1ER (75)", 300, 240),
    a_line("Taille1M70", 300, 280),
)


def test_the_front_of_a_new_card_is_read_below_its_labels():
    assert values_of(*NEW_CARD) == {
        "birth_name": "MARTIN-LECŒUR",
        "given_names": "Maëlle, Anne-Sophie",
        "sex": "F",
        "nationality": "FRA",
        "birth_date": "2006-03-14",
        "birth_place": "SAINT-ÉTIENNE",
        "document_number": "X4RTBPFW4",
        "expiry_date": "2030-02-11",
    }


def test_the_front_of_an_old_card_is_read_beside_its_labels():
    assert values_of(*OLD_CARD) == {
        "document_number": "940992310285",
        "nationality": "Française",
        "birth_name": "BERTHIER",
        "given_names": "CORINNE",
        "sex": "F",
        "birth_date": "1965-12-06",
        "birth_place": "PARIS 1ER (75)",
        "height": "1,70 m",
    }


def test_the_address_on_the_back_is_read_to_its_last_line():
    back = (
        a_line("TAILLE / Height", 0, 0),
        a_line("1,68m", 0, 35),
        a_line("ADRESSE / Address", 0, 90),
        a_line("44 RUE DÉSIRÉ SAINT CLÉMENT", 0, 125),
        a_line("33000 BORDEAUX", 0, 160),
        a_line("FRANCE", 0, 195),
        a_line("RÉPUBLIQUE FRANÇAISE", 200, 400),
    )

    assert values_of(*back) == {
        "height": "1,68 m",
        "address": "44 RUE DÉSIRÉ SAINT CLÉMENT\n33000 BORDEAUX\nFRANCE",
    }


def test_the_back_of_an_old_card_ends_its_address_before_the_next_label():
    back = (
        a_line("Adresse :", 0, 0),
        a_line("3 IMPASSE DES LILAS", 400, 0),
        a_line("97200 FORT-DE-FRANCE", 400, 60),
        a_line("Carte valable jusqu'au :", 0, 120),
        a_line("05.04.2031", 400, 120),
        a_line("Délivrée le :", 0, 180),
        a_line("06.04.2016", 400, 180),
    )

    assert values_of(*back) == {
        "address": "3 IMPASSE DES LILAS\n97200 FORT-DE-FRANCE",
        "expiry_date": "2031-04-05",
        "issued_on": "2016-04-06",
    }


@pytest.mark.parametrize("card", [NEW_CARD, OLD_CARD], ids=["new", "old"])
def test_a_blank_form_gives_no_field(card):
    blank = []
    for line in card:
        labels = find_labels(line.text)
        if labels:
            blank.append(a_line(line.text[: labels[-1].end], line.left, line.top))

    assert values_of(*blank) == {}


def test_every_reading_says_how_sure_it_is_and_from_where():
    readings = {reading.name: reading for reading in read_visual_zone(OLD_CARD)}

    assert readings["birth_name"].confidence == pytest.approx(0.97)
    assert readings["birth_name"].source == "visual_zone"
    assert readings["birth_name"].evidence is not None


def test_the_numbered_fields_of_a_licence_are_read():
    lines = (
        a_line("PERMIS DE CONDUIRE", 0, 0),
        a_line("1. MARTINa", 100, 60),
        a_line("2. «Paul", 100, 100),
        a_line("3. 14.07.1981 (Lyon)", 100, 140),
        a_line("4a 01.01.2013", 100, 180),
        a_line("4b.31.12.2018", 100, 220),
        a_line("5.13AA00002", 100, 260),
    )

    assert kind_of_print(lines) == "licence"
    assert {reading.name: reading.value for reading in read_licence(lines)} == {
        "birth_name": "MARTIN",
        "given_names": "Paul",
        "birth_date": "1981-07-14",
        "birth_place": "Lyon",
        "issued_on": "2013-01-01",
        "expiry_date": "2018-12-31",
        "document_number": "13AA00002",
    }


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("12 022020", "2020-02-12"),
        ("06.12.1965", "1965-12-06"),
        ("14/07/1981 (Lyon)", "1981-07-14"),
        ("12 AOÛ/AUG 2019", "2019-08-12"),
        ("31 02 2020", None),
        ("99999", None),
    ],
)
def test_dates_are_read_in_the_ways_in_which_documents_print_them(text, date):
    assert parse_date(text) == date


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("birth_name", "Prénoms / Given names"),
        ("birth_name", "12 34"),
        ("document_number", "FRANCAISE"),
        ("sex", "MADAME"),
        ("height", "12 022020"),
        ("nationality", "NaL."),
        ("given_names", "ds"),
    ],
)
def test_what_is_no_value_of_the_field_is_refused(field, text):
    assert parse(field, text) is None


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("birth_name", "LECCEUR", "LECŒUR"),
        ("birth_name", "LANCEUR", "LANCEUR"),
        ("nationality", "Fronçaise", "Française"),
        ("nationality", "FRA", "FRA"),
        ("birth_place", "Utopia city)", "Utopia city"),
    ],
)
def test_what_readers_get_wrong_in_french_print_is_put_right(field, text, value):
    assert parse(field, text) == value


def test_the_second_language_of_a_label_is_no_value():
    lines = (a_line("LIEU DE NAISSANCE / PLece of sLrth"), a_line("ALGER", 0, 35))

    assert values_of(*lines) == {"birth_place": "ALGER"}


def test_a_name_that_looks_like_a_label_in_part_is_no_label():
    assert find_labels("SEXTON") == ()
    assert find_labels("NOMINOE") == ()


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("TITRE DE SÉJOUR / RESIDENCE PERMIT", "residence_permit"),
        ("PASSEPORT", "passport"),
        ("FACTURE D’ÉLECTRICITÉ", None),
    ],
)
def test_the_heading_tells_the_kind(heading, kind):
    assert kind_of_print([a_line(heading)]) == kind
