"""Fields of an address proof: by label and by place, never any date or any postcode."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from services.imagecheck.address.facts import facts_of_page
from services.imagecheck.address.issue_date import find_issue_date
from services.imagecheck.address.issuers import find_issuer
from services.imagecheck.address.page_layout import page_of_runs
from services.imagecheck.address.postal_lines import find_addressee
from services.imagecheck.engines.pdf import TextRun

ADDRESS = ((300, 10, "Mme Camille MARTIN"), (300, 12, "12 RUE DES LILAS"), (300, 14, "69003 LYON"))


def a_page(*prints):
    """A page from (left, line, text); letters are 10 units high, 5 wide."""
    return page_of_runs(
        TextRun(text=text, left=x, top=line * 10, right=x + 5 * len(text), bottom=line * 10 + 10)
        for x, line, text in prints
    )


@pytest.mark.parametrize(
    "prints",
    [
        pytest.param([(50, 20, "Facture du 3 novembre 2026")], id="title"),
        pytest.param([(50, 20, "Facture n° 123 456 du 03/11/2026")], id="number between"),
        pytest.param([(50, 20, "Date de facture"), (200, 20, "3 nov. 2026")], id="beside"),
        pytest.param([(50, 20, "Date de la facture :"), (50, 22, "03/11/2026")], id="below"),
        pytest.param([(50, 20, "Facture n°"), (200, 20, "du 3 nov. 2026")], id="number unread"),
        pytest.param([(50, 20, "Date d’émission : 03.11.2026")], id="emission"),
        pytest.param([(50, 20, "03/11/2026"), (55, 18.8, "Date de facture")], id="column"),
        pytest.param([(50, 20, "Date de facture : 3 - 11-2026")], id="gaps"),
        pytest.param([(50, 20, "Datedefacture:03/11/2026")], id="spaces unread"),
        pytest.param([(50, 20, "Lyon, le 3 novembre 2026")], id="letter"),
        pytest.param([(50, 20, "Établi le 03/11/2026")], id="established"),
        pytest.param([(50, 20, "Quittance de loyer émise le 3 novembre 2026")], id="receipt"),
    ],
)
def test_a_labelled_date_of_issue_is_found_among_others(prints):
    page = a_page(
        *prints,
        (50, 40, "Période du 24 août 2026 au 23 octobre 2026"),
        (50, 45, "Ce montant sera prélevé le 20 novembre 2026."),
        (50, 50, "À régler avant le 20/11/2026"),
        (50, 55, "Prochaine facture le 5 janvier 2027"),
    )

    assert find_issue_date(page) == dt.date(2026, 11, 3)


@pytest.mark.parametrize(
    "text",
    [
        "Période de facturation du 24 août 2026 au 23 octobre 2026",
        "Montant prélevé le 20 novembre 2026",
        "À payer avant le 20/11/2026",
        "Née le 03/11/2001",
        "Client depuis le 03/11/2015",
        "20 novembre 2026",
    ],
)
def test_a_date_without_a_label_of_issue_is_nobodys_date(text):
    assert find_issue_date(a_page((50, 20, text))) is None


def test_two_different_dates_of_issue_leave_the_choice_to_a_person():
    page = a_page((50, 20, "Facture du 3 novembre 2026"), (50, 60, "Facture du 3 mai 2024"))

    assert find_issue_date(page) is None


@pytest.mark.parametrize(
    ("line", "postcode", "town"),
    [
        ("69003 LYON", "69003", "LYON"),
        ("F-69003 LYON", "69003", "LYON"),
        ("13100 Aix-en-Provence", "13100", "Aix-en-Provence"),
        ("94130 NOGENT SUR MARNE", "94130", "NOGENT SUR MARNE"),
        ("62217 Beaurains lès Arras", "62217", "Beaurains lès Arras"),
        ("97400 SAINT-DENIS", "97400", "SAINT-DENIS"),
        ("75012 PARIS 12", "75012", "PARIS 12"),
        ("20000 AJACCIO", "20000", "AJACCIO"),
        ("59000 L’ÎLE-D’ÉLÉ", "59000", "L’ÎLE-D’ÉLÉ"),
    ],
)
def test_postcode_and_town_are_read_below_a_name_and_a_street(line, postcode, town):
    block = find_addressee(a_page(*ADDRESS[:2], (300, 14, line)))

    assert (block.postcode, block.town) == (postcode, town)


def test_the_suppliers_own_address_is_not_the_addressees():
    page = a_page(
        (50, 2, "EDF Service clients"),
        (50, 4, "TSA 00000 – 59900 LILLE CEDEX 9"),
        *ADDRESS,
        (50, 80, "SA au capital de 100 euros, 92000 NANTERRE, RCS 123 456 789"),
    )

    assert find_addressee(page).postcode == "69003"


@pytest.mark.parametrize("text", ["Réf. 69003 LYON", "00123 NULLE PART", "1269003 LYON", "99999 X"])
def test_five_digits_alone_are_no_address(text):
    assert find_addressee(a_page((50, 20, text))) is None


@pytest.mark.parametrize(
    ("prints", "holder"),
    [
        pytest.param(ADDRESS, "Camille MARTIN", id="courtesy title"),
        pytest.param(
            ((300, 10, "M. et Mme MARTIN"), *ADDRESS[1:]), "MARTIN", id="two courtesy titles"
        ),
        pytest.param(((300, 10, "CAMILLE MARTIN"), *ADDRESS[1:]), "CAMILLE MARTIN", id="no title"),
        pytest.param(
            ((300, 8, "M MARTIN PAUL"), (300, 10, "MME MARTIN CAMILLE"), *ADDRESS[1:]),
            "MARTIN PAUL et MARTIN CAMILLE",
            id="a couple, a line each",
        ),
        pytest.param(
            ((300, 9, "MME CAMILLE MARTIN"), (300, 10.5, "BATIMENT B"), *ADDRESS[1:]),
            "CAMILLE MARTIN",
            id="complement between",
        ),
        pytest.param(
            ((50, 30, "Titulaire du contrat"), (50, 32, "Mme Camille MARTIN")),
            "Camille MARTIN",
            id="label above",
        ),
        pytest.param(
            ((50, 30, "Titulaire de la ligne : Camille MARTIN"),), "Camille MARTIN", id="label"
        ),
        pytest.param(((50, 30, "Client n° 12 345"),), None, id="a number is no name"),
        pytest.param(((50, 30, "Montant à payer"),), None, id="no holder"),
    ],
)
def test_the_holder_is_the_person_addressed(prints, holder):
    reading = facts_of_page(a_page(*prints), number=1, source="text_layer", back=np.eye(3)).reading

    assert reading.holder == holder


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("EDF – Service clients", "EDF"),
        ("Votre facture Orange", "Orange"),
        ("TotalEnergies Électricité et Gaz", "TotalEnergies"),
        ("Régie des eaux de Nullepart", None),
        ("suez la suite, freelance, l'orange mécanique", None),
        ("Engie vous livre. Comparez avec EDF. Engie, votre énergie", "Engie"),
    ],
)
def test_a_known_supplier_is_named_and_an_unknown_one_is_not_guessed(text, issuer):
    assert find_issuer(text) == issuer


def a_scan(*prints):
    """The same page as the OCR gives it."""
    return dataclasses.replace(a_page(*prints), scanned=True)


@pytest.mark.parametrize(
    ("line", "postcode", "town"),
    [
        ("34240 MEYLAN", "38240", "MEYLAN"),
        ("76600 LE HA VRE", "76600", "Le Havre"),
        ("42000 SA1NT ETIENME", "42000", "Saint-Étienne"),
        ("42000 ST ETIENNE", "42000", "Saint-Étienne"),
        ("69 003 LYON", "69003", "LYON"),
    ],
)
def test_a_misread_place_is_mended_by_the_official_list(line, postcode, town):
    block = find_addressee(a_scan(*ADDRESS[:2], (300, 14, line)))

    assert (block.postcode, block.town, block.listed) == (postcode, town, True)


@pytest.mark.parametrize("line", ["34240 MEYLAN", "42000 SAINT ETIENME"])
def test_what_a_text_layer_says_is_never_mended(line):
    block = find_addressee(a_page(*ADDRESS[:2], (300, 14, line)))

    assert (f"{block.postcode} {block.town}", block.listed) == (line, False)


def test_the_holder_stands_over_the_street_even_where_a_line_between_was_lost():
    page = a_scan((300, 8, "Mme Camille MARTIN"), (300, 12, "12 RUE DES LILAS"), ADDRESS[2])

    assert (
        facts_of_page(page, number=1, source="ocr", back=np.eye(3)).reading.holder
        == "Camille MARTIN"
    )
