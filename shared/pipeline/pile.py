"""The pile of dossiers in review, as agents ask for it."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from shared.domain.pile import DecidedBy, PileQuestion, PileRow, Territory, Waiting


class Pile(Protocol):
    """What waits for an agent. Reading only: taking a dossier is a change of its own."""

    async def claimable(
        self, question: PileQuestion, now: dt.datetime, limit: int
    ) -> Sequence[str]:
        """Ids of such dossiers that no agent holds, oldest first."""
        ...

    async def rows(self, question: PileQuestion, limit: int) -> Sequence[PileRow]:
        """Such dossiers, held ones too, oldest first."""
        ...

    async def count(self, question: PileQuestion) -> int:
        """How many there are."""
        ...

    async def waiting(self, question: PileQuestion, now: dt.datetime) -> Waiting:
        """How many of such dossiers nobody holds, and since when the oldest of them waits."""
        ...

    async def reserved(self, agent: str, now: dt.datetime) -> Sequence[str]:
        """Ids of the dossiers that are kept ready for this agent, who has not come to them."""
        ...

    async def decided(self, territory: Territory, since: dt.datetime) -> Sequence[DecidedBy]:
        """Decisions of a centre since then."""
        ...
