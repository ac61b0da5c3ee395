"""The purge: erases of every dossier what its retention no longer allows to keep.

The key goes first, so that the bytes are unreadable wherever a copy of them lies; then the bytes;
last the document stops naming them. Cut off anywhere, the next round does it again.
"""

import datetime as dt
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from shared.domain.erasure import has_work
from shared.domain.kept_bytes import blobs_of
from shared.domain.retention import Kept, Retention
from shared.domain.retention_events import PersonErased, PiecesErased
from shared.domain.review import Outcome
from shared.errors import Retryable
from shared.pipeline.ports import Blobs, Clock
from shared.pipeline.register import Register

log = structlog.get_logger()

#: Dossiers of one kind looked at in a round.
BATCH = 500
#: Things in a row for which a server does not answer: the others would only wait for it too. [D]
UNANSWERED = 3


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


@dataclass(slots=True, kw_only=True)
class Tries:
    """Each thing to erase for itself: one that fails does not end the round for the others."""

    error: Exception | None = None
    unanswered: int = 0

    async def at(self, subject: str, erasing: Awaitable[bool]) -> bool:
        """What came of it; False where it is left for the next round."""
        try:
            done = await erasing
        except Exception as error:
            log.error("not erased", action="purge_failed", dossier_id=subject, exc_info=True)
            if self.error is None or not isinstance(error, Retryable):
                self.error = error
            self.unanswered = self.unanswered + 1 if isinstance(error, Retryable) else 0
            if self.unanswered == UNANSWERED:
                raise
            return False
        self.unanswered = 0
        return done

    def tell(self) -> None:
        """Raise the last error, a fault of the program before a server's silence."""
        if self.error is not None:
            raise self.error


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
        """Erase what is due; how many dossiers lost something.

        Whatever cannot be erased is left for the next round, and its error raised after the others.
        """
        tries, erased = Tries(), 0
        for batch_id in await self.batches.over(self.clock.now(), BATCH):
            await tries.at(batch_id, self._forget(batch_id))
        for step in self.steps():
            erase = self._erase_pieces if step.kept is Kept.ALL else self._erase_person
            for dossier_id in await self._ended(step):
                erased += await tries.at(dossier_id, erase(dossier_id))
        tries.tell()
        return erased

    async def erase(self, dossier_id: str, *, person: bool) -> bool:
        """One dossier before its time, where whoever it is of has a right to it.

        False where it is unknown, has not ended, or what is asked for is not there any more.
        """
        dossier = await self.register.dossiers.get(dossier_id)
        if dossier is None or dossier.outcome is None:
            return False
        if person and has_work(dossier):  # all that is asked, or nothing
            return False
        erased = dossier.kept is Kept.ALL and await self._erase_pieces(dossier_id)
        return await self._erase_person(dossier_id) if person else erased

    async def _forget(self, batch_id: str) -> bool:
        # files that nobody placed become unreadable; the sweep of orphans deletes their bytes
        await self.keys.erase(batch_id)
        await self.batches.forget(batch_id)
        return True

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
