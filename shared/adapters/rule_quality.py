"""How often agents overturn each rule, in MongoDB and in memory."""

from collections import Counter
from collections.abc import Iterable, Sequence

import pymongo

from shared.adapters.store import Database, server_faults
from shared.domain.overturn import RuleOutcome, RuleRate

#: Rules looked at; there are some sixty.
MOST = 500


class MongoRuleQuality:
    """One row a rule in the collection `rule_quality`."""

    def __init__(self, database: Database) -> None:
        """Use the collection `rule_quality`."""
        self._rules = database["rule_quality"]

    async def record(self, outcomes: Sequence[RuleOutcome]) -> None:
        """Count one decision."""
        counted = [
            pymongo.UpdateOne(
                {"_id": outcome.rule},
                {"$inc": {"fired": 1, "overturned": int(outcome.overturned)}},
                upsert=True,
            )
            for outcome in outcomes
        ]
        if counted:  # the driver refuses an empty batch
            async with server_faults():
                await self._rules.bulk_write(counted, ordered=False)

    async def rates(self) -> Sequence[RuleRate]:
        """Every rule that had a say, the most overturned first."""
        async with server_faults():
            rows = await self._rules.find({}).limit(MOST).to_list(MOST)
        return _sorted(
            RuleRate(rule=row["_id"], fired=row["fired"], overturned=row["overturned"])
            for row in rows
        )


class MemoryRuleQuality:
    """The same in two counters."""

    def __init__(self) -> None:
        """Begin empty."""
        self._fired: Counter[str] = Counter()
        self._overturned: Counter[str] = Counter()

    async def record(self, outcomes: Sequence[RuleOutcome]) -> None:
        """Count one decision."""
        self._fired.update(outcome.rule for outcome in outcomes)
        self._overturned.update(outcome.rule for outcome in outcomes if outcome.overturned)

    async def rates(self) -> Sequence[RuleRate]:
        """Every rule that had a say, the most overturned first."""
        return _sorted(
            RuleRate(rule=rule, fired=fired, overturned=self._overturned[rule])
            for rule, fired in self._fired.items()
        )


def _sorted(rates: Iterable[RuleRate]) -> Sequence[RuleRate]:
    return sorted(rates, key=lambda rate: (-rate.rate, -rate.fired, rate.rule))
