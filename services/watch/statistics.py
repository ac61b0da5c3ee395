"""The statistics page as data: what is shown, drawn and written into the CSV."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from shared.domain.dossier import Outcome
from shared.domain.states import STAGE_LABELS
from shared.domain.statistics import (
    CLASSES,
    MonthFigures,
    StageTime,
    by_month,
    figures_of,
    stage_times,
)
from shared.pipeline.ports import Clock
from shared.pipeline.statistics import Statistics
from shared.pipeline.titles import TitleDepth, Titles
from shared.web.french import plain_date

#: Months shown, the present one included.
MONTHS = 12
#: Stage times are those of the last weeks: how it goes now, not how it went last winter. [D]
RECENT = dt.timedelta(days=31)

OUTCOMES: dict[Outcome, str] = {
    Outcome.ACCEPTED: "acceptées",
    Outcome.REFUSED: "refusées",
    Outcome.CLOSED: "classées sans suite",
    Outcome.EXPIRED: "expirées",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsSeen:
    """Everything that the page shows."""

    now: dt.datetime
    accounts: int
    #: Agréments granted; None where the operator has not said.
    approvals: int | None
    months: tuple[MonthFigures, ...]
    period: MonthFigures
    times: tuple[StageTime, ...]
    titles: Sequence[TitleDepth]

    @property
    def rate(self) -> float | None:
        """Share of approved establishments that have an account."""
        return self.accounts / self.approvals if self.approvals else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsDesk:
    """Puts the figures together."""

    statistics: Statistics
    titles: Titles
    clock: Clock
    approvals: int

    async def seen(self) -> StatisticsSeen:
        """The figures of the last twelve months."""
        now = self.clock.now()
        tallies = await self.statistics.since(_first_of(now, MONTHS))
        return StatisticsSeen(
            now=now,
            accounts=await self.statistics.school_accounts(),
            approvals=self.approvals or None,
            months=by_month(tallies),
            period=figures_of(tallies),
            times=stage_times([tally for tally in tallies if tally.at >= now - RECENT]),
            titles=await self.titles.depths(),
        )


def _first_of(now: dt.datetime, months: int) -> dt.datetime:
    """The first day of the month that is so many months back, the present one counted."""
    place = now.year * 12 + now.month - months
    return dt.datetime(place // 12, place % 12 + 1, 1, tzinfo=dt.UTC)


def class_label(low: int, high: int | None) -> str:
    """« 1 à 4 demandes », « plus de 10 demandes »."""
    return f"{low} à {high} demandes" if high else f"plus de {low - 1} demandes"


CLASS_LABELS = tuple(class_label(low, high) for low, high in CLASSES)


def month_label(month: str) -> str:
    """« novembre 2026 » for « 2026-11 »; the whole period has no month."""
    if not month:
        return "douze mois"
    day = dt.date.fromisoformat(f"{month}-02")
    return plain_date(day).partition(" ")[2]


def as_csv(seen: StatisticsSeen) -> str:
    """One table that a spreadsheet opens: section, what, month, value."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(("rubrique", "mesure", "mois", "valeur"))
    writer.writerow(("comptes", "comptes ouverts", "", seen.accounts))
    writer.writerow(("comptes", "agréments", "", "" if seen.approvals is None else seen.approvals))
    for row in (*seen.months, seen.period):
        writer.writerow(("demandes", "envoyées", row.month, row.sent))
        for outcome, label in OUTCOMES.items():
            writer.writerow(("demandes", label, row.month, row.handled.get(outcome, 0)))
        for label, count in zip(CLASS_LABELS, row.classes, strict=True):
            writer.writerow(("établissements", label, row.month, count))
    for time in seen.times:
        label = STAGE_LABELS[time.stage]
        writer.writerow(("durées (s)", f"{label}, médiane", "", f"{time.median:.1f}"))
        writer.writerow(("durées (s)", f"{label}, 9 sur 10", "", f"{time.p90:.1f}"))
    return out.getvalue()
