"""Findings on address proofs: an old bill fails with its date, a missing field is for a person."""

import dataclasses
import datetime as dt
import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from services.imagecheck.address.facts import read_address
from services.imagecheck.address.kinds import ProofKind
from services.imagecheck.address.measured import AddressFacts
from services.imagecheck.address.rules import RULE_SET, judge_address, months_before
from shared.domain.findings import AddressReading, Verdict

TODAY = dt.date(2026, 11, 23)
CRITERIA = ["legibility", "proof_kind", "holder", "issue_date", "age", "postcode_town"]


def some_facts(*, issued_on="2026-10-24", kind="electricity", **changes):
    """Facts of a sound bill, changed as asked."""
    reading = AddressReading(
        holder="Camille MARTIN",
        issued_on=issued_on,
        postcode="69003",
        town="LYON",
        issuer="EDF",
        kind=kind,
    )
    facts = AddressFacts(
        reading=reading, source="ocr", characters=900, confidence=92.0, place_listed=True
    )
    return dataclasses.replace(facts, **changes)


def findings_of(facts):
    """Findings by criterion."""
    return {finding.criterion: finding for finding in judge_address(facts, TODAY)}


def test_a_sound_bill_passes_every_criterion_with_the_rule_set_named():
    findings = findings_of(some_facts())

    assert list(findings) == CRITERIA
    assert {finding.verdict for finding in findings.values()} == {Verdict.PASS}
    assert {finding.rule_set for finding in findings.values()} == {RULE_SET}
    assert findings["postcode_town"].value == "69003 LYON"


@pytest.mark.parametrize(
    ("issued_on", "verdict"),
    [
        pytest.param("2026-11-23", Verdict.PASS, id="today"),
        pytest.param("2026-05-24", Verdict.PASS, id="a day less than six months"),
        pytest.param("2026-05-23", Verdict.FAIL, id="six months to the day"),
        pytest.param("2020-01-01", Verdict.FAIL, id="years"),
        pytest.param("2026-11-24", Verdict.WARN, id="tomorrow"),
        pytest.param(None, Verdict.NOT_EVALUATED, id="not read"),
    ],
)
def test_a_bill_is_younger_than_six_months(issued_on, verdict):
    assert findings_of(some_facts(issued_on=issued_on))["age"].verdict is verdict


def test_an_old_bill_is_refused_with_its_date_the_limit_and_what_to_send():
    age = findings_of(some_facts(issued_on="2026-01-15"))["age"]

    assert "15/01/2026" in age.message
    assert "23/05/2026" in age.message
    assert "Envoyez une facture" in age.message
    assert (age.value, age.expected) == ("2026-01-15", "moins de 6 mois")


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        *((kind, Verdict.FAIL) for kind in ("electricity", "gas", "water", "phone", "harbour")),
        *((kind, Verdict.WARN) for kind in ("rent_receipt", "insurance", "hotel", None)),
        *((kind, Verdict.PASS) for kind in ("tax", "no_tax")),
    ],
)
def test_an_old_proof_is_refused_only_where_the_rule_states_an_age(kind, verdict):
    age = findings_of(some_facts(issued_on="2024-08-01", kind=kind))["age"]

    assert age.verdict is verdict
    assert (age.expected is None) == (verdict is Verdict.PASS)


@pytest.mark.parametrize(
    ("kind", "changes", "verdict", "words"),
    [
        ("water", {}, Verdict.PASS, "acceptés"),
        ("no_tax", {}, Verdict.PASS, "acceptés"),
        ("rent_receipt", {"organisation": True}, Verdict.PASS, "acceptés"),
        ("rent_receipt", {}, Verdict.WARN, "agent"),
        ("rent_receipt", {"confidence": 41.0}, Verdict.WARN, "manuscrite"),
        ("rent_receipt", {"private_landlord": True}, Verdict.FAIL, "particulier"),
        ("rent_demand", {}, Verdict.FAIL, "avis d’échéance"),
        ("insurance", {}, Verdict.WARN, "assurance"),
        ("hosting", {}, Verdict.WARN, "pièce d’identité"),
        ("hotel", {}, Verdict.WARN, "hôtel"),
        ("harbour", {}, Verdict.WARN, "port"),
        ("domiciliation", {}, Verdict.WARN, "élection de domicile"),
        ("payslip", {}, Verdict.FAIL, "bulletin de salaire"),
        ("bank", {}, Verdict.FAIL, "banque"),
        ("quote", {}, Verdict.FAIL, "devis"),
        ("schedule", {}, Verdict.FAIL, "échéancier"),
        (None, {}, Verdict.NOT_EVALUATED, "agent"),
    ],
)
def test_each_kind_of_proof_has_its_verdict_and_its_reason(kind, changes, verdict, words):
    finding = findings_of(some_facts(kind=kind, **changes))["proof_kind"]

    assert finding.verdict is verdict
    assert words in finding.message
    assert verdict is not Verdict.FAIL or "Envoyez" in finding.message


def test_every_kind_of_proof_can_be_judged():
    for kind in ProofKind:
        assert findings_of(some_facts(kind=kind.value))["proof_kind"].message


@pytest.mark.parametrize(
    ("listed", "verdict"),
    [(True, Verdict.PASS), (False, Verdict.WARN), (None, Verdict.NOT_EVALUATED)],
)
def test_a_town_that_does_not_go_with_its_postcode_is_for_a_person(listed, verdict):
    place = findings_of(some_facts(place_listed=listed))["postcode_town"]

    assert place.verdict is verdict
    assert place.value == "69003 LYON"


def test_a_field_that_was_not_read_goes_to_a_person():
    facts = some_facts(reading=AddressReading())
    findings = findings_of(facts)

    assert findings.pop("legibility").verdict is Verdict.PASS
    assert {finding.verdict for finding in findings.values()} == {Verdict.NOT_EVALUATED}
    assert all("agent" in finding.message for finding in findings.values())


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"characters": 10}, Verdict.FAIL),
        ({"confidence": 40.0}, Verdict.WARN),
        ({"characters": 61, "confidence": 61.0}, Verdict.PASS),
    ],
)
def test_a_page_that_was_hardly_read_is_to_be_scanned_again(changes, verdict):
    legibility = findings_of(some_facts(**changes))["legibility"]

    assert legibility.verdict is verdict
    assert ("Numérisez" in legibility.message) == (verdict is Verdict.FAIL)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-08-31", 6, "2026-02-28"),
        ("2026-03-15", 6, "2025-09-15"),
        ("2024-08-31", 6, "2024-02-29"),
        ("2026-12-31", 12, "2025-12-31"),
    ],
)
def test_six_months_earlier_is_a_day_of_the_calendar(day, months, before):
    assert months_before(dt.date.fromisoformat(day), months).isoformat() == before


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_scanned_bill_is_read_by_ocr_whichever_side_is_up(turn):
    page = Image.new("L", (1654, 2339), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=34)
    for x, y, text in (
        (120, 120, "ENGIE"),
        (900, 400, "Mme Camille MARTIN"),
        (900, 450, "12 RUE DES LILAS"),
        (900, 500, "69003 LYON"),
        (120, 760, "Facture du 24 octobre 2026"),
        (120, 820, "Votre consommation de gaz sur la période"),
        (120, 900, "Ce montant sera prélevé sur votre compte le 8 novembre 2026"),
    ):
        pen.text((x, y), text, font=font, fill=20)
    buffer = io.BytesIO()
    page.rotate(turn, expand=True).save(buffer, "PNG")

    facts = read_address(buffer.getvalue())

    assert facts.source == "ocr"
    reading = facts.reading
    assert (reading.holder, reading.issued_on) == ("Camille MARTIN", "2026-10-24")
    assert (reading.postcode, reading.town, reading.issuer) == ("69003", "LYON", "Engie")
    assert set(facts.places) == {"holder", "issue_date", "postcode_town"}


def test_an_empty_scan_is_to_be_scanned_again():
    buffer = io.BytesIO()
    Image.new("L", (400, 500), 255).save(buffer, "PNG")

    facts = read_address(buffer.getvalue())

    assert findings_of(facts)["legibility"].verdict is Verdict.FAIL
