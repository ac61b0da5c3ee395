"""Decisions for the figures on quality, over the documents of a store in memory."""

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from operator import attrgetter

from shared.adapters.documents import dossier_of
from shared.adapters.layout import is_understood
from shared.adapters.memory import MemoryStore
from shared.domain.decision_row import DecisionRow
from shared.domain.dossier import Dossier
from shared.domain.pile import Territory


class MemoryDecisions:
    """Rows in a dictionary."""

    def __init__(self, store: MemoryStore) -> None:
        """Make them of the store's documents."""
        self._store = store
        self.rows: dict[str, DecisionRow] = {}

    async def decided(self, since: dt.datetime) -> AsyncIterator[Dossier]:
        """Dossiers that an agent decided since then, in that order, without their timeline."""
        every = [
            dossier_of({**document, "history": [], "letters": [], "pieces": {}})
            for document in self._store.documents.values()
            if is_understood(document)
        ]
        ended = [
            (dossier.decision.decided_at, dossier.dossier_id, dossier)
            for dossier in every
            if dossier.decision is not None and dossier.decision.decided_at >= since
        ]
        for _, _, dossier in sorted(ended, key=lambda one: one[:2]):
            yield dossier

    async def keep(self, rows: Sequence[DecisionRow]) -> int:
        """Keep those that are not kept yet; how many those were."""
        new = {row.key: row for row in rows if row.key not in self.rows}
        self.rows |= new
        return len(new)

    async def last(self) -> dt.datetime | None:
        """When the newest kept decision was taken; None when there is none."""
        return max((row.decided_at for row in self.rows.values()), default=None)

    async def between(
        self, start: dt.datetime, end: dt.datetime, territory: Territory
    ) -> Sequence[DecisionRow]:
        """The decisions of a centre from `start` on and before `end`, oldest first."""
        found = [
            row
            for row in self.rows.values()
            if start <= row.decided_at < end and territory.holds(row.departement)
        ]
        return sorted(found, key=attrgetter("decided_at"))
