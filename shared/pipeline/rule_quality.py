"""Where it is kept how often agents overturn each rule."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from shared.domain.overturn import RuleOutcome, RuleRate


class RuleQuality(Protocol):
    """Two counters a rule and day, worked out from the decisions of the day."""

    async def write(self, day: dt.date, outcomes: Sequence[RuleOutcome]) -> None:
        """Keep the counters of a day; those kept before are replaced."""
        ...

    async def rates(self) -> Sequence[RuleRate]:
        """Every rule that had a say in the last year of days, the most overturned first."""
        ...
