"""What is said of a paper: facts in, findings out, all of them (RULEBOOK 6)."""

from services.imagecheck.attestation import messages
from services.imagecheck.attestation.measured import AttestationFacts
from services.imagecheck.attestation.papers import Paper
from services.imagecheck.attestation.slots import SLOTS
from shared.domain.findings import Finding, Verdict
from shared.stages import StageName

#: Version of these rules; the law moves, so that every finding names it.
RULE_SET = "attestation-2026.11"

#: [D] Letters and digits under which a page was not read: the shortest certificate has over 150.
MIN_CHARACTERS = 60

#: [D] Mean confidence of the OCR under which a page is doubtful: clean scans give 85 to 95.
MIN_CONFIDENCE = 60.0

#: Criterion of a paper in the wrong slot: whoever sent it sends the right one. A doubt on what a
#: document is has another code, since it stays with the agents.
WRONG = "wrong_document"

#: Papers that bear no date that matters: a lost one's replacement and a page of a booklet.
UNDATED = frozenset({Paper.AAC})


def judge_attestation(facts: AttestationFacts, slot: StageName) -> tuple[Finding, ...]:
    """All findings on a paper deposited in this slot, in the order shown."""
    right = judge_paper(facts.paper, slot)
    if right.verdict is Verdict.FAIL:  # what stands on another paper says nothing here
        return (_legibility(facts), right)
    holder = " ".join((*facts.reading.given_names, facts.reading.birth_name or "")).strip() or None
    findings = [_legibility(facts), right, _field(facts, "holder", holder)]
    if facts.paper not in UNDATED:
        findings.append(_field(facts, "issue_date", facts.reading.issued_on))
    if slot is StageName.CEPC:
        findings.append(_exam_result(facts))
    return tuple(findings)


def judge_paper(paper: Paper | None, slot: StageName) -> Finding:
    """Whether the paper belongs into the slot; one that nothing tells is for a person."""
    row = SLOTS[slot]
    verdict, message = Verdict.PASS, messages.RIGHT_PAPER
    if paper is None:
        verdict, message = Verdict.NOT_EVALUATED, messages.UNKNOWN_PAPER
    elif paper in row.doubtful:
        verdict, message = Verdict.WARN, messages.TO_BE_LOOKED_AT
    elif paper not in row.takes:
        verdict, message = Verdict.FAIL, messages.in_place_of(paper, row.wanted, row.instead)
    return Finding(
        criterion=WRONG if verdict is Verdict.FAIL else "document_kind",
        verdict=verdict,
        message=message,
        value=messages.WITH_ARTICLE[paper] if paper else None,
        expected=row.instead,
        rule_set=RULE_SET,
    )


def _legibility(facts: AttestationFacts) -> Finding:
    """Few letters: the person scans again. Many but doubtful ones: somebody looks."""
    verdict, message = Verdict.PASS, messages.LEGIBLE
    if facts.characters < MIN_CHARACTERS:
        verdict, message = Verdict.FAIL, messages.UNREADABLE
    elif facts.confidence < MIN_CONFIDENCE:
        verdict, message = Verdict.WARN, messages.DOUBTFUL
    return Finding(
        criterion="legibility",
        verdict=verdict,
        message=message,
        value=facts.characters,
        expected=f"au moins {MIN_CHARACTERS} caractères lus",
        evidence=facts.evidence,
        rule_set=RULE_SET,
    )


def _field(facts: AttestationFacts, criterion: str, value: str | None) -> Finding:
    """A field that was not read is for a person, never a fault of the candidate."""
    read, missing = messages.FIELDS[criterion]
    return Finding(
        criterion=criterion,
        verdict=Verdict.NOT_EVALUATED if value is None else Verdict.PASS,
        message=missing if value is None else read,
        value=value,
        evidence=facts.evidence,
        rule_set=RULE_SET,
    )


def _exam_result(facts: AttestationFacts) -> Finding:
    verdict, message = {
        True: (Verdict.PASS, messages.PASSED),
        False: (Verdict.FAIL, messages.NOT_PASSED),
        None: (Verdict.NOT_EVALUATED, messages.RESULT_UNKNOWN),
    }[facts.passed]
    return Finding(
        criterion="exam_result",
        verdict=verdict,
        message=message,
        expected="résultat favorable",
        evidence=facts.evidence,
        rule_set=RULE_SET,
    )
