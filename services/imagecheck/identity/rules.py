"""What is said of an identity proof: facts in, findings out, all of them (RULEBOOK 4, 9)."""

import datetime as dt
from dataclasses import replace

from services.imagecheck.identity.expiry import VISAS, judge_validity
from services.imagecheck.identity.measured import MIN_PRINT_CONTRAST, IdentityFacts
from services.imagecheck.identity.messages import (
    ABOUT_DOCUMENT,
    ABOUT_SCAN,
    FAILED_LABELS,
    FIELD_LABELS,
    FORMAT_LABELS,
    expiry_message,
)
from shared.domain.findings import Finding, Verdict

#: Version of these rules; the law moves, so that every finding names it.
RULE_SET = "identity-2026.12"

#: [D] Rendered cards 300 px wide were still read; where a zone was not read, less than this is why.
MIN_LONG_SIDE = 400

#: [D] Rendered cards and passports of increasing blur: all read at 0.09, none at 0.056.
MIN_SHARPNESS = 0.08

#: Words of a sample document in place of a name.
SAMPLE_NAMES = frozenset({"SPECIMEN", "SAMPLE", "MUSTERMANN"})

#: Utopia, the state of Doc 9303's examples.
SAMPLE_STATES = frozenset({"UTO"})


def judge_identity(facts: IdentityFacts, today: dt.date) -> tuple[Finding, ...]:
    """All findings on an identity proof, in the order shown."""
    return (
        _legibility(facts),
        _mrz_found(facts),
        _check_digits(facts),
        _reading(facts),
        _visual_zone(facts),
        _document(facts),
        _expiry(facts, today),
    )


def _finding(facts: IdentityFacts, criterion: str, verdict: Verdict, message: str) -> Finding:
    return Finding(
        criterion=criterion,
        verdict=verdict,
        message=message,
        evidence=facts.evidence,
        rule_set=RULE_SET,
    )


def _legibility(facts: IdentityFacts) -> Finding:
    """Whatever was read proves that the scan can be read."""
    quality, kind = facts.quality, "legible"
    if facts.reading.mrz is None and not facts.reading.sources:
        if quality.contrast < MIN_PRINT_CONTRAST:
            kind = "blank"
        elif quality.long_side < MIN_LONG_SIDE:
            kind = "small"
        elif quality.sharpness < MIN_SHARPNESS:
            kind = "blurred"
    measures: dict[str, tuple[float | None, str | None, str | None]] = {
        "legible": (None, None, None),
        "blank": (round(quality.contrast), None, f"au moins {MIN_PRINT_CONTRAST:.0f}"),
        "small": (quality.long_side, "px", f"au moins {MIN_LONG_SIDE} px"),
        "blurred": (round(quality.sharpness, 2), None, f"au moins {MIN_SHARPNESS}"),
    }
    value, unit, expected = measures[kind]
    return Finding(
        criterion="legibility",
        verdict=Verdict.PASS if kind == "legible" else Verdict.FAIL,
        message=ABOUT_SCAN[kind],
        value=value,
        unit=unit,
        expected=expected,
        evidence=facts.evidence,
        rule_set=RULE_SET,
    )


def _mrz_found(facts: IdentityFacts) -> Finding:
    mrz = facts.reading.mrz
    if mrz is None:
        message = ABOUT_DOCUMENT["no_mrz"]
        return _finding(facts, "mrz_found", Verdict.NOT_EVALUATED, message)
    return Finding(
        criterion="mrz_found",
        verdict=Verdict.PASS,
        message=ABOUT_DOCUMENT["mrz"],
        value=FORMAT_LABELS[mrz.format],
        evidence=facts.evidence,
        rule_set=RULE_SET,
    )


def _check_digits(facts: IdentityFacts) -> Finding:
    """Wrong digits are nearly always a misreading: a person looks, nobody is blamed."""
    if facts.reading.mrz is None:
        message = ABOUT_DOCUMENT["no_digits"]
        return _finding(facts, "mrz_check_digits", Verdict.NOT_EVALUATED, message)
    if not facts.failed_checks:
        return _finding(facts, "mrz_check_digits", Verdict.PASS, ABOUT_DOCUMENT["digits"])
    return Finding(
        criterion="mrz_check_digits",
        verdict=Verdict.WARN,
        message=ABOUT_DOCUMENT["wrong_digits"],
        value=", ".join(FAILED_LABELS[name] for name in facts.failed_checks),
        expected="toutes les clés de contrôle justes",
        evidence=facts.evidence,
        rule_set=RULE_SET,
    )


def _reading(facts: IdentityFacts) -> Finding:
    """Names count as read only when a second reading agrees."""
    mrz = facts.reading.mrz
    if mrz is None:
        kind = "printed" if facts.reading.birth_name else "not_read"
        return _finding(facts, "reading", Verdict.NOT_EVALUATED, ABOUT_DOCUMENT[kind])
    if facts.reading.names_doubtful:
        return _finding(facts, "reading", Verdict.WARN, ABOUT_DOCUMENT["doubtful"])
    if facts.names_incomplete:
        return _finding(facts, "reading", Verdict.WARN, ABOUT_DOCUMENT["truncated"])
    if facts.repaired or not mrz.verified:
        return _finding(facts, "reading", Verdict.WARN, ABOUT_DOCUMENT["once"])
    return _finding(facts, "reading", Verdict.PASS, ABOUT_DOCUMENT["twice"])


def _visual_zone(facts: IdentityFacts) -> Finding:
    """The same person on both parts of the document; without one of them it weighs nothing."""
    if facts.differing:
        fields = sorted(FIELD_LABELS[name] for name in facts.differing)
        message, verdict = ABOUT_DOCUMENT["zones_differ"], Verdict.WARN
        return replace(_finding(facts, "visual_zone", verdict, message), value=", ".join(fields))
    if facts.agreed:
        return _finding(facts, "visual_zone", Verdict.PASS, ABOUT_DOCUMENT["zones_agree"])
    message = ABOUT_DOCUMENT["one_zone"]
    return replace(_finding(facts, "visual_zone", Verdict.NOT_EVALUATED, message), advisory=True)


def _document(facts: IdentityFacts) -> Finding:
    mrz, kind = facts.reading.mrz, facts.reading.kind
    if mrz is None and kind is None:
        return _finding(facts, "document_kind", Verdict.NOT_EVALUATED, ABOUT_DOCUMENT["unknown"])
    words = {*(facts.reading.birth_name or "").split(), *facts.reading.given_names}
    if facts.state in SAMPLE_STATES or words & SAMPLE_NAMES:
        return _finding(facts, "document_kind", Verdict.WARN, ABOUT_DOCUMENT["sample"])
    if mrz is not None and mrz.format in VISAS:
        return _finding(facts, "document_kind", Verdict.WARN, ABOUT_DOCUMENT["visa"])
    return _finding(facts, "document_kind", Verdict.PASS, ABOUT_DOCUMENT["kind"])


def _expiry(facts: IdentityFacts, today: dt.date) -> Finding:
    validity = judge_validity(facts, today)
    message, expected = expiry_message(validity)
    return Finding(
        criterion="expiry",
        verdict=validity.verdict,
        message=message,
        value=validity.expires.isoformat() if validity.expires else None,
        expected=expected,
        evidence=facts.evidence,
        rule_set=RULE_SET,
    )
