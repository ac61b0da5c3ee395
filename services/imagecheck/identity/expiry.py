"""Whether an identity proof still serves on a given day: RULEBOOK ID1 to ID4."""

import datetime as dt
from dataclasses import dataclass

from services.imagecheck.identity.measured import IdentityFacts
from services.imagecheck.identity.old_card import TOLERANCE_YEARS, judge_old_card, years_after
from shared.domain.findings import Verdict

#: Codes of a French national card; residence permits use others (IR, AR, TR).
FRENCH_CARD_CODES = frozenset({"ID", "I<"})

#: Visas prove no identity (RULEBOOK ID1 to ID3 name none).
VISAS = frozenset({"mrva", "mrvb"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """What the validity rules say of a document."""

    verdict: Verdict
    #: The printed end of validity, where the zone holds one.
    expires: dt.date | None
    #: The last day on which the document serves; None where it cannot be told.
    serves_until: dt.date | None = None
    #: True when French titles' five years of grace apply.
    tolerated: bool = False


def judge_validity(facts: IdentityFacts, today: dt.date) -> Validity:
    """Apply the rule of the kind of document."""
    mrz = facts.reading.mrz
    if mrz is None:
        return Validity(verdict=Verdict.NOT_EVALUATED, expires=None)
    if mrz.format == "old_cni":
        if facts.failed_checks:  # the age and the month of issue must be certain
            return Validity(verdict=Verdict.NOT_EVALUATED, expires=None, tolerated=True)
        born = whole_date(facts.reading.birth_date)
        verdict = judge_old_card(facts.reading.document_number, born, today)
        return Validity(verdict=verdict, expires=None, tolerated=True)
    expires = whole_date(facts.reading.expiry_date)
    if expires is None or "expiry_date" in facts.failed_checks:
        return Validity(verdict=Verdict.NOT_EVALUATED, expires=expires)
    tolerated = has_tolerance(facts)
    # "Less than five years": the anniversary itself is too late.
    until = years_after(expires, TOLERANCE_YEARS) - dt.timedelta(days=1) if tolerated else expires
    verdict = Verdict.PASS if today <= until else Verdict.FAIL
    return Validity(verdict=verdict, expires=expires, serves_until=until, tolerated=tolerated)


def has_tolerance(facts: IdentityFacts) -> bool:
    """French cards and passports serve for five years after their end (RULEBOOK ID1).

    The two years of non-biometric passports no longer matter: the last of those were issued in
    2009 for ten years, so that both delays are over.
    """
    mrz = facts.reading.mrz
    if mrz is None or facts.state != "FRA":
        return False
    return mrz.format == "td3" or (mrz.format == "td1" and facts.document_code in FRENCH_CARD_CODES)


def whole_date(iso: str | None) -> dt.date | None:
    """The date, None when it is absent, partial or no day of the calendar."""
    try:
        return dt.date.fromisoformat(iso or "")
    except ValueError:
        return None
