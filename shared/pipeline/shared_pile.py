"""One look at the pile for all agents who reach for it in the same seconds."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from shared.domain.pile import DecidedBy, PileQuestion, PileRow, Territory
from shared.pipeline.pile import Pile

#: How old a look may be. A look costs what the pile is long, a claim of the wrong dossier one
#: read, and a dossier that came back meanwhile waits so long at most. [D]
LIFE = dt.timedelta(seconds=5)
#: Dossiers of one look; more agents than that do not come within its life.
LOOK = 200


@dataclass(slots=True, kw_only=True)
class _Look:
    at: dt.datetime
    rows: Sequence[PileRow]


@dataclass(slots=True, kw_only=True)
class SharedPile:
    """The pile with its looks shared; lists and counts are asked for anew each time."""

    pile: Pile
    _looks: dict[PileQuestion, _Look] = field(default_factory=dict, init=False)
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    async def claimable(
        self, question: PileQuestion, now: dt.datetime, limit: int
    ) -> Sequence[str]:
        """Ids of such dossiers that nobody held a few seconds ago, oldest first.

        The first one is offered to nobody else of this look: it is as good as taken.
        """
        look = await self._look(_shared(question), now)
        ids = [row.dossier_id for row in look.rows if question.agent not in row.barred][:limit]
        if not ids:
            return await self.pile.claimable(question, now, limit)
        look.rows = [row for row in look.rows if row.dossier_id != ids[0]]
        return ids

    async def rows(self, question: PileQuestion, limit: int) -> Sequence[PileRow]:
        """Such dossiers, oldest first."""
        return await self.pile.rows(question, limit)

    async def count(self, question: PileQuestion) -> int:
        """How many there are."""
        return await self.pile.count(question)

    async def decided(self, territory: Territory, since: dt.datetime) -> Sequence[DecidedBy]:
        """Decisions of a centre since then."""
        return await self.pile.decided(territory, since)

    async def _look(self, question: PileQuestion, now: dt.datetime) -> _Look:
        async with self._looking:  # who comes meanwhile waits for the look under way
            look = self._looks.get(question)
            if look is None or look.at <= now - LIFE:
                self._looks = {key: old for key, old in self._looks.items() if old.at > now - LIFE}
                rows = await self.pile.rows(replace(question, free_at=now), LOOK)
                look = self._looks[question] = _Look(at=now, rows=rows)
            return look


def _shared(question: PileQuestion) -> PileQuestion:
    """The same for every agent, and for everybody who asks for an age in the same minute."""
    before = question.before and question.before.replace(second=0, microsecond=0)
    return replace(question, agent=None, free_at=None, before=before)
