"""Findings on identity proofs: each criterion, and that a doubt goes to a person."""

import datetime as dt
from dataclasses import replace

import pytest

from services.imagecheck.identity.measured import IdentityFacts, ScanQuality
from services.imagecheck.identity.rules import RULE_SET, judge_identity
from shared.domain.findings import FieldReading, IdentityReading, Mrz, Verdict

TODAY = dt.date(2026, 11, 23)
SHARP = ScanQuality(long_side=1600, contrast=220.0, sharpness=0.8)


def some_facts(*, form="td3", verified=True, expiry="2030-01-01", **changes):
    """Facts of a sound French passport, changed as asked."""
    reading = IdentityReading(
        mrz=Mrz(lines=("P<FRA", "1"), format=form, verified=verified),
        birth_name=changes.pop("birth_name", "MARTIN"),
        given_names=("CAMILLE",),
        birth_date="2001-02-03",
        document_number=changes.pop("number", "24FV19387"),
        expiry_date=expiry,
        sex="F",
    )
    defaults = {"state": "FRA", "document_code": "P<", "quality": SHARP}
    return IdentityFacts(reading=reading, **{**defaults, **changes})


def print_only(**fields):
    """Facts of a French card of which only the print was read."""
    values = {"birth_name": "MARTIN", "kind": "identity_card", "nationality": "FRA", **fields}
    source = FieldReading(name="birth_name", value="MARTIN", source="visual_zone", confidence=0.9)
    return IdentityFacts(reading=IdentityReading(sources=(source,), **values), quality=SHARP)


def no_zone(**quality):
    """Facts of a scan on which nothing was read."""
    measures = {"long_side": 1600, "contrast": 220.0, "sharpness": 0.8, **quality}
    return IdentityFacts(reading=IdentityReading(), quality=ScanQuality(**measures))


def verdict_of(facts, criterion):
    """The verdict on one criterion."""
    return {f.criterion: f.verdict for f in judge_identity(facts, TODAY)}[criterion]


def test_a_sound_passport_passes_every_criterion_with_the_rule_set_named():
    findings = judge_identity(some_facts(agreed=frozenset({"birth_name"})), TODAY)

    assert [finding.criterion for finding in findings] == [
        "legibility",
        "mrz_found",
        "mrz_check_digits",
        "reading",
        "visual_zone",
        "document_kind",
        "expiry",
    ]
    assert {finding.verdict for finding in findings} == {Verdict.PASS}
    assert {finding.rule_set for finding in findings} == {RULE_SET}


@pytest.mark.parametrize(
    ("quality", "word"),
    [
        ({"contrast": 12.0}, "vide"),
        ({"long_side": 320}, "petite"),
        ({"sharpness": 0.03}, "floue"),
    ],
)
def test_an_unreadable_scan_fails_and_says_how_to_scan_again(quality, word):
    legibility = judge_identity(no_zone(**quality), TODAY)[0]

    assert legibility.verdict is Verdict.FAIL
    assert word in legibility.message
    assert "renvoyez" in legibility.message
    assert legibility.value is not None
    assert legibility.expected is not None


def test_a_legible_scan_without_a_zone_goes_to_a_person_and_fails_nothing():
    findings = judge_identity(no_zone(), TODAY)

    verdicts = {finding.criterion: finding.verdict for finding in findings}
    assert verdicts.pop("legibility") is Verdict.PASS
    assert set(verdicts.values()) == {Verdict.NOT_EVALUATED}


def test_a_blurred_scan_that_was_read_all_the_same_is_legible():
    blurred = ScanQuality(long_side=300, contrast=30.0, sharpness=0.01)

    assert verdict_of(some_facts(quality=blurred), "legibility") is Verdict.PASS


@pytest.mark.parametrize(
    ("changes", "criterion"),
    [
        pytest.param({"failed_checks": ("number",)}, "mrz_check_digits", id="a digit"),
        pytest.param({"verified": False}, "reading", id="one reading"),
        pytest.param({"repaired": True}, "reading", id="a repair"),
        pytest.param({"names_incomplete": True}, "reading", id="a cut name"),
        pytest.param({"birth_name": "SPECIMEN"}, "document_kind", id="a sample"),
        pytest.param({"state": "UTO"}, "document_kind", id="an imaginary state"),
        pytest.param({"form": "mrva"}, "document_kind", id="a visa"),
    ],
)
def test_a_doubt_warns_and_a_person_looks(changes, criterion):
    findings = {f.criterion: f for f in judge_identity(some_facts(**changes), TODAY)}

    assert findings[criterion].verdict is Verdict.WARN
    assert "agent" in findings[criterion].message


def test_a_cut_second_given_name_is_no_doubt():
    assert verdict_of(some_facts(names_truncated=True), "reading") is Verdict.PASS


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        pytest.param({"expiry": "2026-11-23"}, Verdict.PASS, id="last day"),
        pytest.param({"expiry": "2026-11-22"}, Verdict.PASS, id="over since yesterday, French"),
        pytest.param({"expiry": "2021-11-24"}, Verdict.PASS, id="a day less than five years"),
        pytest.param({"expiry": "2021-11-23"}, Verdict.FAIL, id="five years to the day"),
        pytest.param(
            {"expiry": "2024-01-01", "form": "td1", "document_code": "ID"},
            Verdict.PASS,
            id="French card, over",
        ),
        pytest.param(
            {"expiry": "2026-11-22", "form": "td1", "document_code": "IR"},
            Verdict.FAIL,
            id="residence permit, over",
        ),
        pytest.param({"expiry": "2026-11-22", "state": "ITA"}, Verdict.FAIL, id="foreign, over"),
        pytest.param({"expiry": "2026-11-23", "state": "ITA"}, Verdict.PASS, id="foreign"),
        pytest.param({"expiry": "2026-11-22", "form": "licence"}, Verdict.FAIL, id="licence, over"),
        pytest.param({"expiry": None}, Verdict.NOT_EVALUATED, id="not read"),
        pytest.param({"expiry": "2026-02-30"}, Verdict.NOT_EVALUATED, id="no such day"),
        pytest.param(
            {"expiry": "2010-01-01", "failed_checks": ("expiry_date",)},
            Verdict.NOT_EVALUATED,
            id="its digit does not hold",
        ),
        pytest.param(
            {"expiry": None, "form": "old_cni", "number": "180369310285"},
            Verdict.PASS,
            id="old card of 2018, minor at issue: valid until 2028",
        ),
        pytest.param(
            {"expiry": None, "form": "old_cni", "number": "940992310285"},
            Verdict.FAIL,
            id="old card of 1994",
        ),
        pytest.param(
            {
                "expiry": None,
                "form": "old_cni",
                "number": "940992310285",
                "failed_checks": ("overall",),
            },
            Verdict.NOT_EVALUATED,
            id="old card misread",
        ),
    ],
)
def test_validity_follows_the_kind_of_document(changes, verdict):
    assert verdict_of(some_facts(**changes), "expiry") is verdict


def test_an_expired_document_is_refused_with_its_date_its_limit_and_what_to_send():
    expiry = judge_identity(some_facts(expiry="2019-03-05"), TODAY)[-1]

    assert expiry.value == "2019-03-05"
    assert "05/03/2019" in expiry.message
    assert "04/03/2024" in expiry.message
    assert "Envoyez" in expiry.message
    assert "cinq ans" in expiry.expected


def test_print_and_zone_that_differ_are_named_to_an_agent():
    facts = some_facts(differing=frozenset({"birth_date", "document_number"}))
    finding = {f.criterion: f for f in judge_identity(facts, TODAY)}["visual_zone"]

    assert finding.verdict is Verdict.WARN
    assert finding.value == "date de naissance, numéro"


def test_a_document_of_one_part_is_not_judged_for_the_other():
    finding = {f.criterion: f for f in judge_identity(some_facts(), TODAY)}["visual_zone"]

    assert (finding.verdict, finding.advisory) == (Verdict.NOT_EVALUATED, True)


def test_names_that_two_readers_saw_differently_are_a_doubt():
    doubtful = some_facts()
    doubtful = replace(doubtful, reading=replace(doubtful.reading, names_doubtful=True))

    assert verdict_of(doubtful, "reading") is Verdict.WARN


@pytest.mark.parametrize(
    ("expiry", "verdict"),
    [
        pytest.param("2030-01-01", Verdict.PASS, id="in validity"),
        pytest.param("2022-01-01", Verdict.PASS, id="over for less than five years"),
        pytest.param("2019-01-01", Verdict.WARN, id="over: the print alone refuses nobody"),
        pytest.param(None, Verdict.NOT_EVALUATED, id="not read"),
    ],
)
def test_the_printed_end_is_judged_where_there_is_no_zone(expiry, verdict):
    assert verdict_of(print_only(expiry_date=expiry), "expiry") is verdict


def test_a_foreign_card_without_a_zone_has_no_tolerance():
    facts = print_only(expiry_date="2022-01-01", nationality="ITA")

    assert verdict_of(facts, "expiry") is Verdict.WARN


def test_names_that_only_the_print_gives_are_not_taken_as_read():
    verdicts = {f.criterion: f.verdict for f in judge_identity(print_only(), TODAY)}

    assert verdicts["legibility"] is Verdict.PASS
    assert verdicts["document_kind"] is Verdict.PASS
    assert verdicts["reading"] is verdicts["mrz_found"] is Verdict.NOT_EVALUATED
