"""One row a minute and stage: how deep it stood and how much it finished. Watch writes them.

What was finished is counted from the dossiers themselves (`Samples.finished`): a stage that is
done says since when. So the figure is the same whoever did the work and however many processes
there are, and it costs the workers nothing.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.stages import StageName

MINUTE = dt.timedelta(minutes=1)
#: The last three hours are shown: UI.md, sparkline.
KEPT = dt.timedelta(hours=3)
#: A week is stored: people's pace is that of all its days and nights.
STORED = dt.timedelta(days=7)
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


class Samples(Protocol):
    """The ring of samples."""

    async def finished(self, start: dt.datetime, end: dt.datetime) -> Mapping[StageName, int]:
        """How many dossiers finished each stage between two moments."""
        ...

    async def write(self, rows: Sequence[StageSample]) -> None:
        """Keep the rows of one minute; a second writer of the same minute replaces them."""
        ...

    async def since(self, start: dt.datetime) -> Sequence[StageSample]:
        """Rows from then on, oldest first."""
        ...

    async def forget(self, before: dt.datetime) -> None:
        """Let go of rows older than that."""
        ...


def start_of_minute(moment: dt.datetime) -> dt.datetime:
    """The minute that the moment lies in."""
    return moment.replace(second=0, microsecond=0)


def per_minute(rows: Sequence[StageSample], stage: StageName, span: dt.timedelta) -> float | None:
    """Dossiers finished a minute over the last `span` that is known; None when nothing is.

    Minutes without a row (watch was away) do not count as idle ones.
    """
    own = [row for row in rows if row.stage is stage]
    if not own:
        return None
    newest = max(row.at for row in own)
    recent = [row for row in own if row.at > newest - span]
    return sum(row.finished for row in recent) / len(recent)
