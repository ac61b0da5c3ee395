"""Writes down who does what before it is done; what cannot be written down is not done."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import Protocol

from shared.domain.audit import Act, AuditEntry, Head, next_entry
from shared.errors import Retryable
from shared.pipeline.ports import Clock

#: Writers that may append to one chain at the same moment; each loss means another one won.
ROUNDS = 50


class AuditTrail(Protocol):
    """The chains of entries, which are only ever added to."""

    async def add(self, entry: AuditEntry) -> bool:
        """Return once the entry is on disk; False where its number is taken by another."""
        ...

    async def last(self, chain: str) -> AuditEntry | None:
        """The newest entry of a chain."""
        ...

    async def entries(self, chain: str) -> Sequence[AuditEntry]:
        """A whole chain, oldest first."""
        ...

    async def page(self, after: str, limit: int) -> Sequence[tuple[str, AuditEntry]]:
        """The next entries of all chains by their stored names, "" for the first ones."""
        ...

    async def head(self, chain: str) -> Head | None:
        """The last known entry of one chain."""
        ...

    async def heads(self) -> Mapping[str, Head]:
        """The last known entry of each chain; it may lag behind a crash, and never runs ahead."""
        ...

    async def changed_since(self, start: dt.datetime) -> set[str]:
        """Chains with an entry since then."""
        ...


class ChainBusy(Retryable):
    """An audit chain grew under every round of this write."""


class Witness:
    """Appends to chains."""

    def __init__(self, trail: AuditTrail, clock: Clock) -> None:
        """Write into that trail."""
        self.trail, self._clock = trail, clock

    async def record(self, chain: str, act: Act) -> AuditEntry:
        """Return once the act is written down; several writers of one chain come one by one."""
        token = secrets.token_hex(8)
        for number in range(ROUNDS):
            last = await self._end(chain, again=number > 0)
            entry = next_entry(chain, last, act, self._clock.now(), token)
            if await self.trail.add(entry):
                return entry
        raise ChainBusy(chain)

    async def _end(self, chain: str, *, again: bool) -> AuditEntry | Head | None:
        """What the next entry follows: the head, so that a chain cut short keeps its gap.

        A crash or another writer may have left entries behind the head: then those count.
        """
        head = await self.trail.head(chain)
        if head is not None and not again:
            return head
        last = await self.trail.last(chain)
        ends = [end for end in (head, last) if end is not None]
        return max(ends, key=lambda end: end.seq, default=None)
