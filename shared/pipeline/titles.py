"""What following titles asks of the outside: the office that makes them, and the store."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.domain.title import TitleState


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleOrder:
    """What the office is asked to do. Reference and number only: it has the rest itself."""

    dossier_id: str
    #: 1 for production, one more for each new dispatch. The same number twice is one order.
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleNews:
    """One line of the office's feed."""

    dossier_id: str
    order: int
    state: TitleState
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPage:
    """Some lines of the feed, oldest first, and where the next ones begin."""

    news: tuple[TitleNews, ...]
    position: str


class TitleOffice(Protocol):
    """The office that makes and sends titles."""

    async def order(self, order: TitleOrder) -> None:
        """Return once it took the order; raises ServerUnavailable otherwise."""
        ...

    async def news(self, after: str) -> NewsPage:
        """What it said after that position; "" is the beginning."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleDepth:
    """How many titles stand in a state, and the oldest of them."""

    state: TitleState
    count: int
    #: Those whose deadline passed at least once without news.
    late: int
    oldest_since: dt.datetime
    next_deadline: dt.datetime


class Titles(Protocol):
    """The titles on their way, and how far the office's feed was read."""

    async def due(self, now: dt.datetime, limit: int) -> Sequence[str]:
        """Dossiers whose title has something due, the longest overdue first."""
        ...

    async def to_order(self, limit: int) -> Sequence[TitleOrder]:
        """Orders that the office has not taken."""
        ...

    async def depths(self) -> Sequence[TitleDepth]:
        """One row a state that has titles, in the order of the table."""
        ...

    async def position(self) -> str:
        """How far the feed was read; "" at the beginning."""
        ...

    async def read_up_to(self, position: str) -> None:
        """The feed was read so far."""
        ...
