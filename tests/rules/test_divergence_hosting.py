"""Somebody hosted: attestation, host's identity and host's proof are compared with each other."""

import datetime as dt
from dataclasses import replace

import pytest

from services.instruction.decision import compare_and_decide
from services.instruction.divergence.hosting_rules import SENTENCES
from services.instruction.divergence.rules import judge
from services.instruction.divergence.sources import DivergenceFacts, DocumentFacts, Trust
from shared.domain.civil_identity import CivilIdentity, PostalAddress
from shared.domain.dossier import Route, StageRun, StageStatus
from shared.domain.findings import (
    AddressReading,
    CheckResult,
    HostingReading,
    IdentityReading,
    Verdict,
)
from shared.domain.piece import PieceKind
from shared.stages import StageName
from tests.builders import PIECES, a_dossier, a_finding

GUEST = CivilIdentity(birth_name="Lefebvre", given_names=("Thomas",), birth_date="1994-07-26")
HOST = CivilIdentity(birth_name="MARTIN", given_names=("HELENE", "ANNE"), birth_date="1980-02-03")
STRANGER = CivilIdentity(birth_name="DURAND", given_names=("PAUL",), birth_date="1970-01-01")
HOME = PostalAddress(street="12 rue des Lilas", postcode="69003", town="Lyon")
ELSEWHERE = PostalAddress(street="", postcode="35000", town="RENNES")
NOTE = HostingReading(
    kind="hosting",
    host="Mme MARTIN Hélène",
    hosted="Thomas LEFEBVRE",
    issued_on="2026-11-02",
    postcode="69003",
    town="LYON",
)
PASS, WARN, FAIL, UNSURE = Verdict.PASS, Verdict.WARN, Verdict.FAIL, Verdict.NOT_EVALUATED


def read(person):
    return DocumentFacts(identity=person, names=Trust.CONFIRMED, date=Trust.CONFIRMED)


def some_facts(note=None, **changes):
    facts = DivergenceFacts(
        declared=GUEST,
        account=GUEST,
        address_read=True,
        holders=("M. et Mme Martin Hélène",),
        declared_address=HOME,
        proof_address=HOME,
        proof_issued_on="2026-10-01",
        proof_deposited_on=dt.date(2026, 11, 23),
        hosted=True,
        attestation=replace(NOTE, **(note or {})),
        host=read(HOST),
        host_filed=True,
    )
    return replace(facts, **changes)


def verdicts(facts):
    found = {one.name: one.finding.verdict for one in judge(facts)}
    return {name: found[name] for name in found if name in (*SENTENCES, "address_holder")}


def test_three_pieces_that_agree_pass():
    assert verdicts(some_facts()) == dict.fromkeys(
        ("address_holder", "hosting_host", "hosting_hosted", "hosting_place"), PASS
    )


@pytest.mark.parametrize(
    ("facts", "criterion", "verdict"),
    [
        pytest.param(some_facts(host=read(STRANGER)), "hosting_host", FAIL, id="two-against-card"),
        pytest.param(some_facts(host=read(STRANGER)), "address_holder", FAIL, id="bill-and-note"),
        pytest.param(
            some_facts({"host": "Paul DURAND"}), "hosting_host", FAIL, id="two-against-note"
        ),
        pytest.param(
            some_facts({"host": "Paul DURAND"}, holders=("Yves LE GOFF",)),
            "hosting_host",
            WARN,
            id="three-names-accuse-nobody",
        ),
        pytest.param(
            some_facts(holders=("Yves LE GOFF",)), "address_holder", FAIL, id="two-against-bill"
        ),
        pytest.param(
            some_facts(holders=("Thomas LEFEBVRE",)),
            "address_holder",
            PASS,
            id="own-bill",
        ),
        pytest.param(
            some_facts(holders=("M. Martin Yves",)), "address_holder", WARN, id="bill-of-a-spouse"
        ),
        pytest.param(some_facts({"hosted": "Zoé ROUX"}), "hosting_hosted", WARN, id="other-guest"),
        pytest.param(some_facts({"hosted": None}), "hosting_hosted", UNSURE, id="guest-unread"),
        pytest.param(some_facts({"host": None}), "hosting_host", UNSURE, id="host-unread"),
        pytest.param(some_facts(host=None), "hosting_host", UNSURE, id="card-unread"),
        pytest.param(some_facts(host=None), "address_holder", PASS, id="bill-beside-note-alone"),
        pytest.param(
            some_facts(host=None, holders=("Yves LE GOFF",)), "address_holder", WARN, id="no-card"
        ),
        pytest.param(
            some_facts(proof_address=ELSEWHERE), "hosting_place", FAIL, id="the-request-decides"
        ),
        pytest.param(
            some_facts(proof_address=ELSEWHERE, declared_address=None),
            "hosting_place",
            WARN,
            id="nobody-decides",
        ),
        pytest.param(some_facts(proof_address=None), "hosting_place", UNSURE, id="proof-unread"),
    ],
)
def test_a_piece_that_says_otherwise_gets_its_verdict(facts, criterion, verdict):
    assert verdicts(facts)[criterion] is verdict


def a_minor(**changes):
    facts = some_facts(host=None, host_filed=False, representative=HOST, parent=read(HOST))
    return replace(facts, **changes)


def test_a_minor_s_host_is_the_parent_who_signs():
    found = verdicts(a_minor())

    assert set(found.values()) == {PASS}
    assert {"parent_identity", "hosting_host", "address_holder"} <= set(found)


@pytest.mark.parametrize(
    ("parent", "verdict"),
    [
        pytest.param(read(HOST), PASS, id="the-parent"),
        pytest.param(read(STRANGER), FAIL, id="somebody-else"),
        pytest.param(DocumentFacts(identity=STRANGER), WARN, id="somebody-else-unconfirmed"),
        pytest.param(read(replace(HOST, birth_date="1981-02-03")), WARN, id="another-birth-date"),
    ],
)
def test_the_parent_s_document_is_compared_with_the_representative(parent, verdict):
    assert verdicts(a_minor(parent=parent))["parent_identity"] is verdict


def test_a_minor_s_other_parent_may_be_the_host_with_a_document_of_their_own():
    father = CivilIdentity(birth_name="ROUX", given_names=("PAUL",))
    facts = a_minor(
        host=read(father), holders=("Paul ROUX",), attestation=replace(NOTE, host="Paul ROUX")
    )

    assert set(verdicts(facts).values()) == {PASS}


@pytest.mark.parametrize("kind", ["hotel", "harbour", "domiciliation"])
@pytest.mark.parametrize(
    ("holder", "issued", "holds", "age"),
    [
        ("Thomas LEFEBVRE", "2026-10-01", PASS, PASS),
        ("Thomas LEFEBVRE", "2026-05-01", PASS, WARN),
        ("Thomas LEFEBVRE", None, PASS, UNSURE),
        ("Yves LE GOFF", "2026-10-01", FAIL, PASS),
    ],
)
def test_beside_a_place_s_attestation_the_proof_is_one_s_own_and_recent(
    kind, holder, issued, holds, age
):
    facts = some_facts({"kind": kind, "host": None}, host=None, host_filed=False)
    found = verdicts(replace(facts, holders=(holder,), proof_issued_on=issued))

    assert (found["address_holder"], found["hosting_own_proof"]) == (holds, age)
    assert "hosting_host" not in found


def a_run(**readings):
    result = CheckResult(findings=(a_finding(),), **readings)
    return StageRun(status=StageStatus.DONE, run=1, result=result)


def a_hosted_dossier(*pieces, **runs):
    dossier = a_dossier(*PIECES, PieceKind.HOSTING, *pieces, candidate=GUEST)
    stages = {
        "photo": a_run(),
        "signature": a_run(),
        "identity": a_run(identity=IdentityReading(birth_name="LEFEBVRE", given_names=("THOMAS",))),
        "address": a_run(address=AddressReading(holder="Hélène MARTIN")),
        "hosting": a_run(hosting=NOTE),
    }
    named = {StageName(name): run for name, run in (stages | runs).items()}
    return replace(dossier, stages={**dossier.stages, **named})


def test_an_attestation_without_the_host_s_identity_asks_for_it():
    decided = compare_and_decide(a_hosted_dossier())

    asked = [item.piece for item in decided.items]
    assert decided.route is Route.CORRECTION
    assert asked == [PieceKind.HOST_IDENTITY]
    assert "carte d’identité ou son passeport" in decided.items[0].message


@pytest.mark.parametrize(("name", "said"), [("MARTIN", False), ("DURAND", True)])
def test_a_stored_host_is_compared_and_a_stranger_is_for_an_agent(name, said):
    host = a_run(identity=IdentityReading(birth_name=name, given_names=("HELENE",)))
    decided = compare_and_decide(a_hosted_dossier(PieceKind.HOST_IDENTITY, host_identity=host))

    assert ("divergence_hosting_host" in str(decided.check.facts["reasons"])) is said
    assert PieceKind.HOST_IDENTITY not in [item.piece for item in decided.items]


def test_a_doubt_on_the_host_s_names_is_not_settled_by_the_candidate_s():
    doubt = a_finding(criterion="reading", verdict=Verdict.WARN)
    reading = IdentityReading(birth_name="DURAND", given_names=("HELENE",))
    result = CheckResult(findings=(doubt,), identity=reading)
    host = StageRun(status=StageStatus.DONE, run=1, result=result)

    decided = compare_and_decide(a_hosted_dossier(PieceKind.HOST_IDENTITY, host_identity=host))

    assert "host_identity.reading" in str(decided.check.facts["reasons"])


def test_every_sentence_on_the_pieces_of_a_host_is_plain_french():
    for sentences in SENTENCES.values():
        for sentence in sentences:
            assert sentence.endswith(".")
            assert all(len(part.split()) <= 20 for part in sentence.split(". "))
