"""What a check says: one finding per criterion, shown alike by the console, letters and API."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field


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
class Box:
    """A rectangle on a page, as shares (0..1) of its width and height, origin top left."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where on the piece the value was measured."""

    #: Page number, counted from 1.
    page: int = 1
    box: Box | None = None


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
class Mrz:
    """A machine-readable zone as read."""

    lines: tuple[str, ...]
    #: "td1", "td2", "td3", "mrva", "mrvb", "old_cni" or "licence".
    format: str
    #: True only when the check digits hold and the names are confirmed by a second reading.
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityReading:
    """What was read on an identity proof. None where a field was not read."""

    mrz: Mrz | None = None
    birth_name: str | None = None
    given_names: tuple[str, ...] = ()
    #: ISO 8601 date (YYYY-MM-DD); "00" for an unknown day or month (Doc 9303 writes "<<").
    birth_date: str | None = None
    document_number: str | None = None
    #: ISO 8601 date printed on the document.
    expiry_date: str | None = None
    #: "F", "M" or "X".
    sex: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoDDoc:
    """A 2D-Doc code: its text and what its signature says."""

    payload: str
    #: "valid", "invalid", "unsigned" or "unknown_issuer".
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressReading:
    """What was read on an address proof. None where a field was not read."""

    holder: str | None = None
    #: ISO 8601 date of issue.
    issued_on: str | None = None
    postcode: str | None = None
    town: str | None = None
    issuer: str | None = None
    two_d_doc: TwoDDoc | None = None


Reading = IdentityReading | AddressReading


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """All that one check of one piece found."""

    findings: tuple[Finding, ...]
    identity: IdentityReading | None = None
    address: AddressReading | None = None
    #: Measured values, JSON types only, kept so that new rules can judge them again.
    facts: dict[str, float | str | bool | None] = field(default_factory=dict)


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
