"""What the statistics page counts, and how hours of counting become months. No personal data."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from shared.domain.dossier import Outcome
from shared.stages import StageName

PARIS = ZoneInfo("Europe/Paris")
HOUR = dt.timedelta(hours=1)

#: Each band of durations ends a tenth above the last: what is read off them is within 5 %. [D]
STEP = 1.1
#: Shorter than this counts as this.
SHORTEST = 0.01

#: Requests of one establishment: 1–4, 5–10, more than 10. Seed deck, statistics.
CLASSES: tuple[tuple[int, int | None], ...] = ((1, 4), (5, 10), (11, None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What happened in one hour."""

    #: Start of the hour.
    at: dt.datetime
    #: Requests sent for the first time.
    sent: int = 0
    #: Requests that ended, by outcome.
    handled: Mapping[Outcome, int] = field(default_factory=dict)
    #: Requests sent, by the establishment's number.
    schools: Mapping[str, int] = field(default_factory=dict)
    #: Times spent in a stage, by band.
    waits: Mapping[StageName, Mapping[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFigures:
    """One month, or a whole period."""

    #: « 2026-11 »; empty for the period.
    month: str
    sent: int
    handled: Mapping[Outcome, int]
    #: Establishments in each of CLASSES.
    classes: tuple[int, ...]

    @property
    def ended(self) -> int:
        """Requests handled, however they ended."""
        return sum(self.handled.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTime:
    """Seconds that half of the dossiers spent in a stage at most, and nine in ten of them."""

    stage: StageName
    count: int
    median: float
    p90: float


def hour_of(moment: dt.datetime) -> dt.datetime:
    """The start of the hour in which the moment lies."""
    return moment.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)


def band_of(seconds: float) -> int:
    """The band of a duration."""
    return math.floor(math.log(max(seconds, SHORTEST), STEP))


def seconds_of(band: int) -> float:
    """The middle of a band."""
    return float(STEP ** (band + 0.5))


def by_month(tallies: Sequence[Tally]) -> tuple[MonthFigures, ...]:
    """One row a month of Paris time, oldest first."""
    months: dict[str, list[Tally]] = {}
    for tally in tallies:
        months.setdefault(f"{tally.at.astimezone(PARIS):%Y-%m}", []).append(tally)
    return tuple(figures_of(months[month], month) for month in sorted(months))


def figures_of(tallies: Sequence[Tally], month: str = "") -> MonthFigures:
    """Hours added up. An establishment's class is that of all its requests of the period."""
    handled: Counter[Outcome] = Counter()
    schools: Counter[str] = Counter()
    for tally in tallies:
        handled.update(tally.handled)
        schools.update(tally.schools)
    return MonthFigures(
        month=month,
        sent=sum(tally.sent for tally in tallies),
        handled=dict(handled),
        classes=tuple(
            sum(low <= count <= (high or count) for count in schools.values())
            for low, high in CLASSES
        ),
    )


def stage_times(tallies: Sequence[Tally]) -> tuple[StageTime, ...]:
    """Median and nine in ten of each stage that finished anything, in flow order."""
    found: list[StageTime] = []
    for stage in StageName:
        bands: Counter[int] = Counter()
        for tally in tallies:
            bands.update(tally.waits.get(stage, {}))
        if count := bands.total():
            found.append(
                StageTime(
                    stage=stage,
                    count=count,
                    median=_share_of(bands, 0.5),
                    p90=_share_of(bands, 0.9),
                )
            )
    return tuple(found)


def _share_of(bands: Counter[int], share: float) -> float:
    """Seconds within which this share had left: nearest rank."""
    rank, passed = max(1, math.ceil(share * bands.total())), 0
    for band in sorted(bands):
        passed += bands[band]
        if passed >= rank:
            return seconds_of(band)
    raise ValueError("no durations")
