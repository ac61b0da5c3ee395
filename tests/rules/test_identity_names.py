"""One name on two parts of a document: as printed, and as the machine-readable zone writes it."""

import pytest

from services.imagecheck.identity.name_spellings import (
    coded_fields,
    given_names_of,
    same_given_names,
    same_name,
    with_ligatures,
)


@pytest.mark.parametrize(
    ("printed", "coded"),
    [
        pytest.param("MÄNNIK", "MAENNIK", id="umlaut as two letters"),
        pytest.param("MÜLLER", "MULLER", id="umlaut as its base letter"),
        pytest.param("Ångström", "AANGSTROEM", id="ring and umlaut"),
        pytest.param("BRØNN", "BROENN", id="stroke"),
        pytest.param("WEIß", "WEISS", id="sharp s"),
        pytest.param("LECŒUR", "LECOEUR", id="ligature"),
        pytest.param("ÞÓRÐUR", "THORDUR", id="thorn and eth"),
        pytest.param("D’ANGELO", "DANGELO", id="apostrophe"),
        pytest.param("MARTIN-LE GALL", "MARTIN LE GALL", id="hyphen and space"),
    ],
)
def test_two_spellings_of_one_name_are_the_same(printed, coded):
    assert same_name(printed, coded, cut=False)


@pytest.mark.parametrize(
    ("printed", "coded"), [("MARTIN", "MARTEL"), ("MARTINE", "MARTIN"), ("MARTIN", "")]
)
def test_another_name_is_not_the_same(printed, coded):
    assert not same_name(printed, coded, cut=False)


def test_a_zone_that_is_full_holds_the_start_of_the_name():
    assert same_name("MARTINEAU", "MARTIN", cut=True)
    assert not same_name("MARTEAU", "MARTIN", cut=True)


def test_a_given_name_without_room_may_be_left_out():
    printed = ("Jérôme", "Inès", "Jean-Baptiste")

    assert same_given_names(printed, "JEROME INES", 14)
    assert not same_given_names(printed, "JEROME INES", 30)


def test_commas_part_given_names_and_spaces_do_without_them():
    assert given_names_of("Jean Pierre, Anne-Sophie") == ("Jean Pierre", "Anne-Sophie")
    assert given_names_of("ANNA MARIA") == ("ANNA", "MARIA")


def test_a_ligature_read_as_two_letters_is_put_right_when_the_zone_tells():
    assert with_ligatures("MARTIN-LECCEUR", "MARTIN LECOEUR") == "MARTIN-LECŒUR"
    assert with_ligatures("CECILE", "CECILE") == "CECILE"


def test_a_printed_person_is_coded_as_the_zone_would():
    assert next(coded_fields("O’CONNOR", "Anne-Marie", 30)) == "OCONNOR<<ANNE<MARIE<<<<<<<<<<<"
