"""JDC, ASSR, CEPC and AAC: recognised, read, and the wrong one named plainly."""

import datetime as dt
from dataclasses import replace

import pytest

from services.demo.cast import candidate
from services.demo.people import RECENT, bill_of, document_of
from services.demo.specimens import papers
from services.demo.specimens.bills import scanned
from services.demo.specimens.portraits import portrait
from services.imagecheck.attestation.papers import Paper, recognise
from services.imagecheck.attestation.rules import judge_paper
from services.imagecheck.attestation.slots import SLOTS
from services.imagecheck.checks import run_check
from shared.domain.findings import Verdict, overall
from shared.stages import StageName

S = StageName
TODAY = dt.date(2026, 11, 23)
DAY = dt.date(2026, 10, 5)
CANDIDATE = candidate(0, TODAY)
PERSON = CANDIDATE.identity

MADE = {
    Paper.CEPC: (S.CEPC, papers.exam_certificate(PERSON, "B", DAY)),
    Paper.JDC: (S.JDC, papers.jdc_certificate(PERSON, DAY)),
    Paper.ASSR2: (S.ASSR, papers.school_attestation(PERSON, "second", DAY)),
    Paper.ASSR_LOST: (S.ASSR, papers.lost_attestation(PERSON, DAY)),
    Paper.AAC: (S.AAC, papers.booklet_page(PERSON, DAY)),
}


KINDS = ("document_kind", "wrong_document")


def read(slot, data):
    return run_check(slot, data, TODAY)


def kind_finding(result):
    (found,) = [finding for finding in result.findings if finding.criterion in KINDS]
    return found


@pytest.mark.parametrize("paper", MADE)
def test_each_paper_is_recognised_in_its_slot_with_name_and_date(paper):
    slot, data = MADE[paper]

    result = read(slot, data)

    assert overall(result.findings) is Verdict.PASS
    assert result.identity.kind == paper
    assert (result.identity.birth_name, *result.identity.given_names) == (
        PERSON.birth_name.upper(),
        *PERSON.given_names,
    )
    assert result.identity.issued_on == DAY.isoformat()
    assert result.identity.birth_date in (PERSON.birth_date, None if paper is Paper.AAC else "")


@pytest.mark.parametrize("paper", [Paper.CEPC, Paper.JDC, Paper.ASSR2])
def test_a_scan_is_read_as_well(paper):
    slot, data = MADE[paper]

    result = read(slot, scanned(data))

    assert kind_finding(result).verdict is Verdict.PASS
    assert result.identity.birth_name == PERSON.birth_name.upper()
    assert result.identity.issued_on == DAY.isoformat()


def test_the_first_level_does_not_do_for_the_second():
    finding = kind_finding(read(S.ASSR, papers.school_attestation(PERSON, "premier", DAY)))

    assert finding.verdict is Verdict.FAIL
    assert finding.message.startswith(
        "Vous avez déposé une attestation scolaire de premier niveau (ASSR1) à la place de l’ASSR2"
    )


def test_the_census_is_for_a_person_to_weigh():
    result = read(S.JDC, papers.census_attestation(PERSON, DAY))

    assert kind_finding(result).verdict is Verdict.WARN
    assert result.identity.birth_name == PERSON.birth_name.upper()
    assert overall(result.findings) is Verdict.WARN


BILL = bill_of(CANDIDATE, TODAY - RECENT)


@pytest.mark.parametrize(
    ("slot", "data", "words"),
    [
        (S.JDC, BILL, "une facture à la place du certificat de la journée défense"),
        (S.ASSR, BILL, "une facture à la place de l’ASSR2"),
        (S.CEPC, BILL, "une facture à la place du certificat d’examen"),
        (S.AAC, BILL, "une facture à la place de la page du livret"),
        (S.IDENTITY, BILL, "une facture à la place de la pièce d’identité"),
        (S.IDENTITY, MADE[Paper.JDC][1], "à la place de la pièce d’identité"),
        (S.ADDRESS, MADE[Paper.ASSR2][1], "(ASSR2) à la place du justificatif de domicile"),
        (S.ADDRESS, MADE[Paper.CEPC][1], "d’examen du permis de conduire à la place du justif"),
    ],
)
def test_a_wrong_paper_is_named_with_what_to_send_instead(slot, data, words):
    result = read(slot, data)

    finding = kind_finding(result)
    assert finding.verdict is Verdict.FAIL
    assert words in finding.message
    assert f"Déposez {SLOTS[slot].instead}." in finding.message
    assert finding.criterion == "wrong_document"


def test_an_identity_card_in_the_slot_of_the_bill_is_named():
    card = document_of(CANDIDATE, TODAY)

    finding = kind_finding(read(S.ADDRESS, card))

    assert finding.verdict is Verdict.FAIL
    assert "à la place du justificatif de domicile" in finding.message


@pytest.mark.parametrize("slot", [S.IDENTITY, S.ADDRESS])
def test_a_photo_of_the_candidate_in_another_slot_is_named(slot):
    finding = kind_finding(read(slot, portrait()))

    assert finding.verdict is Verdict.FAIL
    assert finding.message.startswith("Vous avez déposé une photo d’identité à la place d")


def test_what_nothing_tells_is_for_a_person_and_nobody_is_blamed():
    for slot in SLOTS:
        assert judge_paper(None, slot).verdict is Verdict.NOT_EVALUATED


@pytest.mark.parametrize(
    ("lines", "paper"),
    [
        (["ATTESTATION PROVISOIRE", "Journée défense et citoyenneté"], "jdc_pending"),
        (["Journée Défense et Citoyenneté", "est exempté"], "jdc_exempt"),
        (["Journée d’appel de préparation à la défense", "certificat"], "jdc"),
        (["ASSR 2", "Attestation scolaire de sécurité routière"], "assr2"),
        (["ATTESTATION DE SÉCURITÉ ROUTIÈRE"], "asr"),
        (["CERTIFICAT D'EXAMEN DU PERMIS DE CONDUIRE"], "cepc"),
        (["Livret d’apprentissage"], "aac"),
        (["RÉPUBLIQUE FRANÇAISE", "CARTE NATIONALE D’IDENTITÉ"], "identity_card"),
        (["RÉPUBLIQUE FRANÇAISE", "PASSEPORT"], "passport"),
        (["Je certifie héberger", "carte nationale d’identité"], "hosting"),
        (["Bulletin de paie"], "payslip"),
        (["carte nationale d’identité"] + ["mot"] * 400, None),
        (["Bonjour"], None),
    ],
)  # fmt: skip
def test_papers_are_told_by_their_words(lines, paper):
    assert recognise(lines) == paper


@pytest.mark.parametrize(
    ("result", "verdict"),
    [("favorable", "pass"), ("défavorable", "fail"), ("", "not_evaluated")],
)
def test_the_result_of_an_examination_is_read(monkeypatch, result, verdict):
    compile_paper = papers._compile

    def other(title, lines, *rest):
        return compile_paper(title, [*lines[:-1], f"Résultat : {result}."], *rest)

    monkeypatch.setattr(papers, "_compile", other)

    findings = read(S.CEPC, papers.exam_certificate(PERSON, "B", DAY)).findings

    assert {f.criterion: f.verdict for f in findings}["exam_result"] == verdict


def test_a_person_whose_given_name_is_capitals_too_is_left_to_an_agent_or_read_whole():
    person = replace(PERSON, given_names=("Zoé",))

    result = read(S.JDC, papers.jdc_certificate(person, DAY))

    assert result.identity.given_names == ("Zoé",)
