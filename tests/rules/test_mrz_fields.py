"""Fields: names and their truncation, two-digit years, long numbers, unknown dates."""

import pytest

from services.imagecheck.identity.check_digits import check_digit
from services.imagecheck.identity.mrz_fields import read_fields
from services.imagecheck.identity.mrz_fit import fit
from services.imagecheck.identity.mrz_layouts import OLD_CNI, TD1, TD3


def card(names, number="D23145890", born="740812", expires="120415", more=""):
    """A card's three lines with right digits; a long number is carried on in `more`."""
    digit = "<" if more else check_digit(number)
    first = f"I<UTO{number}{digit}{more}".ljust(30, "<")
    second = f"{born}{check_digit(born)}F{expires}{check_digit(expires)}UTO".ljust(29, "<")
    overall = check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    return (first, second + overall, names.ljust(30, "<"))


def fields_of(lines, layout):
    """The fields of lines that fit."""
    fitted = fit(lines, layout)
    assert fitted is not None and not fitted.failed
    return read_fields(fitted)


@pytest.mark.parametrize(
    ("names", "birth_name", "given", "truncated", "incomplete"),
    [
        ("ERIKSSON<<ANNA<MARIA", "ERIKSSON", ("ANNA", "MARIA"), False, False),
        ("LE<GOFF<<YANN", "LE GOFF", ("YANN",), False, False),
        ("SUKARNO", "SUKARNO", (), False, False),
        ("MARTIN<LECOEUR<<MAELLE<ANNE<SO", "MARTIN LECOEUR", ("MAELLE", "ANNE", "SO"), True, False),
        ("ABCDEFGHIJKLMNOPQRS<<ALEXANDRI", "ABCDEFGHIJKLMNOPQRS", ("ALEXANDRI",), True, True),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZABCD", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCD", (), True, True),
    ],
)
def test_two_fillers_part_the_birth_name_and_a_full_field_is_a_prefix(
    names, birth_name, given, truncated, incomplete
):
    fields = fields_of(card(names), TD1)

    assert (fields.birth_name, fields.given_names) == (birth_name, given)
    assert (fields.names_truncated, fields.names_incomplete) == (truncated, incomplete)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        pytest.param("740812", "1974-08-12", id="last century"),
        pytest.param("060314", "2006-03-14", id="this century"),
        pytest.param("200101", "2020-01-01", id="last year of the pivot"),
        pytest.param("210101", "1921-01-01", id="first year beyond the pivot"),
        pytest.param("74<<<<", "1974-00-00", id="day and month unknown"),
        pytest.param("7408<<", "1974-08-00", id="day unknown"),
    ],
)
def test_birth_years_of_two_digits_turn_at_the_pivot(written, date):
    assert fields_of(card("ERIKSSON<<ANNA", born=written), TD1).birth_date == date


@pytest.mark.parametrize(
    ("written", "date"),
    [("360101", "2036-01-01"), ("691231", "2069-12-31"), ("700101", "1970-01-01")],
)
def test_expiry_years_turn_later_than_birth_years(written, date):
    assert fields_of(card("ERIKSSON<<ANNA", expires=written), TD1).expiry_date == date


def test_a_thirteenth_month_is_no_date():
    assert fields_of(card("ERIKSSON<<ANNA", born="741312"), TD1).birth_date is None


def test_a_long_number_is_carried_on_and_its_digit_follows_it():
    more = "01" + check_digit("59033010101") + "<"
    lines = card("ERIKSSON<<ANNA", number="590330101", more=more)

    assert fields_of(lines, TD1).document_number == "59033010101"


def test_a_long_number_with_a_wrong_digit_fails():
    wrong = str((int(check_digit("59033010101")) + 1) % 10)
    lines = card("ERIKSSON<<ANNA", number="590330101", more=f"01{wrong}<")

    assert "number" in fit(lines, TD1).failed


def test_the_old_card_ends_its_first_given_name_by_two_fillers():
    first = "IDFRADE<LA<TOUR".ljust(36, "<")
    second = "130892310285" + check_digit("130892310285") + "JEAN<PAUL<<MARI"[:14] + "6512068M"
    lines = (first, second + check_digit(first + second))

    fields = fields_of(lines, OLD_CNI)

    assert fields.birth_name == "DE LA TOUR"
    assert fields.given_names == ("JEAN PAUL", "MAR")
    assert (fields.names_truncated, fields.names_incomplete) == (True, False)


def test_an_unstated_sex_is_x():
    passport = (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122<1204159ZE184226B<<<<<10",
    )

    assert fields_of(passport, TD3).sex == "X"
