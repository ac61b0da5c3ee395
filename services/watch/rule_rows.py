"""Rules that agents contradict: how often, and which are to be looked at or weigh nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shared.domain.overturn import CLEAN_PILE, RuleRate
from shared.pipeline.rule_quality import RuleQuality
from shared.web.rail_node import NodeState

#: Rows of the table; `guichet rules` lists every rule.
MOST_ROWS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One rule and what agents made of it."""

    #: Code of the reason, as GUICHET_ADVICE_ONLY_RULES takes it.
    rule: str
    decisions: int
    overturned: int
    #: Share of its decisions that were overturned, in French; empty while there is none.
    rate: str
    state: NodeState
    #: What the operator should know; empty for a rule that is within bounds.
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWatch:
    """The table, by the bounds that the operator chose."""

    quality: RuleQuality
    threshold: float
    advice_only: frozenset[str]

    async def rows(self) -> tuple[RuleRow, ...]:
        """The rules that were overturned at all, or weigh nothing."""
        return rule_rows(await self.quality.rates(), self.threshold, self.advice_only)


def rule_rows(
    rates: Sequence[RuleRate], threshold: float, advice_only: Collection[str]
) -> tuple[RuleRow, ...]:
    """Those over the threshold first, then those that weigh nothing, then by their rate."""
    known = {rate.rule for rate in rates}
    silent = [
        RuleRate(rule=rule, fired=0, overturned=0)
        for rule in sorted(advice_only)
        if rule not in known
    ]
    rows = [
        _row(rate, threshold, rate.rule in advice_only)
        for rate in (*rates, *silent)
        if rate.overturned or rate.rule in advice_only
    ]
    # sorting keeps the order of those that are marked alike: most overturned first
    return tuple(sorted(rows, key=lambda row: _ORDER.index(row.state))[:MOST_ROWS])


#: To be looked at, known to be advice, within bounds.
_ORDER = (NodeState.TROUBLE, NodeState.PERSON, NodeState.WAITING)


def _row(rate: RuleRate, threshold: float, advised: bool) -> RuleRow:
    state, word = NodeState.WAITING, ""
    if advised:
        state, word = NodeState.PERSON, "simple avis"
    elif rate.is_over(threshold):
        state = NodeState.TROUBLE
        word = "pile sans anomalie à relire" if rate.rule == CLEAN_PILE else "à revoir"
    return RuleRow(
        rule=rate.rule,
        decisions=rate.fired,
        overturned=rate.overturned,
        rate=f"{rate.rate:.0%}".replace("%", "\N{NO-BREAK SPACE}%") if rate.fired else "",
        state=state,
        word=word,
    )
