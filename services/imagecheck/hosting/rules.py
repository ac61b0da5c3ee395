"""What is said of an attestation of somebody's home: facts in, findings out (RULEBOOK AD2 to AD4).

Whether its names are those of the other pieces is for the comparison, which has them all.
"""

import datetime as dt

from services.imagecheck.address.kinds import ProofKind
from services.imagecheck.address.rules import MAX_AGE_MONTHS, MIN_CONFIDENCE, months_before
from services.imagecheck.hosting import messages
from services.imagecheck.hosting.measured import ATTESTING, HostingFacts
from shared.domain.findings import Finding, Verdict

#: Version of these rules; the law moves, so that every finding names it.
RULE_SET = "hosting-2026.12"

#: [D] Letters and digits under which a page was not read. Handwriting leaves the OCR few: the
#: shortest attestation has over 150.
MIN_CHARACTERS = 60


def judge_hosting(facts: HostingFacts, today: dt.date) -> tuple[Finding, ...]:
    """All findings on an attestation, in the order shown."""
    reading, kind = facts.reading, _kind(facts)
    if kind.verdict is Verdict.FAIL:  # what stands on another paper says nothing here
        return (_legibility(facts), kind)
    found = [_legibility(facts), kind, _field(facts, "hosted", reading.hosted)]
    if reading.kind == ProofKind.HOSTING or reading.kind is None:
        found.append(_field(facts, "host", reading.host))
    found.append(_date(facts, today))
    if reading.kind == ProofKind.HOSTING:
        found.append(_signatures())
    return tuple(found)


def _finding(
    facts: HostingFacts, criterion: str, verdict: Verdict, message: str, value: str | None
) -> Finding:
    return Finding(
        criterion=criterion,
        verdict=verdict,
        message=message,
        value=value,
        evidence=facts.evidence,
        rule_set=RULE_SET,
    )


def _legibility(facts: HostingFacts) -> Finding:
    """An attestation may be written by hand: what no program reads is for a person."""
    sure = facts.characters >= MIN_CHARACTERS and facts.confidence >= MIN_CONFIDENCE
    verdict = Verdict.PASS if sure else Verdict.NOT_EVALUATED
    message = messages.LEGIBLE if sure else messages.HARD_TO_READ
    return _finding(facts, "legibility", verdict, message, str(facts.characters))


def _kind(facts: HostingFacts) -> Finding:
    kind = ProofKind(facts.reading.kind) if facts.reading.kind else None
    verdict, message = Verdict.FAIL, messages.WRONG_PAPER
    if kind is None:
        verdict, message = Verdict.NOT_EVALUATED, messages.UNKNOWN_PAPER
    elif kind in ATTESTING:
        verdict, message = Verdict.PASS, messages.KINDS[kind]
    return _finding(facts, "proof_kind", verdict, message, facts.reading.kind)


def _field(facts: HostingFacts, criterion: str, value: str | None) -> Finding:
    """A field that was not read is for a person, never a fault of the candidate."""
    read, missing = messages.FIELDS[criterion]
    verdict = Verdict.NOT_EVALUATED if value is None else Verdict.PASS
    return _finding(facts, criterion, verdict, missing if value is None else read, value)


def _date(facts: HostingFacts, today: dt.date) -> Finding:
    """AD2, AD3: dated. AD4: a harbour's is less than six months old; no other has a limit."""
    text = facts.reading.issued_on
    issued = dt.date.fromisoformat(text) if text else None
    verdict, message = Verdict.PASS, messages.DATED
    if issued is None:
        verdict, message = Verdict.NOT_EVALUATED, messages.UNDATED
    elif issued > today:
        verdict, message = Verdict.WARN, messages.IN_THE_FUTURE
    elif facts.reading.kind == ProofKind.HARBOUR and issued <= months_before(today, MAX_AGE_MONTHS):
        verdict, message = Verdict.FAIL, messages.OLD_HARBOUR
    return _finding(facts, "issue_date", verdict, message, text)


def _signatures() -> Finding:
    """AD2, AD3: signed by both, which no program sees: an agent looks at every attestation."""
    return Finding(
        criterion="signatures",
        verdict=Verdict.NOT_EVALUATED,
        message=messages.BOTH_SIGN,
        rule_set=RULE_SET,
    )
