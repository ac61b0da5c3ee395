"""What every reader of the ops page sees: looked at once for all of them."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from services.watch.rule_rows import RuleRow, RuleWatch
from shared.errors import Retryable
from shared.pipeline.depth_reading import SharedDepths
from shared.pipeline.overview import Lookout, Overview
from shared.pipeline.ports import Outbox
from shared.pipeline.repair_ports import ParkedStage, ParkedStages

#: How old a look may be: the broker's own figures are no younger.
FRESH = dt.timedelta(seconds=5)
#: Unsent messages counted at most; beyond it the figure is a floor.
OUTBOX_COUNTED = 100
#: Parked stages listed; the command lists them all.
PARKED_LISTED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One look at everything that the page shows."""

    overview: Overview
    parked: Sequence[ParkedStage]
    #: Messages not yet sent, up to OUTBOX_COUNTED.
    outbox: int
    rules: Sequence[RuleRow]


class Board:
    """The last look while it is fresh; who comes while one is taken waits for that one."""

    def __init__(
        self,
        lookout: Lookout,
        parked: ParkedStages,
        outbox: Outbox,
        depths: SharedDepths,
        rules: RuleWatch,
    ) -> None:
        """Look at nothing yet."""
        self._lookout = lookout
        self._parked = parked
        self._outbox = outbox
        self._depths = depths
        self._rules = rules
        self._seen: Seen | None = None
        #: The parked stages, and of which reading of the depths they are.
        self._listed: Sequence[ParkedStage] = ()
        self._listed_of: dt.datetime | None = None
        self._turn = asyncio.Lock()

    async def seen(self) -> Seen:
        """What there is to see. Retryable while the store is away."""
        async with self._turn:
            if self._seen is None or self._age() >= FRESH:
                self._seen = await self._look()
            return self._seen

    async def forget(self) -> None:
        """Somebody acted: the next look must show it, if the store can tell."""
        self._seen = self._listed_of = None
        with suppress(Retryable):
            await self._depths.anew()

    def _age(self) -> dt.timedelta:
        assert self._seen is not None  # asked only then
        return self._lookout.clock.now() - self._seen.overview.now

    async def _look(self) -> Seen:
        overview = await self._lookout.look()
        waiting = await self._outbox.unsent(overview.now, OUTBOX_COUNTED)
        read_at = (await self._depths.reading()).at
        if read_at != self._listed_of:  # the list costs as much as it has dossiers to look at
            self._listed = await self._parked_of(overview)
            self._listed_of = read_at
        return Seen(
            overview=overview,
            parked=self._listed,
            outbox=len(waiting),
            rules=await self._rules.rows(),
        )

    async def _parked_of(self, overview: Overview) -> Sequence[ParkedStage]:
        """The oldest parked stages; a stage that has none is not asked for."""
        found: list[ParkedStage] = []
        for stage in overview.stages:
            if stage.parked is not None:
                found += await self._parked.parked(PARKED_LISTED, stage.row.name)
        return sorted(found, key=lambda item: item.since)[:PARKED_LISTED]
