"""Pictures whose truth is known, and what the checks say of them."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.accuracy.tally import Observation
from services.imagecheck.checks import run_check
from shared.adapters.clock import SystemClock
from shared.domain.findings import Verdict
from shared.stages import StageName


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One picture. What it is not known to have or to lack counts for nothing."""

    data: bytes
    #: What was done to it, such as "blur σ 2"; cases of one name stand in one row.
    name: str
    #: Criteria that it does not meet; any of them is the right reason for a refusal.
    defects: frozenset[str] = frozenset()
    #: Criteria that it meets for certain; None for all but the defects.
    meets: frozenset[str] | None = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A case and its verdicts; None where the file itself was refused."""

    case: Case
    verdicts: dict[str, Verdict] | None

    @property
    def refused_by(self) -> frozenset[str]:
        """The criteria that failed."""
        found = (self.verdicts or {}).items()
        return frozenset(code for code, verdict in found if verdict is Verdict.FAIL)


def good(data: bytes, name: str) -> Case:
    """A picture with nothing wrong."""
    return Case(data=data, name=name, meets=None)


def bad(data: bytes, name: str, *defects: str) -> Case:
    """A picture made to miss these criteria; what else it misses by that is not counted."""
    return Case(data=data, name=name, defects=frozenset(defects))


def judge_all(stage: StageName, cases: Iterable[Case]) -> Iterator[Judged]:
    """Each case through the check of the stage."""
    today = SystemClock().now().date()
    for case in cases:
        yield Judged(case=case, verdicts=_verdicts(stage, case.data, today))


def _verdicts(stage: StageName, data: bytes, today: dt.date) -> dict[str, Verdict] | None:
    findings = run_check(stage, data, today).findings
    if any(finding.criterion == "file" for finding in findings):
        return None
    return {one.criterion: one.verdict for one in findings if not one.advisory}


def observations(judged: Iterable[Judged]) -> Iterator[Observation]:
    """What each case shows of each criterion of which the truth is known."""
    for one in judged:
        case, verdicts = one.case, one.verdicts
        if verdicts is None:
            continue
        for criterion in sorted(case.defects):
            verdict = verdicts.get(criterion, Verdict.NOT_EVALUATED)
            yield Observation(criterion=criterion, defective=True, verdict=verdict)
        for criterion, verdict in verdicts.items():
            met = case.meets is None or criterion in case.meets
            if met and criterion not in case.defects:
                yield Observation(criterion=criterion, defective=False, verdict=verdict)
