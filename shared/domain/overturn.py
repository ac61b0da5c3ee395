"""Which rules of the machine an agent's decision upheld, and which it overturned."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shared.domain.dossier import Dossier, Outcome, Route
from shared.stages import StageName

#: The rule that found nothing: overturned where an agent refuses what the clean pile held.
CLEAN_PILE = "clean_pile"
#: Decisions under which a rate says little: one in ten overturned is seen once on average. [D]
LEAST_DECISIONS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOutcome:
    """One rule that had a say in a dossier, as its decision leaves it."""

    #: Code of the reason, for example "photo.sharpness" or "divergence_birth_date".
    rule: str
    overturned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRate:
    """How often agents overturned a rule."""

    rule: str
    fired: int
    overturned: int

    @property
    def rate(self) -> float:
        """0 to 1; 0 for a rule that never had a say."""
        return self.overturned / self.fired if self.fired else 0.0

    def is_over(self, threshold: float, least: int = LEAST_DECISIONS) -> bool:
        """True once enough decisions show a rate past the threshold."""
        return self.fired >= least and self.rate > threshold


def rule_outcomes(dossier: Dossier) -> tuple[RuleOutcome, ...]:
    """Each reason that stood when the agent decided: an acceptance overturns all of them.

    A dossier that nobody decided (expired, closed by its deadline) says nothing of any rule.
    """
    result = dossier.stage(StageName.DIVERGENCE).result
    if dossier.decision is None or result is None:
        return ()
    accepted = dossier.decision.outcome is Outcome.ACCEPTED
    if dossier.route is Route.CLEAN:
        return (RuleOutcome(rule=CLEAN_PILE, overturned=not accepted),)
    reasons = str(result.facts.get("reasons") or "").split()
    return tuple(RuleOutcome(rule=reason, overturned=accepted) for reason in reasons)


def rates_of(outcomes: Iterable[RuleOutcome]) -> Sequence[RuleRate]:
    """How often each of these rules was overturned, the most overturned first."""
    return add_up(
        RuleRate(rule=outcome.rule, fired=1, overturned=int(outcome.overturned))
        for outcome in outcomes
    )


def add_up(rates: Iterable[RuleRate]) -> Sequence[RuleRate]:
    """One rate a rule, the most overturned first."""
    fired: Counter[str] = Counter()
    overturned: Counter[str] = Counter()
    for rate in rates:
        fired[rate.rule] += rate.fired
        overturned[rate.rule] += rate.overturned
    added = [
        RuleRate(rule=rule, fired=count, overturned=overturned[rule])
        for rule, count in fired.items()
    ]
    return sorted(added, key=lambda rate: (-rate.rate, -rate.fired, rate.rule))
