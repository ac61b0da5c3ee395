"""An attestation of somebody's home is read and judged by itself."""

import dataclasses
import datetime as dt

import pytest

from services.demo.specimens.bills import Bill, electricity_bill
from services.demo.specimens.identity_cards import identity_card
from services.demo.specimens.papers import hosting_attestation
from services.demo.specimens.persons import Examples
from services.imagecheck.address.facts import read_address
from services.imagecheck.address.page_layout import page_of_runs
from services.imagecheck.address.person_names import is_same_person
from services.imagecheck.checks import check_hosting
from services.imagecheck.engines.pdf import TextRun
from services.imagecheck.hosting.facts import read_hosting, read_hosting_file
from services.imagecheck.hosting.measured import HostingFacts
from services.imagecheck.hosting.rules import judge_hosting
from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.findings import HostingReading, Verdict, overall

TODAY = dt.date(2026, 11, 23)
PARENT = CivilIdentity(
    birth_name="Martin", given_names=("Hélène", "Anne"), sex="F", birth_date="1980-02-03"
)
CHILD = CivilIdentity(
    birth_name="Martin-Roux", given_names=("Zoé",), sex="F", birth_date="2009-05-06"
)
HOME = PostalAddress(street="12 rue des Lilas", postcode="69003", town="Lyon")


def a_page(lines):
    return page_of_runs(
        TextRun(text=line, left=50, top=20 * row, right=50 + 5 * len(line), bottom=20 * row + 10)
        for row, line in enumerate(lines)
    )


def test_the_attestation_of_a_parent_is_read_from_its_pdf():
    data = hosting_attestation(PARENT, CHILD, HOME, dt.date(2026, 11, 2))

    reading = read_hosting_file(data).reading

    assert is_same_person(reading.host, ("Martin",), ("Hélène", "Anne"))
    assert is_same_person(reading.hosted, ("Martin-Roux",), ("Zoé",))
    assert (reading.postcode, reading.town) == ("69003", "Lyon")
    assert reading.issued_on == "2026-11-02"
    assert read_address(data).reading.kind == "hosting"


@pytest.mark.parametrize(
    ("text", "host", "hosted"),
    [
        (
            "Je soussigné, M. Paul ROUX, né le 03/02/1980 à Lyon, demeurant 12 rue des Lilas "
            "69003 LYON, certifie héberger à mon domicile Mme Zoé MARTIN, née le 06/05/2009. "
            "Fait à Lyon, le 02/11/2026",
            "Paul ROUX",
            "Zoé MARTIN",
        ),
        (
            "Je soussigné(e) Anne d’ARCY atteste sur l’honneur que j’héberge depuis le 01/01/2026 "
            "Karim BENALI au 12 rue des Lilas 69003 LYON. Lyon, le 2 novembre 2026",
            "Anne d’ARCY",
            "Karim BENALI",
        ),
        (
            "Je soussignée : Madame LE GOFF Gwenaëlle, déclare héberger gratuitement mon fils "
            "Yves LE GOFF. 12 rue des Lilas, 69003 LYON. Le 02/11/2026",
            "LE GOFF Gwenaëlle",
            "Yves LE GOFF",
        ),
    ],
)
def test_an_attestation_in_running_text_names_host_and_hosted(text, host, hosted):
    words = text.split(" ")
    lines = [" ".join(words[start : start + 9]) for start in range(0, len(words), 9)]

    reading = read_hosting(a_page(lines))

    assert (reading.host, reading.hosted) == (host, hosted)
    assert (reading.postcode, reading.issued_on) == ("69003", "2026-11-02")


@pytest.mark.parametrize(
    ("kind", "lines", "hosted"),
    [
        (
            "hotel",
            (
                "Hôtel des Voyageurs, 12 rue de la Gare, 69003 LYON",
                "Je soussigné Paul DUPONT, gérant de l’hôtel, atteste que Madame Zoé MARTIN,",
                "née le 06/05/2000, réside dans notre établissement depuis le 01/01/2026.",
                "Fait à Lyon, le 02/11/2026",
            ),
            "Zoé MARTIN",
        ),
        (
            "harbour",
            (
                "Capitainerie du port de plaisance",
                "1 quai du Port 69003 LYON",
                "Je certifie que M. Karim BENALI vit à bord de son bateau amarré au port.",
                "Lyon, le 02/11/2026",
            ),
            "Karim BENALI",
        ),
        (
            "domiciliation",
            (
                "Attestation d’élection de domicile",
                "Nom : MARTIN",
                "Prénom : Zoé",
                "Né(e) le 06/05/2000",
                "Adresse : 12 rue des Lilas 69003 LYON",
                "Délivrée le 02/11/2026",
            ),
            "Zoé MARTIN",
        ),
    ],
)
def test_a_place_s_attestation_names_the_resident_and_no_host(kind, lines, hosted):
    reading = read_hosting(a_page(lines))

    assert (reading.kind, reading.hosted, reading.host) == (kind, hosted, None)
    assert (reading.postcode, reading.issued_on) == ("69003", "2026-11-02")


def judged(*, characters=200, confidence=95.0, **changes):
    reading = HostingReading(
        kind="hosting",
        host="Hélène MARTIN",
        hosted="Zoé MARTIN",
        issued_on="2026-11-02",
        postcode="69003",
        town="LYON",
    )
    reading = dataclasses.replace(reading, **changes)
    facts = HostingFacts(reading=reading, characters=characters, confidence=confidence)
    return {finding.criterion: finding for finding in judge_hosting(facts, TODAY)}


def test_a_good_attestation_still_needs_a_person_for_its_signatures():
    found = judged()

    unsure = [name for name, one in found.items() if one.verdict is not Verdict.PASS]
    assert unsure == ["signatures"]
    assert overall(found.values()) is Verdict.NOT_EVALUATED


@pytest.mark.parametrize(
    ("changes", "criterion", "verdict"),
    [
        ({"kind": None}, "proof_kind", Verdict.NOT_EVALUATED),
        ({"kind": "electricity"}, "proof_kind", Verdict.FAIL),
        ({"kind": "hotel"}, "proof_kind", Verdict.PASS),
        ({"host": None}, "host", Verdict.NOT_EVALUATED),
        ({"hosted": None}, "hosted", Verdict.NOT_EVALUATED),
        ({"issued_on": None}, "issue_date", Verdict.NOT_EVALUATED),
        ({"issued_on": "2026-11-24"}, "issue_date", Verdict.WARN),
        ({"issued_on": "2025-01-02"}, "issue_date", Verdict.PASS),
        ({"kind": "hotel", "issued_on": "2026-01-02"}, "issue_date", Verdict.PASS),
        ({"kind": "harbour", "issued_on": "2026-05-23"}, "issue_date", Verdict.FAIL),
        ({"kind": "harbour", "issued_on": "2026-05-24"}, "issue_date", Verdict.PASS),
        ({"characters": 20}, "legibility", Verdict.NOT_EVALUATED),
        ({"confidence": 40.0}, "legibility", Verdict.NOT_EVALUATED),
    ],
)
def test_each_point_of_an_attestation_has_its_verdict(changes, criterion, verdict):
    assert judged(**changes)[criterion].verdict is verdict


@pytest.mark.parametrize("kind", ["hotel", "harbour", "domiciliation"])
def test_no_host_is_asked_of_a_place_s_attestation(kind):
    assert {"host", "signatures"}.isdisjoint(judged(kind=kind, host=None))


def test_a_bill_in_the_place_of_the_attestation_is_refused_plainly():
    bill = electricity_bill(Bill(holder=PARENT, address=HOME, issued_on=TODAY, issuer="EDF"))

    found = check_hosting(bill, TODAY).findings

    refused = [one.criterion for one in found if one.verdict is Verdict.FAIL]
    assert refused == ["proof_kind"]


def test_an_identity_card_in_the_place_of_the_attestation_is_named():
    found = check_hosting(identity_card(Examples().card()), TODAY).findings

    wrong = [one for one in found if one.criterion == "wrong_document"]
    assert "une carte d’identité à la place de l’attestation d’hébergement" in wrong[0].message
