"""Whether an identity proof still serves on a given day: RULEBOOK ID1 to ID4."""

import datetime as dt
from dataclasses import dataclass

from services.imagecheck.identity.measured import IdentityFacts
from services.imagecheck.identity.old_card import TOLERANCE_YEARS, judge_old_card, years_after
from services.imagecheck.identity.viz_labels import folded
from shared.domain.findings import Verdict

#: Codes of a French national card; residence permits use others (IR, AR, TR).
FRENCH_CARD_CODES = frozenset({"ID", "I<"})

#: Code of France, and the opening of « Française ».
FRENCH = "FRA"

#: Kinds of French titles that serve after their end (RULEBOOK ID1); a licence does not.
TOLERATED_KINDS = frozenset({"identity_card", "passport"})

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
    mrz, reading = facts.reading.mrz, facts.reading
    if mrz is not None and mrz.format == "old_cni":
        return _old_card_validity(facts, today)
    expires = whole_date(reading.expiry_date)
    if expires is None or "expiry_date" in facts.failed_checks:
        return Validity(verdict=Verdict.NOT_EVALUATED, expires=expires)
    tolerated = has_tolerance(facts)
    # "Less than five years": the anniversary itself is too late.
    until = years_after(expires, TOLERANCE_YEARS) - dt.timedelta(days=1) if tolerated else expires
    # The print alone refuses nobody: no check digit tells that its date was read right.
    over = Verdict.FAIL if mrz is not None else Verdict.WARN
    verdict = Verdict.PASS if today <= until else over
    return Validity(verdict=verdict, expires=expires, serves_until=until, tolerated=tolerated)


def _old_card_validity(facts: IdentityFacts, today: dt.date) -> Validity:
    """The zone of a card of before 2021 holds no end: its number, and its back if it is there."""
    if facts.failed_checks:  # the age and the month of issue must be certain
        return Validity(verdict=Verdict.NOT_EVALUATED, expires=None, tolerated=True)
    reading = facts.reading
    born, issued = whole_date(reading.birth_date), whole_date(reading.issued_on)
    verdict = judge_old_card(reading.document_number, born, issued, today)
    expires = whole_date(reading.expiry_date)
    return Validity(verdict=verdict, expires=expires, tolerated=True)


def has_tolerance(facts: IdentityFacts) -> bool:
    """French cards and passports serve for five years after their end (RULEBOOK ID1).

    The two years of non-biometric passports no longer matter: the last of those were issued in
    2009 for ten years, so that both delays are over.
    """
    mrz = facts.reading.mrz
    if mrz is None:
        french = folded(facts.reading.nationality or "")[:3] == FRENCH
        return french and facts.reading.kind in TOLERATED_KINDS
    if facts.state != FRENCH:
        return False
    return mrz.format == "td3" or (mrz.format == "td1" and facts.document_code in FRENCH_CARD_CODES)


def whole_date(iso: str | None) -> dt.date | None:
    """The date, None when it is absent, partial or no day of the calendar."""
    try:
        return dt.date.fromisoformat(iso or "")
    except ValueError:
        return None
