"""The counting round: every hour is counted from the dossiers, again until it is over for good."""

import datetime as dt

from shared.domain.statistics import HOUR, hour_of
from shared.pipeline.ports import Clock
from shared.pipeline.statistics import Statistics

#: The first count of a store that was never counted goes back so far: a year is shown.
FIRST_LOOK = dt.timedelta(days=366)


async def count_hours_anew(statistics: Statistics, clock: Clock) -> int:
    """Count from the hour before the last kept one on; how many hours had something in them.

    Each hour is replaced whole, so that a crash, or a second watch, counts nothing twice.
    """
    now = clock.now()
    last = await statistics.last()
    start = hour_of(last - HOUR if last else now - FIRST_LOOK)
    tallies = await statistics.count(start, hour_of(now) + HOUR)
    await statistics.write(tallies)
    return len(tallies)
