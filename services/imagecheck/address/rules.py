"""What is said of an address proof: facts in, findings out, all of them (RULEBOOK 5)."""

import calendar
import datetime as dt

from services.imagecheck.address import messages
from services.imagecheck.address.measured import AddressFacts
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
    place = f"{reading.postcode} {reading.town}" if reading.postcode and reading.town else None
    return (
        _legibility(facts),
        _field(facts, "holder", reading.holder),
        _field(facts, "issue_date", reading.issued_on),
        _age(facts, today),
        _field(facts, "postcode_town", place),
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


def _field(facts: AddressFacts, criterion: str, value: str | None) -> Finding:
    """A field that was not read is for a person, never a fault of the candidate."""
    read, missing = messages.FIELD_MESSAGES[criterion]
    return Finding(
        criterion=criterion,
        verdict=Verdict.NOT_EVALUATED if value is None else Verdict.PASS,
        message=missing if value is None else read,
        value=value,
        evidence=facts.evidence,
        rule_set=RULE_SET,
    )


def _age(facts: AddressFacts, today: dt.date) -> Finding:
    """Less than six months: the day six months ago is too old."""
    issued = dt.date.fromisoformat(facts.reading.issued_on) if facts.reading.issued_on else None
    limit = months_before(today, MAX_AGE_MONTHS)
    verdict, message = Verdict.PASS, messages.YOUNG_ENOUGH
    if facts.tax_notice:
        message = messages.NO_LIMIT
    elif issued is None:
        verdict, message = Verdict.NOT_EVALUATED, messages.AGE_UNKNOWN
    elif issued > today:
        verdict, message = Verdict.WARN, messages.IN_THE_FUTURE
    elif issued <= limit:
        verdict, message = Verdict.FAIL, messages.too_old(issued, limit)
    return Finding(
        criterion="age",
        verdict=verdict,
        message=message,
        value=facts.reading.issued_on,
        expected=None if facts.tax_notice else "moins de 6 mois",
        evidence=facts.evidence,
        rule_set=RULE_SET,
    )
