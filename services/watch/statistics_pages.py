"""The statistics page, the same as JSON and as CSV. Counts only, no personal data."""

from dataclasses import dataclass

from aiohttp import web

from services.watch.statistics import (
    CLASS_LABELS,
    OUTCOMES,
    StatisticsDesk,
    StatisticsSeen,
    as_csv,
    month_label,
)
from services.watch.statistics_chart import month_chart
from shared.domain.states import STAGE_LABELS
from shared.domain.statistics import MonthFigures
from shared.domain.title_table import label_of
from shared.pipeline.titles import TitleDepth
from shared.web.access import AGENTS, Role
from shared.web.frame import page, signed_in
from shared.web.status import Json, iso

#: Who may see how the service is doing.
READERS = (Role.OPS, *AGENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsPages:
    """Three forms of the same figures."""

    desk: StatisticsDesk

    def routes(self) -> list[web.RouteDef]:
        """Page, table, JSON."""
        return [
            web.get("/statistiques", self.show, name="statistics_page", allow_head=False),
            web.get("/statistiques.csv", self.table, name="statistics_csv", allow_head=False),
            web.get("/v1/statistics", self.figures, name="statistics", allow_head=False),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """The page."""
        await signed_in(request, *READERS)
        seen = await self.desk.seen()
        return page(
            request,
            "statistics.html",
            seen=seen,
            chart=month_chart(seen.months),
            outcomes=OUTCOMES,
            class_labels=CLASS_LABELS,
            month_label=month_label,
            stage_labels=STAGE_LABELS,
            title_label=label_of,
        )

    async def table(self, request: web.Request) -> web.Response:
        """The table, as a file to keep."""
        await signed_in(request, *READERS)
        seen = await self.desk.seen()
        name = f"statistiques-{seen.now:%Y-%m-%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        # the mark at its head tells spreadsheets that it is UTF-8
        return web.Response(
            text="\ufeff" + as_csv(seen), content_type="text/csv", charset="utf-8", headers=headers
        )

    async def figures(self, request: web.Request) -> web.Response:
        """The figures; null where one is unknown."""
        await signed_in(request, *READERS)
        seen = await self.desk.seen()
        return web.json_response(as_json(seen))


def as_json(seen: StatisticsSeen) -> Json:
    """The figures as data."""
    return {
        "accounts": seen.accounts,
        "approvals": seen.approvals,
        "rate": seen.rate,
        "months": [_month(row) for row in seen.months],
        "stage_seconds": [
            {"stage": row.stage, "count": row.count, "median": row.median, "p90": row.p90}
            for row in seen.times
        ],
        "titles": [_titles(row) for row in seen.titles],
    }


def _month(row: MonthFigures) -> Json:
    return {
        "month": row.month,
        "sent": row.sent,
        "handled": {outcome.value: row.handled.get(outcome, 0) for outcome in OUTCOMES},
        "establishments": list(row.classes),
    }


def _titles(row: TitleDepth) -> Json:
    return {
        "state": row.state.value,
        "count": row.count,
        "late": row.late,
        "oldest_since": iso(row.oldest_since),
        "next_deadline": iso(row.next_deadline),
    }
