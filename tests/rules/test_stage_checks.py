"""A stage table that is not whole is refused, and each of its faults is named."""

import datetime as dt
from dataclasses import replace

import pytest

from shared.stage_checks import IncompleteStageTable, validate_table
from shared.stages import TABLE, Ending, StageName, Turn, paced

S = StageName
MINUTE = dt.timedelta(minutes=1)


def changed(stage, **columns):
    """The table with one row changed."""
    return {**TABLE, stage: replace(TABLE[stage], **columns)}


@pytest.mark.parametrize("pace", [1, 0.1, 0.002])
def test_the_table_is_complete_at_every_pace(pace):
    validate_table(paced(TABLE, pace))


FAULTS = [
    ("no-deadline", S.REVIEW, {"deadline": dt.timedelta()}, "review: no deadline"),
    ("nobodys-turn", S.REVIEW, {"turn": Turn.NOBODY}, "review: no owner"),
    ("no-service", S.PHOTO, {"service": ""}, "photo: no owner"),
    ("ending-of-a-person", S.PHOTO, {"ending": Ending.EXPIRED}, "photo: no ending"),
    ("ending-of-a-machine", S.DRAFT, {"ending": Ending.REVIEW}, "draft: no ending"),
    ("no-handler", S.PHOTO, {"handler": None}, "photo: no handler"),
    ("no-try", S.PHOTO, {"tries": 0}, "photo: no tries"),
    ("no-wait", S.PHOTO, {"first_wait": dt.timedelta()}, "photo: no wait"),
    ("no-way-back", S.PHOTO, {"tries": 1}, "photo: no way back"),
    ("no-time-limit", S.PHOTO, {"time_limit": dt.timedelta()}, "photo: no time limit"),
    ("never-driven-again", S.PHOTO, {"redrives": 0}, "photo: no re-drive"),
    ("handler-of-a-person", S.DRAFT, {"handler": "a:b"}, "draft: handler without queue"),
    ("shared-queue", S.PHOTO, {"queue": "q.address"}, "q.address: two stages"),
    ("loop", S.PHOTO, {"next": (S.PHOTO,)}, "photo: next stage is itself"),
    ("late-reminder", S.DRAFT, {"reminders": (60 * MINUTE * 24 * 99,)}, "draft: reminder after"),
    ("old-reminder", S.DRAFT, {"reminders": (2 * MINUTE, MINUTE)}, "draft: reminders out"),
    ("no-lease-time", S.REVIEW, {"lease": dt.timedelta()}, "review: lease without time"),
    ("other-name", S.PHOTO, {"name": S.ADDRESS}, "photo: row of another"),
    (
        "shorter-when-activated",
        S.USER_VALIDATION,
        {"deadline_if_activated": MINUTE},
        "user_validation: no longer",
    ),
]


@pytest.mark.parametrize(
    ("stage", "columns", "fault"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS]
)
def test_a_row_that_is_not_whole_is_named(stage, columns, fault):
    with pytest.raises(IncompleteStageTable, match=fault):
        validate_table(changed(stage, **columns))


def test_a_missing_row_is_named():
    table = {name: row for name, row in TABLE.items() if name is not S.PHOTO}
    with pytest.raises(IncompleteStageTable, match=r"photo: no row.*next stage without a row"):
        validate_table(table)


def test_every_fault_is_named_at_once():
    table = {**changed(S.PHOTO, tries=0), S.DRAFT: replace(TABLE[S.DRAFT], turn=Turn.NOBODY)}
    with pytest.raises(IncompleteStageTable, match=r"draft: no owner.*photo: no tries"):
        validate_table(table)
