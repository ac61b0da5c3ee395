"""Repairs: what a layout dictates is put right, what it does not is left alone."""

import pytest

from services.imagecheck.identity.check_digits import check_digit
from services.imagecheck.identity.mrz_fit import fit
from services.imagecheck.identity.mrz_layouts import OLD_CNI, TD1, TD3

#: Examples of Doc 9303, and a French specimen card.
PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
CARD = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
OLD_CARD = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "9409923102854CORINNE<<<<<<<6512068F4")


def swap(lines, line, column, character):
    """The lines with one character replaced."""
    text = lines[line]
    changed = text[:column] + character + text[column + 1 :]
    return (*lines[:line], changed, *lines[line + 1 :])


@pytest.mark.parametrize(
    ("line", "column", "character"),
    [
        pytest.param(1, 14, "A", id="birth date"),
        pytest.param(1, 13, "T", id="birth date, first digit"),
        pytest.param(1, 5, "7", id="number"),
        pytest.param(1, 24, "9", id="expiry date"),
        pytest.param(1, 30, "3", id="optional data"),
    ],
)
def test_a_wrong_character_under_a_digit_is_noticed(line, column, character):
    fitted = fit(swap(PASSPORT, line, column, character), TD3)

    assert fitted is None or fitted.failed or fitted.misfits


@pytest.mark.parametrize(
    ("column", "misread"),
    [(14, "A"), (9, "G"), (15, "O"), (18, "Z"), (21, "I"), (26, "S"), (43, "O")],
)
def test_a_letter_in_a_digit_column_becomes_the_digit_it_looks_like(column, misread):
    fitted = fit(swap(PASSPORT, 1, column, misread), TD3)

    if misread == "A":  # looks like no digit
        assert fitted.misfits == 1
    else:
        assert fitted.lines == PASSPORT
        assert (fitted.failed, fitted.dictated, fitted.searched) == ((), 1, False)


def test_a_digit_in_a_name_becomes_a_letter_and_the_name_is_no_longer_trusted():
    fitted = fit(swap(PASSPORT, 0, 11, "0"), TD3)

    assert fitted.lines == PASSPORT
    assert fitted.names_changed


def test_false_fillers_at_the_end_of_a_name_are_put_right():
    line = PASSPORT[0][:30] + "<<K<C<<L<<<E<<"

    fitted = fit((line, PASSPORT[1]), TD3)

    assert fitted.lines == PASSPORT
    assert fitted.names_changed


def test_letters_after_a_run_of_fillers_that_no_filler_looks_like_stay():
    line = PASSPORT[0][:30] + "<<<<<<<ANNA<<<"

    assert fit((line, PASSPORT[1]), TD3).lines[0] == line


@pytest.mark.parametrize("lost", [1, 2, 3, 8])
def test_fillers_lost_from_the_end_of_a_name_line_are_put_back(lost):
    fitted = fit((PASSPORT[0][:-lost], PASSPORT[1]), TD3)

    assert fitted.lines == PASSPORT


def test_a_filler_too_many_inside_a_line_is_taken_out():
    long = CARD[1][:20] + "<" + CARD[1][20:]

    assert fit((CARD[0], long, CARD[2]), TD1).lines == CARD


def test_a_line_whose_width_was_mended_inside_is_marked_for_it_may_be_wrong_all_the_same():
    # An edge read as I before a short number, and a filler taken out: the digits hold by chance.
    true = passport_with("Y<<<<<<<<")

    fitted = fit((true[0], "I" + true[1]), TD3)

    assert fitted.failed == ()
    assert fitted.reshaped
    assert not fit((true[0][:-3], true[1]), TD3).reshaped


@pytest.mark.parametrize(("before", "after"), [("I", ""), ("", "1"), ("L", "I")])
def test_the_cards_edge_beside_every_line_is_cut_without_a_doubt(before, after):
    fitted = fit(tuple(before + line + after for line in CARD), TD1)

    assert fitted.lines == CARD
    assert not fitted.reshaped


def test_an_edge_read_as_a_first_character_is_cut():
    assert fit(("L" + PASSPORT[0], PASSPORT[1]), TD3).lines == PASSPORT


def test_a_line_that_misses_too_much_is_of_another_layout():
    assert fit((PASSPORT[0], PASSPORT[1][:35]), TD3) is None


def test_a_look_alike_in_the_number_is_mended_when_one_way_only_satisfies_the_digits():
    fitted = fit(swap(PASSPORT, 1, 5, "O"), TD3)

    assert fitted.lines == PASSPORT
    assert fitted.searched, "such a reading must never count as verified"


def test_a_number_that_two_swaps_would_mend_alike_is_left_as_read():
    # B for 8 at the first or at the fourth place weighs the same: either swap would hold.
    true = passport_with("8XXBXX34<")
    read = (true[0], "BXXBXX34<" + true[1][9:])

    fitted = fit(read, TD3)

    assert fitted.lines == read
    assert fitted.failed == ("number", "overall")
    assert not fitted.searched


def test_the_same_number_with_one_place_in_doubt_is_mended():
    true = passport_with("8XXCXX34<")

    assert fit((true[0], "BXXCXX34<" + true[1][9:]), TD3).lines == true


def test_letters_o_that_hold_by_chance_where_zeros_hold_too_are_doubted():
    zeros = passport_with("000000000")
    letters = (zeros[0], "0000OOOOO" + zeros[1][9:])

    fitted = fit(letters, TD3)

    assert fitted.lines == zeros
    assert fitted.searched


def test_the_old_card_must_open_as_french_cards_do():
    assert fit(swap(OLD_CARD, 0, 3, "Q"), OLD_CNI) is None
    assert fit(swap(OLD_CARD, 1, 1, "A"), OLD_CNI).misfits == 1


def test_a_misread_name_on_the_old_card_fails_its_overall_digit():
    assert fit(swap(OLD_CARD, 0, 6, "F"), OLD_CNI).failed == ("overall",)
    assert fit(swap(OLD_CARD, 1, 14, "D"), OLD_CNI).failed == ("overall",)


def passport_with(number):
    """The example's passport with another number and right digits."""
    start = number + check_digit(number) + "UTO7408122F1204159" + "<" * 14 + "0"
    return (PASSPORT[0], start + check_digit(start[0:10] + start[13:20] + start[21:43]))
