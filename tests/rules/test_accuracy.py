"""Figures of accuracy: what counts as right, wrong, known and unknown."""

import json

import pytest

from services.accuracy.cases import Judged, bad, good, observations
from services.accuracy.outcomes import by_criterion, by_name
from services.accuracy.photo_defects import DEFECTS
from services.accuracy.realset import RealSet
from services.accuracy.run import MEASURES, run_accuracy
from services.accuracy.sheet_defects import HARMFUL
from services.accuracy.tables import Table, json_line, markdown
from services.accuracy.tally import Observation, tallies
from services.imagecheck.photo.rules import CRITERIA as PHOTO_CRITERIA
from services.imagecheck.signature.rules import CRITERIA as SIGNATURE_CRITERIA
from shared.domain.findings import Verdict

PASS, WARN, FAIL, NOT_EVALUATED = Verdict


def seen(criterion, *, defective, verdicts):
    return [
        Observation(criterion=criterion, defective=defective, verdict=verdict)
        for verdict in verdicts
    ]


def test_refusals_make_recall_and_false_refusals_take_precision():
    (tally,) = tallies(
        seen("pose", defective=True, verdicts=[FAIL, FAIL, FAIL, WARN])
        + seen("pose", defective=False, verdicts=[PASS, PASS, FAIL, WARN])
    )

    assert (tally.recall, tally.precision, tally.false_alarms) == (0.75, 0.75, 0.25)
    assert (tally.warned, tally.false_warnings) == (1, 1)


def test_a_rate_without_cases_is_unknown_and_not_perfect():
    (tally,) = tallies(seen("pose", defective=False, verdicts=[PASS]))

    assert (tally.recall, tally.precision) == (None, None)


def test_a_defect_that_was_not_evaluated_was_missed():
    (tally,) = tallies(seen("pose", defective=True, verdicts=[NOT_EVALUATED]))

    assert tally.recall == 0.0


def test_a_defective_picture_says_nothing_of_other_criteria():
    judged = [Judged(case=bad(b"", "tilted", "pose"), verdicts={"pose": FAIL, "shadow": FAIL})]

    assert [one.criterion for one in observations(judged)] == ["pose"]


def test_a_good_picture_is_counted_for_every_criterion():
    judged = [Judged(case=good(b"", "good"), verdicts={"pose": PASS, "shadow": FAIL})]

    assert [(one.criterion, one.defective) for one in observations(judged)] == [
        ("pose", False),
        ("shadow", False),
    ]


def test_a_refusal_for_another_reason_is_not_right():
    judged = [
        Judged(case=bad(b"", "tilted", "pose"), verdicts={"pose": PASS, "shadow": FAIL}),
        Judged(case=bad(b"", "tilted", "pose"), verdicts={"pose": FAIL, "shadow": PASS}),
    ]

    rows = by_name(judged, "photo", "drawn here").rows

    assert rows == (("tilted", 2, 0, 0, 2, 1, None), ("all with a defect", 2, 0, 0, 2, 1, None))


def test_good_pictures_that_are_refused_are_shown_with_the_criteria():
    judged = [
        Judged(case=good(b"", "good"), verdicts={"pose": FAIL, "shadow": FAIL}),
        Judged(case=good(b"", "good"), verdicts={"pose": FAIL, "shadow": WARN}),
    ]

    rows = by_name(judged, "photo", "drawn here").rows

    assert rows[0] == ("good", 2, 0, 0, 2, None, "pose 2, shadow 1")


def test_files_refused_unread_are_said_and_not_counted():
    table = by_criterion([Judged(case=good(b"", "good"), verdicts=None)], "photo", "drawn here")

    assert table.rows == ()
    assert "1 of 1 files were refused unread." in table.notes


def test_a_table_says_what_it_was_measured_on_in_both_forms():
    table = Table(
        part="photo",
        title="Photo",
        set_name="rendered",
        columns=("criterion", "recall"),
        rows=(("pose", 0.5), ("shadow", None)),
        notes=("Few cases.",),
    )

    assert "(rendered)" in markdown(table)
    assert "| pose      | 0.500  |" in markdown(table)
    assert "| shadow    | –      |" in markdown(table)
    assert json.loads(json_line(table))["set_name"] == "rendered"


def test_labels_of_a_folder_are_read_and_a_missing_part_is_empty(tmp_path):
    part = tmp_path / "signature"
    part.mkdir()
    (part / "labels.json").write_text('[{"file": "a.png", "why": "", "labels": {"ok": true}}]')

    (picture,) = RealSet(folder=tmp_path).pictures("signature")

    assert (picture.path, picture.labels) == (part / "a.png", {"ok": True})
    assert RealSet(folder=tmp_path).pictures("photo") == ()
    assert str(tmp_path.parent) not in RealSet(folder=tmp_path).name


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    assert run_accuracy(None, tmp_path / "nowhere", as_json=False) == 2


def test_each_part_is_measured_once():
    names = [name for name, _ in MEASURES]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("made", "judged"), [(DEFECTS, PHOTO_CRITERIA), (HARMFUL, SIGNATURE_CRITERIA)]
)
def test_every_rendered_defect_is_of_a_criterion_that_is_judged(made, judged):
    assert set(made) <= set(judged)
