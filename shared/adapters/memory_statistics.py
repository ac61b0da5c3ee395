"""The statistics over the documents of a store in memory."""

import datetime as dt
from collections.abc import Sequence

from shared.adapters.memory import MemoryStore
from shared.adapters.tallies import HourCount
from shared.domain.statistics import Tally


class MemoryStatistics:
    """Hours in a dictionary."""

    def __init__(self, store: MemoryStore, accounts: int = 0) -> None:
        """Count in the store's documents; so many schools have an account."""
        self._store = store
        self._accounts = accounts
        self.hours: dict[dt.datetime, Tally] = {}

    async def count(self, start: dt.datetime, end: dt.datetime) -> Sequence[Tally]:
        """One row an hour in which something happened, oldest first."""
        hours = HourCount(start, end)
        for document in self._store.documents.values():
            hours.add(document)
        return hours.tallies()

    async def write(self, tallies: Sequence[Tally]) -> None:
        """Keep the hours; one that was kept before is replaced."""
        self.hours |= {tally.at: tally for tally in tallies}

    async def since(self, start: dt.datetime) -> Sequence[Tally]:
        """The hours kept from then on, oldest first."""
        return [self.hours[at] for at in sorted(self.hours) if at >= start]

    async def last(self) -> dt.datetime | None:
        """The newest hour kept; None when there is none."""
        return max(self.hours, default=None)

    async def school_accounts(self) -> int:
        """Accounts of schools that are open."""
        return self._accounts
