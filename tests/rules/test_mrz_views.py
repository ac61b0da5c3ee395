"""Unlike readers of one zone: what they agree on counts, what they differ on is a doubt."""

import pytest

from services.imagecheck.identity.mrz_alphabet import in_alphabet
from services.imagecheck.identity.mrz_match import match_block
from services.imagecheck.identity.mrz_read import MrzReading
from services.imagecheck.identity.mrz_views import (
    Reader,
    View,
    best_match,
    is_verified,
    name_line,
    readers_differ,
    seen_twice,
)
from services.imagecheck.identity.zone_settling import settle
from shared.domain.findings import Box, FieldReading

NAMES = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
NUMBERS = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
OTHER_NAMES = NAMES.replace("ERIKSSON", "ERIKSSDN")
OLD_CARD = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "9409923102854CORINNE<<<<<<<6512068F4")


def seen(*texts, reader=Reader.MRZ_MODEL):
    """A view with these lines."""
    return View(reader=reader, texts=texts)


def by_second(*texts):
    """The same by the second reader."""
    return seen(*texts, reader=Reader.SECOND)


def test_two_unlike_readers_that_agree_verify_the_zone():
    views = [seen(NAMES, NUMBERS), by_second(NAMES, NUMBERS)]
    best = best_match(views)

    assert best.fitted.lines == (NAMES, NUMBERS)
    assert is_verified(best, views)
    assert not readers_differ(best, views)


def test_letters_and_digits_swapped_by_column_are_no_disagreement():
    views = [
        seen(NAMES, NUMBERS),
        by_second(NAMES.replace("O", "0"), NUMBERS.replace("UTO", "UT0")),
    ]

    assert is_verified(best_match(views), views)


def test_the_edge_of_the_card_before_every_line_is_no_disagreement():
    views = [seen(f"I{NAMES}", f"I{NUMBERS}"), by_second(NAMES, NUMBERS)]
    best = best_match(views)

    assert is_verified(best, views)
    assert not readers_differ(best, views)


def test_readers_with_other_names_verify_nothing():
    views = [seen(NAMES, NUMBERS), by_second(OTHER_NAMES, NUMBERS)]
    best = best_match(views)

    assert not is_verified(best, views)
    assert readers_differ(best, views)


def test_one_view_with_other_names_outweighs_two_that_agree():
    views = [seen(NAMES, NUMBERS), by_second(OTHER_NAMES, NUMBERS), seen(OTHER_NAMES, NUMBERS)]
    best = best_match(views)

    assert not is_verified(best, views)
    assert readers_differ(best, views)


def test_another_text_whose_digits_hold_too_is_a_doubt():
    other_state = NAMES.replace("UTO", "UTU")
    views = [seen(NAMES, NUMBERS), by_second(NAMES, NUMBERS), seen(other_state, NUMBERS)]

    assert not is_verified(best_match(views), views)


def test_two_views_of_one_reader_need_a_witness_for_the_names():
    twice = [seen(NAMES, NUMBERS), seen(NAMES, NUMBERS)]
    witness = seen("P<UTOERIKSSONKKANNAKMARIAKKKK", "", reader=Reader.PLAIN_MODEL)

    assert not is_verified(best_match(twice), twice)
    assert is_verified(best_match(twice), [*twice, witness])


def test_two_views_are_enough_where_a_check_digit_covers_the_names():
    views = [seen(*OLD_CARD), seen(*OLD_CARD)]

    assert is_verified(best_match(views), views)


def test_wrong_digits_are_never_verified_however_many_agree():
    forged = NUMBERS.replace("740812", "750812")
    views = [seen(NAMES, forged), by_second(NAMES, forged)]

    assert not is_verified(best_match(views), views)


def test_a_repaired_reading_is_not_verified():
    worn = NUMBERS.replace("L898902C3", "L8989O2C3")
    views = [seen(NAMES, worn), by_second(NAMES, worn)]
    best = best_match(views)

    assert best.fitted.lines == (NAMES, NUMBERS)
    assert best.fitted.searched
    assert not is_verified(best, views)


def test_lines_of_a_zone_whose_own_digits_are_wrong_are_read_for_a_person():
    sample = (
        "IDMLT9999999<<3<9999999M<999<<",
        "7309258F0810245MLT0310240<<<<5",
        "SPITERI<MANDY<<<<<<<<<<<<<<<<<",
    )

    assert match_block(sample) is None
    assert match_block(sample, shape_is_enough=True).fitted.lines == sample


def test_text_of_any_reader_is_brought_to_the_alphabet():
    assert in_alphabet("P<utoＬ «ANNA ‹ MARÍA.") == "P<UTOL<<ANNA<MARIA"


def a_zone(views):
    """The zone that the readers make of these views."""
    best = best_match(views)
    return MrzReading(
        fitted=best.fitted,
        verified=is_verified(best, views),
        box=Box(left=0, top=0, width=1, height=1),
        seen_twice=seen_twice(best, views),
        names_doubtful=readers_differ(best, views),
        name_lines=tuple(name_line(view, best) for view in views),
    )


def in_print(**values):
    """Fields of the visual zone."""
    return {
        name: FieldReading(name=name, value=value, source="visual_zone", confidence=0.98)
        for name, value in values.items()
    }


def test_the_print_verifies_names_that_one_reader_saw_twice():
    zone = a_zone([seen(NAMES, NUMBERS), seen(NAMES, NUMBERS)])
    settled = settle(zone, in_print(birth_name="ERIKSSON", given_names="Anna Maria"))

    assert not zone.verified
    assert settled.zone.verified
    assert settled.agreed == {"birth_name", "given_names"}


def test_the_print_chooses_among_names_that_were_seen_but_verifies_none():
    twice = [seen(OTHER_NAMES, NUMBERS), by_second(OTHER_NAMES, NUMBERS)]
    zone = a_zone([*twice, seen(NAMES, NUMBERS)])
    settled = settle(zone, in_print(birth_name="ERIKSSON", given_names="Anna Maria")).zone

    assert zone.fitted.lines == (OTHER_NAMES, NUMBERS)
    assert settled.fitted.lines == (NAMES, NUMBERS)
    assert not settled.verified


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"birth_name": "JOHANSSON", "given_names": "Anna Maria"}, "birth_name"),
        ({"birth_date": "1975-08-12"}, "birth_date"),
        ({"document_number": "X9999999"}, "document_number"),
    ],
)
def test_print_that_says_otherwise_is_named(values, field):
    zone = a_zone([seen(NAMES, NUMBERS), by_second(NAMES, NUMBERS)])
    settled = settle(zone, in_print(**values))

    assert settled.differing == {field}
    assert settled.zone.names_doubtful == (field == "birth_name")
