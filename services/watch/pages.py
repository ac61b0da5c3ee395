"""The ops page: every stage with what stands, moves and hurts in it. No personal data."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from services.watch.audit_door import AUDIT
from services.watch.board import OUTBOX_COUNTED, Board, Seen
from services.watch.view import ops_rows
from services.watch.words import incident_text
from shared.domain.states import STAGE_LABELS
from shared.web.access import AUDIT_READERS, Role
from shared.web.frame import page, signed_in

#: Seconds until the page is read again where no stream keeps it up to date.
REFRESH = 5
#: The parts of the page that change, each a template of its own, in the order of the page.
PARTS = ("answer", "figures", "stages", "incidents", "parked", "rules", "read_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpsPages:
    """What on-call engineers look at first."""

    board: Board

    def routes(self) -> list[web.RouteDef]:
        """The page and the same as JSON."""
        return [
            web.get("/", self.show, name="ops_page", allow_head=False),
            web.get("/v1/stages", self.stages, name="ops_stages", allow_head=False),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """One row a stage, in flow order; then incidents and what is parked.

        Whoever only reads the audit is led there.
        """
        reader = await signed_in(request, *AUDIT_READERS)
        if reader.role is Role.AUDITOR:
            raise web.HTTPSeeOther(AUDIT)
        return page(request, "ops.html", **ops_values(await self.board.seen()))

    async def stages(self, request: web.Request) -> web.Response:
        """Every stage's figures; null where one is unknown."""
        await signed_in(request, Role.OPS)
        overview = (await self.board.seen()).overview
        rows = [
            {
                "stage": row.stage,
                "open": row.open,
                "in_flight": row.in_flight,
                "retrying": row.retrying,
                "parked": row.parked,
                "consumers": row.consumers,
                "oldest_since": row.oldest_since and row.oldest_since.isoformat(),
                "next_deadline": row.deadline and row.deadline.isoformat(),
                "per_minute": now.per_minute,
                "usual_wait_seconds": now.usual_wait,
            }
            for row, now in zip(ops_rows(overview), overview.stages, strict=True)
        ]
        return web.json_response({"stages": rows})


def ops_values(seen: Seen) -> dict[str, Any]:
    """What the page is drawn from."""
    overview = seen.overview
    rows = ops_rows(overview)
    parked = sum(row.parked for row in rows)
    return {
        "title": f"{parked} mis de côté",
        "rows": rows,
        "now": overview.now,
        "parked": parked,
        "parked_stages": seen.parked,
        "incidents": overview.incidents,
        "closed": overview.closed,
        "incident_text": incident_text,
        "labels": STAGE_LABELS,
        "broker_answers": overview.broker_answers,
        "rules": seen.rules,
        "outbox": seen.outbox,
        "outbox_counted": OUTBOX_COUNTED,
        "refresh": REFRESH,
    }
