"""Names: a second, unlike reader has to have seen the same letters."""

import pytest

from services.imagecheck.identity.mrz_fit import fit
from services.imagecheck.identity.mrz_layouts import TD1, TD3
from services.imagecheck.identity.name_confirmation import confirms, readings_agree

PASSPORT = fit(
    (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ),
    TD3,
)
CARD = fit(
    (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "MARTIN<LECOEUR<<MAELLE<ANNE<SO",
    ),
    TD1,
)


@pytest.mark.parametrize(
    "reading",
    [
        pytest.param("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", id="the same"),
        pytest.param("PLUTOERIKSSON<KANNACMARIALLLKKKLLL", id="fillers seen as letters"),
        pytest.param("P<UTOERIKSSON ANNA MARIA", id="fillers not seen"),
        pytest.param("P<UT0ER1K5S0N<<ANNA<MAR1A<<<", id="digits for letters"),
    ],
)
def test_the_same_letters_confirm(reading):
    assert confirms(reading, PASSPORT)


@pytest.mark.parametrize(
    "reading",
    [
        pytest.param("", id="nothing"),
        pytest.param("P<UTOERIKSEN<<ANNA<MARIA<<<<", id="another letter"),
        pytest.param("P<UTOERIKSSON<<ANNA<<<<<<<<<", id="a name less"),
        pytest.param("P<UTOERIKSSON<<ANNA<MARIAM<<<", id="a longer last name"),
        pytest.param("P<UTOVERIKSSON<<ANNA<MARIA<<<", id="a longer first name"),
        pytest.param("P<UTOERIKSSON<<MARIA<ANNA<<<<", id="another order"),
        pytest.param("P<UTOERIKSSON<<ANNAB<MARIA<<<", id="a letter more inside"),
    ],
)
def test_other_letters_do_not_confirm(reading):
    assert not confirms(reading, PASSPORT)


def test_a_truncated_name_is_confirmed_only_where_the_line_ends_too():
    assert confirms("MARTIN<LECOEUR<<MAELLE<ANNE<SO", CARD)
    assert not confirms("MARTIN<LECOEUR<<MAELLE<ANNE<SOP", CARD)
    assert not confirms("SAINTMARTIN<LECOEUR<<MAELLE<ANNE<SO", CARD)


def test_two_readings_agree_on_the_whole_text_or_not_at_all():
    other = fit((PASSPORT.lines[0].replace("MARIA", "MARTA"), PASSPORT.lines[1]), TD3)

    assert readings_agree(PASSPORT, PASSPORT)
    assert not readings_agree(PASSPORT, other)
