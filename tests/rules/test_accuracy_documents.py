"""The measured figures of documents: what counts as read, as wrong, and as wrongly trusted."""

from dataclasses import replace

import pytest

from services.accuracy.documents_cards import KINDS, PEOPLE, rendered_cards, wears
from services.accuracy.documents_codes import measure_codes
from services.accuracy.documents_peer import peer_table, score_of
from services.accuracy.documents_read import (
    ZONE_COLUMNS,
    ZoneTruth,
    is_printed,
    score_zone,
    share,
    zone_row,
)
from shared.domain.findings import FieldReading, IdentityReading, Mrz

LINES = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TRUTH = ZoneTruth(
    lines=LINES,
    birth="740812",
    number="D23145890",
    printed={"birth_name": "ÉRIKSSON", "given_names": "Anna Maria"},
)


def printed(name, value, source="visual_zone"):
    return FieldReading(name=name, value=value, source=source, confidence=0.9)


READING = IdentityReading(
    mrz=Mrz(lines=LINES, format="td2", verified=True),
    birth_date="1974-08-12",
    document_number="D23145890",
    sources=(printed("birth_name", "Eriksson"), printed("given_names", "ANNA", "mrz")),
)


def test_a_right_reading_is_right_in_every_column():
    score = score_zone(READING, TRUTH, 0.5)

    assert (score.exact, score.birth, score.number, score.verified) == (True,) * 4
    assert not score.wrongly_verified
    assert zone_row([score]) == (1, 1.0, 1.0, 1.0, 1, 0, 0.5, 0.5)
    assert len(zone_row([score])) == len(ZONE_COLUMNS)


@pytest.mark.parametrize("verified", [True, False])
def test_one_wrong_letter_counts_against_trust_only_where_it_was_trusted(verified):
    wrong = Mrz(lines=(LINES[0].replace("ANNA", "ANNE"), LINES[1]), format="td2", verified=verified)

    score = score_zone(replace(READING, mrz=wrong), TRUTH, 0.1)

    assert not score.exact
    assert score.wrongly_verified is verified


def test_nothing_read_is_wrong_and_not_trusted():
    score = score_zone(IdentityReading(), TRUTH, 0.1)

    assert not any((score.exact, score.birth, score.number, score.verified, score.strings_read))


def test_what_a_document_does_not_bear_is_not_counted():
    score = score_zone(READING, replace(TRUTH, birth=None, number=None), 0.1)

    assert zone_row([score])[2:4] == (None, None)


def test_a_printed_string_is_read_only_where_the_print_gave_it():
    assert is_printed(READING, "birth_name", "ÉRIKSSON")
    assert not is_printed(READING, "given_names", "Anna")
    assert is_printed(
        replace(READING, address=("1 rue", "69003 LYON")), "address", "1 RUE 69003 Lyon"
    )


def test_the_peer_is_scored_like_us():
    row = {"lines": list(LINES), "birth": "740812", "number": "D23145890", "vouched": True}

    right = score_of({**row, "seconds": 1.0}, TRUTH)
    wrong = score_of({**row, "lines": ["PK"], "seconds": 1.0}, TRUTH)

    assert zone_row([right])[:6] == (1, 1.0, 1.0, 1.0, 1, 0)
    assert zone_row([wrong])[:6] == (1, 0.0, 1.0, 1.0, 1, 1)


def test_a_share_of_nothing_is_none():
    assert share(()) is None
    assert share((True, False)) == 0.5


def test_the_rendered_set_has_every_kind_and_its_own_truth():
    cards = list(rendered_cards())

    assert len(cards) == PEOPLE * len(KINDS)
    assert len({card.truth.lines for card in cards}) == len(cards)
    assert {len(card.truth.lines[0]) for card in cards} == {30, 36, 44}
    assert next(wears())[0] == "none"


def test_no_forged_or_unsigned_code_is_said_valid_and_every_sound_one_is():
    table = measure_codes()

    valid = {row[0]: row[4] for row in table.rows}
    sound = {name for name in valid if name.startswith("signed under a pinned root")}
    assert {name for name, count in valid.items() if count} == sound
    assert all(row[3] == 1.0 for row in table.rows if "as made" in row[0])


def test_a_peer_that_could_not_be_asked_is_said_to_be_absent():
    table = peer_table([], [], "a set")

    assert table.rows == ()
    assert "Not measured" in table.notes[0]
