"""What the statistics ask of the store."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from shared.domain.statistics import Tally


class Statistics(Protocol):
    """Hours counted from the dossiers, and kept when those are gone."""

    async def count(self, start: dt.datetime, end: dt.datetime) -> Sequence[Tally]:
        """One row an hour in which something happened, oldest first."""
        ...

    async def write(self, tallies: Sequence[Tally]) -> None:
        """Keep the hours; one that was kept before is replaced."""
        ...

    async def since(self, start: dt.datetime) -> Sequence[Tally]:
        """The hours kept from then on, oldest first."""
        ...

    async def last(self) -> dt.datetime | None:
        """The newest hour kept; None when there is none."""
        ...

    async def school_accounts(self) -> int:
        """Accounts of schools that are open."""
        ...
