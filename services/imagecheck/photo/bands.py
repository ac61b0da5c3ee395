"""One threshold row and how it is judged: pure, the same for every measured number."""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.domain.findings import Finding, Verdict

Facts = TypeVar("Facts")

#: Gravest first, as `shared.domain.findings.overall` weighs a piece.
GRAVITY = (Verdict.FAIL, Verdict.NOT_EVALUATED, Verdict.WARN, Verdict.PASS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band(Generic[Facts]):
    """Two nested ranges of one measure: inside the first it passes, outside the second it fails.

    Between them a person looks. An open side is infinite; a measure of None is not evaluated.
    """

    criterion: str
    #: Name of the row in a table of limits, where the numbers stand apart from the sentences.
    name: str = ""
    measure: Callable[[Facts], float | None]
    #: Sentences: what passes, what a person should look at, what is too low, what is too high.
    good: str
    doubt: str = ""
    low: str = ""
    high: str = ""
    #: Sentence for a measure that could not be taken, where it is not the piece's usual one.
    missing: str = ""
    expected: str
    unit: str | None = None
    pass_from: float = float("-inf")
    pass_to: float = float("inf")
    fail_below: float = float("-inf")
    fail_above: float = float("inf")


def judge_bands(bands: Iterable[Band[Facts]], facts: Facts, missing: str) -> tuple[Finding, ...]:
    """One finding a criterion, in the order of the table: the gravest of its rows.

    `missing` is the sentence for a measure that could not be taken.
    """
    findings = (_judge(band, facts, missing) for band in bands)
    groups = itertools.groupby(findings, key=lambda finding: finding.criterion)
    return tuple(gravest(group) for _, group in groups)


def gravest(findings: Iterable[Finding]) -> Finding:
    """The gravest finding, the first of them when several weigh the same."""
    return min(findings, key=lambda finding: GRAVITY.index(finding.verdict))


def _judge(band: Band[Facts], facts: Facts, missing: str) -> Finding:
    value = band.measure(facts)
    verdict, message = _answer(band, value, band.missing or missing)
    return Finding(
        criterion=band.criterion,
        verdict=verdict,
        message=message,
        value=None if value is None else round(value, 3),
        unit=band.unit,
        expected=band.expected,
    )


def _answer(band: Band[Facts], value: float | None, missing: str) -> tuple[Verdict, str]:
    if value is None or value != value:  # NaN is no measure either
        return Verdict.NOT_EVALUATED, missing
    if value < band.fail_below:
        return Verdict.FAIL, band.low
    if value > band.fail_above:
        return Verdict.FAIL, band.high
    if band.pass_from <= value <= band.pass_to:
        return Verdict.PASS, band.good
    return Verdict.WARN, band.doubt
