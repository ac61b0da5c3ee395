"""How often agents overturn each rule, in MongoDB and in memory."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from shared.adapters.store import Database, server_faults
from shared.domain.overturn import RuleOutcome, RuleRate

#: Days that count; a rule is judged by what agents made of it within a year. [D]
DAYS = 366

#: Rule, how often it had a say, how often it was overturned.
_Count = tuple[str, int, int]


class MongoRuleQuality:
    """One row a day in the collection `rule_days`."""

    def __init__(self, database: Database) -> None:
        """Use the collection `rule_days`."""
        self._days = database["rule_days"]

    async def write(self, day: dt.date, outcomes: Sequence[RuleOutcome]) -> None:
        """Keep the counters of a day; those kept before are replaced."""
        counted = {"rules": [list(count) for count in _counted(outcomes)]}
        async with server_faults():
            await self._days.replace_one({"_id": day.isoformat()}, counted, upsert=True)

    async def rates(self) -> Sequence[RuleRate]:
        """Every rule that had a say in the last year of days, the most overturned first."""
        async with server_faults():
            days = await self._days.find({}).sort("_id", -1).limit(DAYS).to_list(DAYS)
        return _rates(tuple(count) for day in days for count in day["rules"])


class MemoryRuleQuality:
    """The same in a dictionary."""

    def __init__(self) -> None:
        """Begin empty."""
        self._days: dict[dt.date, Sequence[_Count]] = {}

    async def write(self, day: dt.date, outcomes: Sequence[RuleOutcome]) -> None:
        """Keep the counters of a day; those kept before are replaced."""
        self._days[day] = _counted(outcomes)

    async def rates(self) -> Sequence[RuleRate]:
        """Every rule that had a say in the last year of days, the most overturned first."""
        newest = sorted(self._days, reverse=True)[:DAYS]
        return _rates(count for day in newest for count in self._days[day])


def rates_of(outcomes: Iterable[RuleOutcome]) -> Sequence[RuleRate]:
    """The rates of these outcomes, the most overturned first."""
    return _rates(_counted(outcomes))


def _counted(outcomes: Iterable[RuleOutcome]) -> Sequence[_Count]:
    kept = tuple(outcomes)
    fired = Counter(outcome.rule for outcome in kept)
    overturned = Counter(outcome.rule for outcome in kept if outcome.overturned)
    return [(rule, count, overturned[rule]) for rule, count in sorted(fired.items())]


def _rates(counts: Iterable[_Count]) -> Sequence[RuleRate]:
    fired: Counter[str] = Counter()
    overturned: Counter[str] = Counter()
    for rule, had_a_say, lost in counts:
        fired[rule] += had_a_say
        overturned[rule] += lost
    rates = [
        RuleRate(rule=rule, fired=count, overturned=overturned[rule])
        for rule, count in fired.items()
    ]
    return sorted(rates, key=lambda rate: (-rate.rate, -rate.fired, rate.rule))
