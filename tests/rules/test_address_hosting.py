"""Somebody hosted: the attestation is read, and compared with the host's two pieces."""

import dataclasses
import datetime as dt

import pytest

from services.demo.specimens.papers import hosting_attestation
from services.imagecheck.address.facts import read_address
from services.imagecheck.address.hosting import (
    HostingReading,
    read_hosting,
    read_hosting_file,
)
from services.imagecheck.address.hosting_rules import HostingFacts, judge_hosting
from services.imagecheck.address.page_layout import page_of_runs
from services.imagecheck.address.person_names import is_same_person
from services.imagecheck.engines.pdf import TextRun
from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.findings import AddressReading, IdentityReading, Verdict

TODAY = dt.date(2026, 11, 23)
PARENT = CivilIdentity(
    birth_name="Martin", given_names=("Hélène", "Anne"), sex="F", birth_date="1980-02-03"
)
CHILD = CivilIdentity(
    birth_name="Martin-Roux", given_names=("Zoé",), sex="F", birth_date="2009-05-06"
)
HOME = PostalAddress(street="12 rue des Lilas", postcode="69003", town="Lyon")


def test_the_attestation_of_a_parent_is_read_from_its_pdf():
    data = hosting_attestation(PARENT, CHILD, HOME, dt.date(2026, 11, 2))

    reading = read_hosting_file(data)

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
    page = page_of_runs(
        TextRun(text=line, left=50, top=20 * row, right=50 + 5 * len(line), bottom=20 * row + 10)
        for row, line in enumerate(lines)
    )

    reading = read_hosting(page)

    assert (reading.host, reading.hosted) == (host, hosted)
    assert (reading.postcode, reading.issued_on) == ("69003", "2026-11-02")


def some_facts(**changes):
    facts = HostingFacts(
        attestation=HostingReading(
            host="Mme MARTIN Hélène",
            hosted="Zoé Martin Roux",
            issued_on="2026-11-02",
            postcode="69003",
            town="LYON",
        ),
        host=IdentityReading(birth_name="MARTIN", given_names=("HELENE", "ANNE")),
        proof=AddressReading(holder="M. et Mme Martin Hélène", postcode="69003", town="Lyon 03"),
        surnames=("Martin-Roux",),
        given_names=("Zoé",),
    )
    return dataclasses.replace(facts, **changes)


def verdicts(facts):
    return {
        finding.criterion: finding.verdict
        for finding in judge_hosting(facts, TODAY)
        if not finding.advisory
    }


def test_three_pieces_that_agree_pass_and_the_signatures_are_left_to_a_person():
    findings = judge_hosting(some_facts(), TODAY)

    assert set(verdicts(some_facts()).values()) == {Verdict.PASS}
    assert [finding.criterion for finding in findings if finding.advisory] == ["hosting_signatures"]


@pytest.mark.parametrize(
    ("piece", "changes", "criteria"),
    [
        ("host", {"birth_name": "DURAND"}, {"hosting_host", "hosting_proof"}),
        ("host", {"given_names": ("ANNE",)}, {"hosting_host", "hosting_proof"}),
        ("proof", {"holder": "Paul Durand"}, {"hosting_proof"}),
        ("proof", {"postcode": "69008"}, {"hosting_place"}),
        ("proof", {"town": "Villeurbanne"}, {"hosting_place"}),
        ("attestation", {"hosted": "Zoé Durand"}, {"hosting_hosted"}),
        ("attestation", {"host": "Paul Martin"}, {"hosting_host"}),
        ("attestation", {"issued_on": "2026-11-24"}, {"hosting_date"}),
    ],
)
def test_a_piece_that_says_otherwise_is_for_a_person(piece, changes, criteria):
    facts = some_facts()
    changed = dataclasses.replace(getattr(facts, piece), **changes)

    found = verdicts(dataclasses.replace(facts, **{piece: changed}))

    assert {name for name, verdict in found.items() if verdict is Verdict.WARN} == criteria


@pytest.mark.parametrize(
    ("holder", "verdict"),
    [("Hélène MARTIN", Verdict.PASS), ("Paul DURAND", Verdict.WARN), (None, Verdict.NOT_EVALUATED)],
)
def test_without_the_host_s_identity_the_proof_is_compared_with_the_attestation(holder, verdict):
    facts = some_facts(host=IdentityReading())
    facts = dataclasses.replace(facts, proof=dataclasses.replace(facts.proof, holder=holder))

    found = verdicts(facts)

    assert (found["hosting_proof"], found["hosting_host"]) == (verdict, Verdict.NOT_EVALUATED)


def test_pieces_that_were_not_read_are_not_evaluated():
    facts = some_facts(attestation=HostingReading(), host=IdentityReading(), proof=AddressReading())

    assert set(verdicts(facts).values()) == {Verdict.NOT_EVALUATED}
