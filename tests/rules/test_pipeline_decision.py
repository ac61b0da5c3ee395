"""What a failure means: again, or parked, and under which name."""

import pytest

from shared.errors import (
    CheckCrashed,
    CheckTimedOut,
    InvalidMessage,
    MissingBlob,
    ServerUnavailable,
)
from shared.pipeline.decision import cause_of, is_final
from shared.stages import TABLE, queue_stages

ROWS = [pytest.param(row, id=row.name) for row in queue_stages(TABLE)]


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize(
    "error", [ServerUnavailable(), CheckCrashed(), CheckTimedOut(), KeyError("x")], ids=repr
)
def test_what_may_pass_is_tried_as_often_as_the_table_says(row, error):
    finals = [is_final(row, attempt, error) for attempt in range(1, row.tries + 1)]
    assert finals == [False] * (row.tries - 1) + [True]


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("error", [InvalidMessage(), MissingBlob()], ids=repr)
def test_what_cannot_pass_is_parked_at_once(row, error):
    assert is_final(row, 1, error)


def test_a_try_beyond_the_last_is_final_too():
    row = queue_stages(TABLE)[0]
    assert is_final(row, row.tries + 5, ServerUnavailable())


def test_the_cause_is_the_class_name_and_never_the_text():
    assert cause_of(ValueError("Camille Specimen, née le 12 avril 1990")) == "ValueError"
