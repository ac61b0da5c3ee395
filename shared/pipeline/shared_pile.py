"""One look at the pile for all agents who reach for it in the same seconds."""

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from shared.domain.pile import DecidedBy, PileQuestion, PileRow, Territory, Waiting
from shared.pipeline.pile import Pile

Answer = TypeVar("Answer")

#: How old a look may be. A look costs what the pile is long, a claim of the wrong dossier one
#: read, and a dossier that came back meanwhile waits so long at most. [D]
LIFE = dt.timedelta(seconds=5)
#: Looks and counts may take a twentieth of the time: what took longer is kept longer. [D]
SHARE = 20
#: Dossiers of one look; more agents than that do not come within its life.
LOOK = 200


@dataclass(slots=True, kw_only=True)
class _Look:
    #: Looks before it, so that whoever waited knows whether it began after they came.
    number: int
    until: dt.datetime
    rows: Sequence[PileRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    until: dt.datetime
    waiting: Waiting


@dataclass(slots=True, kw_only=True)
class SharedPile:
    """The pile with its looks shared; lists and their counts are asked for anew each time."""

    pile: Pile
    size: int = LOOK
    _looks: dict[PileQuestion, _Look] = field(default_factory=dict, init=False)
    _counts: dict[PileQuestion, _Counted] = field(default_factory=dict, init=False)
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)
    _counting: dict[PileQuestion, asyncio.Task[Waiting]] = field(default_factory=dict, init=False)
    _begun: int = field(default=0, init=False)

    async def claimable(
        self, question: PileQuestion, now: dt.datetime, limit: int
    ) -> Sequence[str]:
        """Ids of such dossiers that nobody held a few seconds ago, oldest first.

        The first one is offered to nobody else of this look: it is as good as taken. Who finds
        nothing in it gets what one that began after they came finds.
        """
        began = self._begun
        ids = _offer(await self._look(_shared(question), now, 0), question, limit)
        if ids:
            return ids
        look = await self._look(_shared(question), now, began + 1)
        ids = _offer(look, question, limit)
        # all of a look may be what this agent left to others: the rest of the pile is theirs alone
        return ids or (await self.pile.claimable(question, now, limit) if look.rows else ids)

    async def rows(self, question: PileQuestion, limit: int) -> Sequence[PileRow]:
        """Such dossiers, oldest first."""
        return await self.pile.rows(question, limit)

    async def count(self, question: PileQuestion) -> int:
        """How many there are."""
        return await self.pile.count(question)

    async def waiting(self, question: PileQuestion, now: dt.datetime) -> Waiting:
        """How many nobody holds and since when the oldest waits, as a look of all agents says."""
        shared = _shared(question)
        counted = self._counts.get(shared)
        if counted is not None and counted.until > now:
            return counted.waiting
        # who comes meanwhile waits for the count under way, which outlives whoever gives up on it
        counting = self._counting.get(shared)
        if counting is None:
            counting = self._counting[shared] = asyncio.create_task(self._count(shared, now))
            counting.add_done_callback(lambda _: self._counting.pop(shared))
        return await asyncio.shield(counting)

    async def reserved(self, agent: str, now: dt.datetime) -> Sequence[str]:
        """Ids of what is kept ready for this agent."""
        return await self.pile.reserved(agent, now)

    async def decided(self, territory: Territory, since: dt.datetime) -> Sequence[DecidedBy]:
        """Decisions of a centre since then."""
        return await self.pile.decided(territory, since)

    async def _count(self, shared: PileQuestion, now: dt.datetime) -> Waiting:
        """A count of its own, kept as long as its cost allows."""
        self._counts = {key: old for key, old in self._counts.items() if old.until > now}
        waiting, cost = await _timed(self.pile.waiting(shared, now))
        self._counts[shared] = _Counted(until=now + cost * SHARE, waiting=waiting)
        return waiting

    async def _look(self, question: PileQuestion, now: dt.datetime, number: int) -> _Look:
        """A look that is not old, and of that number at least."""
        async with self._looking:  # who comes meanwhile waits for the look under way
            look = self._looks.get(question)
            if look is None or look.until <= now or look.number < number:
                self._looks = {key: old for key, old in self._looks.items() if old.until > now}
                self._begun = begun = self._begun + 1
                rows, cost = await _timed(self.pile.rows(replace(question, free_at=now), self.size))
                until = now + max(LIFE, cost * SHARE)
                look = self._looks[question] = _Look(number=begun, until=until, rows=rows)
            return look


def _offer(look: _Look, question: PileQuestion, limit: int) -> list[str]:
    ids = [row.dossier_id for row in look.rows if question.agent not in row.barred][:limit]
    look.rows = [row for row in look.rows if row.dossier_id not in ids[:1]]
    return ids


async def _timed(asked: Awaitable[Answer]) -> tuple[Answer, dt.timedelta]:
    began = time.monotonic()
    answer = await asked
    return answer, dt.timedelta(seconds=time.monotonic() - began)


def _shared(question: PileQuestion) -> PileQuestion:
    """The same for every agent, and for everybody who asks for an age in the same minute."""
    before = question.before and question.before.replace(second=0, microsecond=0)
    return replace(question, agent=None, free_at=None, before=before)
