"""What keeps the keys of dossiers: wrapped only, one row a dossier, a tombstone once erased."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedKey:
    """The key of one dossier, readable with its master key only."""

    dossier_id: str
    #: None once erased: what it sealed can be read by nobody any more.
    wrapped: bytes | None
    #: Which master key wraps it.
    master_id: str


class WrappedKeys(Protocol):
    """The rows."""

    async def get(self, dossier_id: str) -> WrappedKey | None:
        """The dossier's row, a tombstone included."""
        ...

    async def add(self, row: WrappedKey) -> bool:
        """Keep a first row; False where the dossier has one."""
        ...

    async def replace(self, before: WrappedKey, after: WrappedKey) -> bool:
        """Put one row in another's place; False where that one is no longer there."""
        ...

    async def erase(self, dossier_id: str, now: dt.datetime) -> None:
        """Leave a tombstone, so that no later write makes a new key."""
        ...

    async def wrapped_otherwise(self, master_id: str, limit: int) -> Sequence[WrappedKey]:
        """Rows that another master key wraps."""
        ...
