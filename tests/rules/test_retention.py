"""The retention table: every ending has its delays, and an operator's own are checked."""

import pytest

from shared.domain.retention import RETENTIONS, BadRetention, days_of, retentions_with
from shared.domain.review import Outcome


def test_every_ending_has_one_row_with_a_source_and_pieces_go_first():
    assert [row.outcome for row in RETENTIONS] == list(Outcome)
    for row in RETENTIONS:
        assert row.source
        assert row.pieces <= row.person


def test_an_operator_changes_single_delays():
    days = days_of(retentions_with("accepted.pieces=90, closed.person=31"))
    before = days_of(RETENTIONS)
    assert days[Outcome.ACCEPTED] == (90, before[Outcome.ACCEPTED][1])
    assert days[Outcome.CLOSED] == (before[Outcome.CLOSED][0], 31)
    assert days[Outcome.REFUSED] == before[Outcome.REFUSED]


@pytest.mark.parametrize(
    "text",
    [
        "accepted=90",
        "unknown.pieces=9",
        "accepted.photos=9",
        "accepted.pieces=-1",
        "closed.person=5",
    ],
)
def test_a_table_that_makes_no_sense_is_refused(text):
    with pytest.raises(BadRetention):
        retentions_with(text)
