"""Check digits: 7-3-1 modulo 10, and what they do and do not protect."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.imagecheck.identity.check_digits import character_value, check_digit, digit_holds

MRZ_TEXT = st.text(alphabet=string.ascii_uppercase + string.digits + "<", min_size=1, max_size=44)


@pytest.mark.parametrize(
    ("text", "digit"),
    [
        pytest.param("D23145890", "7", id="number of the TD1 and TD2 examples of Doc 9303"),
        pytest.param("L898902C3", "6", id="number of the passport example"),
        pytest.param("740812", "2", id="birth date of the examples"),
        pytest.param("120415", "9", id="expiry date of the examples"),
        pytest.param("ZE184226B<<<<<", "1", id="optional data of the passport example"),
        pytest.param("940992310285", "4", id="number of a French card of 1994"),
        pytest.param("<<<<<<", "0", id="an empty field"),
    ],
)
def test_known_texts_have_their_known_digit(text, digit):
    assert check_digit(text) == digit


@given(MRZ_TEXT)
def test_a_text_holds_with_its_own_digit_and_with_no_other(text):
    digit = check_digit(text)

    assert digit_holds(text, digit)
    assert not any(digit_holds(text, other) for other in string.digits if other != digit)


@given(MRZ_TEXT, st.data())
def test_a_changed_digit_is_always_noticed(text, data):
    places = [index for index, character in enumerate(text) if character.isdigit()]
    assume(places)
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([d for d in string.digits if d != text[place]]))

    changed = text[:place] + other + text[place + 1 :]

    assert check_digit(changed) != check_digit(text)


def test_a_letter_l_for_a_one_goes_unnoticed_so_that_digits_alone_never_verify():
    assert character_value("L") % 10 == character_value("1")
    assert check_digit("L898902C3") == check_digit("1898902C3")


def test_a_filler_as_digit_protects_an_empty_field_only():
    assert digit_holds("<<<<<<<<<<<<<<", "<")
    assert not digit_holds("ZE184226B<<<<<", "<")


@pytest.mark.parametrize("character", ["a", "é", " ", "-", "٣"])
def test_characters_outside_the_alphabet_are_refused(character):
    with pytest.raises(ValueError, match="machine-readable"):
        character_value(character)
