"""The round that keeps each decision once, and counts from there how agents judge the rules."""

import datetime as dt
from dataclasses import dataclass, field

from shared.domain.decision_row import DecisionRow, decision_row
from shared.domain.pile import Territory
from shared.pipeline.decisions import Decisions
from shared.pipeline.ports import Clock
from shared.pipeline.rule_quality import RuleQuality

#: A decision is stored after its moment was read: at most the driver's time limits later (30 s a
#: try), with room for clocks of machines that differ. [D]
OVERLAP = dt.timedelta(minutes=10)
#: A process that has just begun looks so much further back: an older watch passed over what it did
#: not understand, and a way back lasts a day at most (RUNBOOK.md, « Upgrade and way back »).
PASSED_OVER = dt.timedelta(days=1)
#: The first look at a store goes back as far as the rules are judged.
FIRST_LOOK = dt.timedelta(days=366)
#: Rows of one write.
BATCH = 500
_DAY = dt.timedelta(days=1)


@dataclass(slots=True, kw_only=True)
class DecisionRound:
    """From dossiers to decisions, from decisions to rules; every step may be done twice."""

    decisions: Decisions
    quality: RuleQuality
    clock: Clock
    #: True once a look of this process came to its end.
    _has_looked: bool = field(default=False, init=False)

    async def look(self) -> int:
        """Keep what was decided since the last look; how many decisions were new.

        A day is counted before the first row of the next one is kept: wherever this ends by a
        crash, the next look begins in the day that was not counted yet.
        """
        start = await self._start()
        day, new = _day_of(start), 0
        rows: list[DecisionRow] = []
        async for dossier in self.decisions.decided(start):
            row = decision_row(dossier)
            assert row is not None  # the question asks for decided ones only
            if len(rows) == BATCH or _day_of(row.decided_at) != day:
                new += await self._keep(rows, day)
                rows = []
            day = _day_of(row.decided_at)
            rows.append(row)
        new += await self._keep(rows, day)
        self._has_looked = True
        return new

    async def _start(self) -> dt.datetime:
        last = await self.decisions.last()
        if last is None:
            return self.clock.now() - FIRST_LOOK
        return last - OVERLAP - (dt.timedelta() if self._has_looked else PASSED_OVER)

    async def _keep(self, rows: list[DecisionRow], day: dt.datetime) -> int:
        """Keep rows of one day and count the day anew, whole: another watch may have added."""
        new = await self.decisions.keep(rows)
        kept = await self.decisions.between(day, day + _DAY, Territory())
        if kept:
            outcomes = [outcome for row in kept for outcome in row.rules]
            await self.quality.write(day.date(), outcomes)
        return new


def _day_of(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
