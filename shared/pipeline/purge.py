"""The purge: erases of every dossier what its retention no longer allows to keep.

The key goes first, so that the bytes are unreadable wherever a copy of them lies; then the bytes;
last the document stops naming them. Cut off anywhere, the next round does it again.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.domain.kept_bytes import blobs_of
from shared.domain.retention import Kept, Retention
from shared.domain.retention_events import PersonErased, PiecesErased
from shared.domain.review import Outcome
from shared.pipeline.ports import Blobs, Clock
from shared.pipeline.register import Register

#: Dossiers of one kind looked at in a round.
BATCH = 500


class Archive(Protocol):
    """Dossiers that have ended."""

    async def ended(
        self, outcome: Outcome, kept: Kept, before: dt.datetime, limit: int
    ) -> Sequence[str]:
        """Those that ended so before then and still hold that much."""
        ...


class Batches(Protocol):
    """Lists of candidates that a school worked on."""

    async def over(self, now: dt.datetime, limit: int) -> Sequence[str]:
        """Those whose time has passed, and those of which only the key is left."""
        ...

    async def forget(self, batch_id: str) -> None:
        """Delete the list."""
        ...


class Keys(Protocol):
    """The keys that pieces are sealed with."""

    async def erase(self, dossier_id: str) -> None:
        """Make every piece of the dossier unreadable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that the table asks for."""

    outcome: Outcome
    #: How much the dossiers concerned still hold.
    kept: Kept
    before: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    """Everything that it needs."""

    register: Register
    archive: Archive
    blobs: Blobs
    keys: Keys
    batches: Batches
    clock: Clock
    retentions: tuple[Retention, ...]
    #: Who it is in the audit.
    account: str = "purge"

    def steps(self) -> Iterator[Step]:
        """The table against the clock: pieces first."""
        now = self.clock.now()
        for row in self.retentions:
            yield Step(outcome=row.outcome, kept=Kept.ALL, before=now - row.pieces)
        for row in self.retentions:
            yield Step(outcome=row.outcome, kept=Kept.NO_PIECES, before=now - row.person)

    async def due(self) -> Mapping[tuple[Outcome, Kept], int]:
        """How many dossiers a round would touch now, by ending and what they hold."""
        found = {(step.outcome, step.kept): len(await self._ended(step)) for step in self.steps()}
        return {key: count for key, count in found.items() if count}

    async def round(self) -> int:
        """Erase what is due; how many dossiers lost something."""
        for batch_id in await self.batches.over(self.clock.now(), BATCH):
            # files that nobody placed become unreadable; the sweep of orphans deletes their bytes
            await self.keys.erase(batch_id)
            await self.batches.forget(batch_id)
        erased: Counter[Kept] = Counter()
        for step in self.steps():
            for dossier_id in await self._ended(step):
                if step.kept is Kept.ALL:
                    erased[step.kept] += await self._erase_pieces(dossier_id)
                else:
                    erased[step.kept] += await self._erase_person(dossier_id)
        return erased.total()

    async def erase(self, dossier_id: str, *, person: bool) -> bool:
        """One dossier before its time, where whoever it is of has a right to it.

        False where it is unknown, has not ended, or what is asked for is not there any more.
        """
        dossier = await self.register.dossiers.get(dossier_id)
        if dossier is None or dossier.outcome is None:
            return False
        erased = dossier.kept is Kept.ALL and await self._erase_pieces(dossier_id)
        return await self._erase_person(dossier_id) if person else erased

    async def _ended(self, step: Step) -> Sequence[str]:
        return await self.archive.ended(step.outcome, step.kept, step.before, BATCH)

    async def _erase_pieces(self, dossier_id: str) -> bool:
        dossier = await self.register.dossiers.get(dossier_id)
        if dossier is None:
            return False
        await self.keys.erase(dossier_id)
        for blob_id in blobs_of(dossier):
            await self.blobs.delete(blob_id)
        erased = PiecesErased(account=self.account)
        return await self.register.apply(dossier_id, erased) is not None

    async def _erase_person(self, dossier_id: str) -> bool:
        erased = PersonErased(account=self.account)
        return await self.register.apply(dossier_id, erased) is not None
