"""Where it is kept how often agents overturn each rule."""

from collections.abc import Sequence
from typing import Protocol

from shared.domain.overturn import RuleOutcome, RuleRate


class RuleQuality(Protocol):
    """Two counters a rule."""

    async def record(self, outcomes: Sequence[RuleOutcome]) -> None:
        """Count one decision."""
        ...

    async def rates(self) -> Sequence[RuleRate]:
        """Every rule that had a say, the most overturned first."""
        ...
