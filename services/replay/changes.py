"""What another rule set would change: counted, a criterion and a piece; pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from shared.domain.findings import CheckResult, Finding, overall

#: A criterion that one of the two rule sets does not have.
ABSENT = "absent"

Move = tuple[str, str]


@dataclass(slots=True, kw_only=True)
class Changes:
    """Counts over all pieces looked at. Nothing of a single dossier is kept."""

    rule_set: str
    stage: str
    #: Pieces judged again, and those whose stored values do not suffice.
    judged: int = 0
    without_facts: int = 0
    #: Pieces by the rule set that judged them when they came in.
    judged_by: Counter[str] = field(default_factory=Counter)
    #: Verdicts of whole pieces, then and now, and those of criteria; unchanged ones included
    #: for pieces only.
    verdicts: Counter[Move] = field(default_factory=Counter)
    criteria: Counter[tuple[str, Move]] = field(default_factory=Counter)

    @property
    def changed(self) -> int:
        """Pieces whose verdict would be another one."""
        return sum(count for (before, after), count in self.verdicts.items() if before != after)

    def add(self, stored: CheckResult, again: tuple[Finding, ...] | None) -> None:
        """Count one piece."""
        if again is None:
            self.without_facts += 1
            return
        self.judged += 1
        self.judged_by[next((one.rule_set for one in stored.findings), "")] += 1
        self.verdicts[overall(stored.findings).value, overall(again).value] += 1
        before, after = _verdicts(stored.findings), _verdicts(again)
        for criterion in before.keys() | after.keys():
            move = (before.get(criterion, ABSENT), after.get(criterion, ABSENT))
            if move[0] != move[1]:
                self.criteria[criterion, move] += 1


def _verdicts(findings: Iterable[Finding]) -> dict[str, str]:
    return {one.criterion: one.verdict.value for one in findings if not one.advisory}
