"""Stored values judged again: by the rules of today, by those before, and what changes."""

import dataclasses
import json
from collections import Counter

import pytest

from services.imagecheck.rejudging import RULE_BOOKS, rejudge, rule_book_of
from services.imagecheck.signature.rules import RULE_SET, judge_signature
from services.replay.changes import ABSENT, Changes
from services.replay.command import row_of
from shared.domain.findings import CheckResult, Verdict
from shared.stages import StageName
from tests.rules.test_signature_rules import a_signature

OLDER = "signature-2026.11"


def stored(**changes) -> CheckResult:
    """A signature as the store keeps it, judged by the rules of today."""
    facts = a_signature(**changes)
    return CheckResult(findings=judge_signature(facts), facts=dataclasses.asdict(facts))


def changes_under(version: str, *pieces: CheckResult) -> Changes:
    book = rule_book_of(version)
    changes = Changes(rule_set=version, stage=book.stage.value)
    for piece in pieces:
        changes.add(piece, rejudge(book, version, piece.facts))
    return changes


def test_photo_and_signature_know_the_present_rules_and_those_before():
    assert {book.stage for book in RULE_BOOKS} == {StageName.PHOTO, StageName.SIGNATURE}
    for book in RULE_BOOKS:
        assert len(set(book.versions)) >= 2
        assert all(version.startswith(f"{book.stage.value}-") for version in book.versions)


def test_a_version_that_nobody_knows_has_no_rules():
    assert rule_book_of("signature-1999.1") is None


def test_todays_rules_say_again_what_they_said():
    changes = changes_under(RULE_SET, stored(), stored(ink_lightness=80.0))

    assert (changes.judged, changes.changed) == (2, 0)
    assert changes.criteria == Counter()
    assert changes.verdicts == {("pass", "pass"): 1, ("fail", "fail"): 1}


def test_the_rules_before_only_warned_of_red_ink():
    red = stored(ink_chroma=60.0, ink_blue=-0.5)

    changes = changes_under(OLDER, red, stored())

    assert changes.verdicts == {("fail", "warn"): 1, ("pass", "pass"): 1}
    assert changes.criteria["ink_colour", ("fail", "warn")] == 1
    assert changes.changed == 1


def test_a_criterion_that_was_not_known_then_is_absent_and_not_a_pass():
    changes = changes_under(OLDER, stored())

    assert changes.criteria["frame", ("pass", ABSENT)] == 1


def test_each_finding_bears_the_version_that_judged_it():
    for version in rule_book_of(OLDER).versions:
        findings = rejudge(rule_book_of(version), version, stored().facts)
        assert {finding.rule_set for finding in findings} == {version}


def test_a_value_that_was_not_measured_then_is_not_evaluated():
    facts = {name: value for name, value in stored().facts.items() if name != "frame_sides"}

    findings = rejudge(rule_book_of(RULE_SET), RULE_SET, facts)

    verdicts = {finding.criterion: finding.verdict for finding in findings}
    assert verdicts["frame"] is Verdict.NOT_EVALUATED
    assert verdicts["blank"] is Verdict.PASS


def test_a_piece_without_its_values_is_counted_and_not_judged():
    changes = changes_under(RULE_SET, CheckResult(findings=stored().findings, facts={"width": 3}))

    assert (changes.judged, changes.without_facts) == (0, 1)


@pytest.mark.parametrize("version", [RULE_SET, OLDER])
def test_the_report_is_one_json_object_of_counts(version):
    row = json.loads(json.dumps(row_of(changes_under(version, stored()))))

    assert (row["rule_set"], row["stage"], row["judged"]) == (version, "signature", 1)
    assert row["judged_by"] == {RULE_SET: 1}
    assert sum(move["count"] for move in row["verdicts"]) == 1
