"""What a check says: one finding per criterion, shown alike by the console, letters and API."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field

from shared.domain.evidence import Box, Evidence
from shared.domain.readings import (
    AddressReading,
    FieldReading,
    HostingReading,
    IdentityReading,
    Mrz,
    Reading,
    TwoDDoc,
)

#: What a check says includes what it read and where: one place to import from.
__all__ = [
    "AddressReading",
    "Box",
    "CheckResult",
    "Evidence",
    "FieldReading",
    "Finding",
    "HostingReading",
    "IdentityReading",
    "Mrz",
    "Reading",
    "TwoDDoc",
    "Verdict",
    "check_unavailable",
    "overall",
]


class Verdict(enum.StrEnum):
    """The answer to one criterion."""

    #: The measured value is inside the expected range.
    PASS = "pass"
    #: A person should look, but nothing has to be mended.
    WARN = "warn"
    #: The criterion is not met; the message says what to do.
    FAIL = "fail"
    #: The check could not answer. Never a pass: a person decides.
    NOT_EVALUATED = "not_evaluated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One criterion, judged."""

    #: Stable code, for example "head_size" or "mrz_check_digits".
    criterion: str
    verdict: Verdict
    #: French sentence for the person who has to act; says what is, then what to do.
    message: str
    #: What was measured, as number or text; None where nothing could be.
    value: float | str | None = None
    #: Unit of `value` in UCUM-like short form ("mm", "px", "%", "°"); None for texts and counts.
    unit: str | None = None
    #: Expected range or value in French ("32 à 36 mm"); None where it says nothing.
    expected: str | None = None
    #: True for what no program sees here: named for a person, without weight in the verdict.
    advisory: bool = False
    evidence: Evidence | None = None
    #: Version of the rules that judged, for example "photo-2026.11".
    rule_set: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """All that one check of one piece found."""

    findings: tuple[Finding, ...]
    identity: IdentityReading | None = None
    address: AddressReading | None = None
    hosting: HostingReading | None = None
    #: Measured values, JSON types only, kept so that new rules can judge them again.
    facts: dict[str, float | str | bool | None] = field(default_factory=dict)
    #: Stored bytes of the piece drawn anew: no metadata, nothing active, shown in its place.
    working_copy: str | None = None
    #: The same of the back, where it is a file of its own.
    back_copy: str | None = None


def overall(findings: Iterable[Finding]) -> Verdict:
    """The verdict of a piece: the gravest of its findings, advisory ones apart.

    No finding at all means that nothing was evaluated.
    """
    verdicts = {finding.verdict for finding in findings if not finding.advisory}
    for verdict in (Verdict.FAIL, Verdict.NOT_EVALUATED, Verdict.WARN, Verdict.PASS):
        if verdict in verdicts:
            return verdict
    return Verdict.NOT_EVALUATED


def check_unavailable(subject: str) -> CheckResult:
    """What people read when the system, not the piece, is why there is no verdict."""
    finding = Finding(
        criterion="check_unavailable",
        verdict=Verdict.NOT_EVALUATED,
        message="Contrôle automatique non effectué pour une raison technique. "
        "Un agent examinera ce point ; vous n’avez rien à faire.",
        value=str(subject),
    )
    return CheckResult(findings=(finding,))
