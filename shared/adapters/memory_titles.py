"""Titles and their office in memory, for the flow tests."""

import datetime as dt
from collections.abc import Sequence

from shared.adapters.documents import Document
from shared.adapters.memory import MemoryStore
from shared.domain.title_moves import TO_HAND_OVER
from shared.domain.title_table import TITLE_TABLE
from shared.pipeline.titles import NewsPage, TitleDepth, TitleNews, TitleOrder


class MemoryTitles:
    """The same answers from the documents of a MemoryStore."""

    def __init__(self, store: MemoryStore) -> None:
        """Read that store; the feed was not read yet."""
        self._store = store
        self._position = ""

    async def due(self, now: dt.datetime, limit: int) -> Sequence[str]:
        """Dossiers whose title has something due, the longest overdue first."""
        found = [(row["due"], key) for key, row in self._rows() if row["due"] <= now]
        return [key for _, key in sorted(found)][:limit]

    async def to_order(self, limit: int) -> Sequence[TitleOrder]:
        """Orders that the office has not taken."""
        waiting = sorted(
            (row["since"], key)
            for key, row in self._rows()
            if row["state"] in TO_HAND_OVER and not row["handed_over"]
        )
        return [
            TitleOrder(dossier_id=key, order=self._store.documents[key]["title"]["order"])
            for _, key in waiting
        ][:limit]

    async def depths(self) -> Sequence[TitleDepth]:
        """One row a state that has titles, in the order of the table."""
        rows = [row for _, row in self._rows()]
        groups = {state: [row for row in rows if row["state"] == state] for state in TITLE_TABLE}
        return [
            TitleDepth(
                state=state,
                count=len(group),
                late=sum(row["late"] > 0 for row in group),
                oldest_since=min(row["since"] for row in group),
                next_deadline=min(row["deadline"] for row in group),
            )
            for state, group in groups.items()
            if group
        ]

    async def position(self) -> str:
        """How far the feed was read; "" at the beginning."""
        return self._position

    async def read_up_to(self, position: str) -> None:
        """The feed was read so far."""
        self._position = position

    def _rows(self) -> list[tuple[str, Document]]:
        documents = self._store.documents.items()
        return [(key, row) for key, document in documents for row in document["title_clock"]]


class MemoryTitleOffice:
    """An office that says what it is told to say."""

    def __init__(self) -> None:
        """Nothing was ordered, nothing said."""
        self.orders: list[TitleOrder] = []
        self.said: list[TitleNews] = []

    async def order(self, order: TitleOrder) -> None:
        """Take the order; the same one twice is one."""
        if order not in self.orders:
            self.orders.append(order)

    async def news(self, after: str) -> NewsPage:
        """What was said after that position."""
        start = int(after or 0)
        return NewsPage(news=tuple(self.said[start:]), position=str(len(self.said)))
