"""What is said of an address proof: facts in, findings out, all of them (RULEBOOK 5)."""

import calendar
import datetime as dt
from dataclasses import replace

from services.imagecheck.address import messages
from services.imagecheck.address.measured import AddressFacts
from services.imagecheck.address.proof_bands import (
    UNDER_SIX_MONTHS,
    WITHOUT_LIMIT,
    judge_kind,
    kind_of,
)
from services.imagecheck.twoddoc.rules import CodeFacts, judge_code
from shared.domain.findings import Finding, Verdict

#: Version of these rules; the law moves, so that every finding names it.
RULE_SET = "address-2026.11"


#: A bill is younger than this (RULEBOOK AD1).
MAX_AGE_MONTHS = 6

#: [D] Letters and digits under which a page was not read: the shortest bill has hundreds.
MIN_CHARACTERS = 60

#: [D] Mean confidence of the OCR under which a page is doubtful: clean scans give 85 to 95.
MIN_CONFIDENCE = 60.0


def judge_address(facts: AddressFacts, today: dt.date) -> tuple[Finding, ...]:
    """All findings on an address proof, in the order shown."""
    reading = facts.reading
    return (
        _legibility(facts),
        _kind(facts),
        _field(facts, "holder", reading.holder),
        _field(facts, "issue_date", reading.issued_on),
        _age(facts, today),
        _place(facts),
        *_code(facts, today),
    )


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day some months earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _legibility(facts: AddressFacts) -> Finding:
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


def _kind(facts: AddressFacts) -> Finding:
    verdict, name = judge_kind(facts)
    return Finding(
        criterion="proof_kind",
        verdict=verdict,
        message=messages.KIND_MESSAGES[name],
        value=facts.reading.kind,
        evidence=facts.evidence,
        rule_set=RULE_SET,
    )


def _field(facts: AddressFacts, criterion: str, value: str | None) -> Finding:
    """A field that was not read, or not surely, is for a person, never the candidate's fault."""
    read, missing = messages.FIELD_MESSAGES[criterion]
    verdict, message = Verdict.PASS, read
    if value is None:
        verdict, message = Verdict.NOT_EVALUATED, missing
    elif criterion in facts.doubtful:
        verdict, message = Verdict.WARN, messages.FIELD_DOUBTS[criterion]
    return Finding(
        criterion=criterion,
        verdict=verdict,
        message=message,
        value=value,
        evidence=facts.places.get(criterion, facts.evidence),
        rule_set=RULE_SET,
    )


def _place(facts: AddressFacts) -> Finding:
    """Read, and in the official list; a postcode that the list has not says nothing."""
    reading = facts.reading
    place = f"{reading.postcode} {reading.town}" if reading.postcode and reading.town else None
    finding = _field(facts, "postcode_town", place)
    if place is None or facts.place_listed:
        return finding
    unlisted = facts.place_listed is False
    return replace(
        finding,
        verdict=Verdict.WARN if unlisted else Verdict.NOT_EVALUATED,
        message=messages.PLACE_UNLISTED if unlisted else messages.PLACE_UNKNOWN,
    )


def _code(facts: AddressFacts, today: dt.date) -> tuple[Finding, ...]:
    """None where there is no code, which most proofs have not."""
    if facts.reading.two_d_doc is None:
        return ()
    compared = {name: name not in facts.differences for name in facts.compared}
    code = CodeFacts(code=facts.reading.two_d_doc, compared=compared)
    return judge_code(code, today, RULE_SET)


def _age(facts: AddressFacts, today: dt.date) -> Finding:
    """Less than six months, where the rule says so: the day six months ago is too old."""
    kind = kind_of(facts)
    verdict, message = _judged_age(facts, today)
    return Finding(
        criterion="age",
        verdict=verdict,
        message=message,
        value=facts.reading.issued_on,
        expected=None if kind in WITHOUT_LIMIT else "moins de 6 mois",
        evidence=facts.places.get("issue_date", facts.evidence),
        rule_set=RULE_SET,
    )


def _judged_age(facts: AddressFacts, today: dt.date) -> tuple[Verdict, str]:
    issued = dt.date.fromisoformat(facts.reading.issued_on) if facts.reading.issued_on else None
    limit, kind = months_before(today, MAX_AGE_MONTHS), kind_of(facts)
    if kind in WITHOUT_LIMIT:
        return Verdict.PASS, messages.NO_LIMIT
    if issued is None:
        return Verdict.NOT_EVALUATED, messages.AGE_UNKNOWN
    if issued > today:
        return Verdict.WARN, messages.IN_THE_FUTURE
    if issued > limit:
        return Verdict.PASS, messages.YOUNG_ENOUGH
    if kind in UNDER_SIX_MONTHS and "issue_date" not in facts.doubtful:
        return Verdict.FAIL, messages.too_old(issued, limit)
    return Verdict.WARN, messages.OLD_FOR_AN_AGENT
