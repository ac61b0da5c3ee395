"""How often agents overturn each rule, in MongoDB and in memory."""

import datetime as dt
from collections.abc import Sequence

from shared.adapters.store import Database, server_faults
from shared.domain.overturn import RuleOutcome, RuleRate, add_up, rates_of

#: Days that count; a rule is judged by what agents made of it within a year. [D]
DAYS = 366


class MongoRuleQuality:
    """One row a day in the collection `rule_days`."""

    def __init__(self, database: Database) -> None:
        """Use the collection `rule_days`."""
        self._days = database["rule_days"]

    async def write(self, day: dt.date, outcomes: Sequence[RuleOutcome]) -> None:
        """Keep the counters of a day; those kept before are replaced."""
        # codes hold dots, which the keys of a document must not
        counted = [[rate.rule, rate.fired, rate.overturned] for rate in rates_of(outcomes)]
        async with server_faults():
            await self._days.replace_one({"_id": day.isoformat()}, {"rules": counted}, upsert=True)

    async def rates(self) -> Sequence[RuleRate]:
        """Every rule that had a say in the last year of days, the most overturned first."""
        async with server_faults():
            days = await self._days.find({}).sort("_id", -1).limit(DAYS).to_list(DAYS)
        return add_up(
            RuleRate(rule=rule, fired=fired, overturned=overturned)
            for day in days
            for rule, fired, overturned in day["rules"]
        )


class MemoryRuleQuality:
    """The same in a dictionary."""

    def __init__(self) -> None:
        """Begin empty."""
        self._days: dict[dt.date, Sequence[RuleRate]] = {}

    async def write(self, day: dt.date, outcomes: Sequence[RuleOutcome]) -> None:
        """Keep the counters of a day; those kept before are replaced."""
        self._days[day] = rates_of(outcomes)

    async def rates(self) -> Sequence[RuleRate]:
        """Every rule that had a say in the last year of days, the most overturned first."""
        newest = sorted(self._days, reverse=True)[:DAYS]
        return add_up(rate for day in newest for rate in self._days[day])
