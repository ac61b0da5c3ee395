"""One row a minute and stage: how deep it stood and how much it finished. Watch writes them.

What was finished is counted from the dossiers themselves (`Samples.finished`): a stage that is
done says since when. So the figure is the same whoever did the work and however many processes
there are, and it costs the workers nothing.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.stages import StageName

MINUTE = dt.timedelta(minutes=1)
#: The last three hours are shown: UI.md, sparkline.
KEPT = dt.timedelta(hours=3)
#: A week is stored: people's pace is that of all its days and nights.
STORED = dt.timedelta(days=7)
#: A watch that starts, or a second one, writes a minute again; older ones stay as they are.
UNSETTLED = 2 * MINUTE
#: Rates are read off the last hour.
RATE_SPAN = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSample:
    """One stage in one minute."""

    stage: StageName
    #: Start of the minute.
    at: dt.datetime
    #: Dossiers that stood open in the stage, and parked ones, when the row was written.
    open: int
    parked: int
    #: Age of the oldest open one; 0 when there was none.
    oldest_seconds: float
    #: Dossiers that left the stage as done during the minute.
    finished: int
    #: Seconds that half of those had spent there at most, and nine in ten of them; None when none.
    wait_median: float | None = None
    wait_p90: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What left a stage as done between two moments."""

    count: int = 0
    #: Seconds that each spent in the stage, shortest first, where its timeline tells.
    waits: tuple[float, ...] = ()

    def wait_of(self, share: float) -> float | None:
        """Seconds within which this share of them had left (nearest rank); None when none did."""
        if not self.waits:
            return None
        return self.waits[max(0, math.ceil(share * len(self.waits)) - 1)]


class SampleRows(Protocol):
    """Who can tell the samples."""

    async def since(self, start: dt.datetime) -> Sequence[StageSample]:
        """Rows from then on, oldest first."""
        ...


class Samples(SampleRows, Protocol):
    """The ring of samples."""

    async def finished(self, start: dt.datetime, end: dt.datetime) -> Mapping[StageName, Finished]:
        """The dossiers that finished each stage between two moments."""
        ...

    async def write(self, rows: Sequence[StageSample]) -> None:
        """Keep the rows of one minute; a second writer of the same minute replaces them."""
        ...

    async def forget(self, before: dt.datetime) -> None:
        """Let go of rows older than that."""
        ...


class RecentSamples:
    """The rows of the last hours, of which only the newest minutes are read again."""

    def __init__(self, samples: SampleRows) -> None:
        """Read nothing yet."""
        self._samples = samples
        self._rows: Sequence[StageSample] = ()

    async def since(self, start: dt.datetime) -> Sequence[StageSample]:
        """Rows from then on, oldest first; `start` only ever moves on."""
        settled = max(start, self._rows[-1].at - UNSETTLED) if self._rows else start
        newest = await self._samples.since(settled)
        kept = [row for row in self._rows if start <= row.at < settled]
        self._rows = (*kept, *newest)
        return self._rows


def start_of_minute(moment: dt.datetime) -> dt.datetime:
    """The minute that the moment lies in."""
    return moment.replace(second=0, microsecond=0)


def per_minute(rows: Sequence[StageSample], stage: StageName, span: dt.timedelta) -> float | None:
    """Dossiers finished a minute over the last `span` that is known; None when nothing is.

    Minutes without a row (watch was away) do not count as idle ones.
    """
    recent = _recent(rows, stage, span)
    return sum(row.finished for row in recent) / len(recent) if recent else None


def usual_wait(rows: Sequence[StageSample], stage: StageName, span: dt.timedelta) -> float | None:
    """Seconds that half of the dossiers spent there over that span; None when none left it.

    The minutes' own medians, weighed by their dossiers: nearer the truth than any one minute.
    """
    known = sorted(
        (row.wait_median, row.finished)
        for row in _recent(rows, stage, span)
        if row.wait_median is not None
    )
    left = sum(count for _, count in known) / 2
    for wait, count in known:
        left -= count
        if left <= 0:
            return wait
    return None


def _recent(
    rows: Sequence[StageSample], stage: StageName, span: dt.timedelta
) -> Sequence[StageSample]:
    own = [row for row in rows if row.stage is stage]
    if not own:
        return ()
    newest = max(row.at for row in own)
    return [row for row in own if row.at > newest - span]
