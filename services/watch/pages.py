"""The ops page: every stage with what stands, moves and hurts in it. No personal data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from services.watch.view import ops_rows
from services.watch.words import incident_text
from shared.domain.states import STAGE_LABELS
from shared.pipeline.overview import Lookout, Overview
from shared.pipeline.ports import Outbox
from shared.pipeline.repair_ports import ParkedStage, ParkedStages
from shared.web.access import Role
from shared.web.frame import page, signed_in

#: Seconds until the page is read again.
REFRESH = 5
#: Unsent messages counted at most; beyond it the figure is a floor.
OUTBOX_COUNTED = 1000
#: Parked stages listed; the command lists them all.
PARKED_LISTED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OpsPages:
    """What on-call engineers look at first."""

    lookout: Lookout
    parked: ParkedStages
    outbox: Outbox

    def routes(self) -> list[web.RouteDef]:
        """The page and the same as JSON."""
        return [
            web.get("/", self.show, name="ops_page", allow_head=False),
            web.get("/v1/stages", self.stages, name="ops_stages", allow_head=False),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """One row a stage, in flow order; then incidents and what is parked."""
        await signed_in(request, Role.OPS)
        overview = await self.lookout.look()
        waiting = await self.outbox.unsent(overview.now, OUTBOX_COUNTED)
        parked = await self.parked.parked(PARKED_LISTED)
        return page(request, "ops.html", **ops_values(overview, parked, len(waiting)))

    async def stages(self, request: web.Request) -> web.Response:
        """Every stage's figures; null where one is unknown."""
        await signed_in(request, Role.OPS)
        overview = await self.lookout.look()
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
            }
            for row, now in zip(ops_rows(overview), overview.stages, strict=True)
        ]
        return web.json_response({"stages": rows})


def ops_values(overview: Overview, parked: Sequence[ParkedStage], outbox: int) -> dict[str, Any]:
    """What the page is drawn from."""
    rows = ops_rows(overview)
    return {
        "rows": rows,
        "now": overview.now,
        "parked": sum(row.parked for row in rows),
        "parked_stages": parked,
        "incidents": overview.incidents,
        "incident_text": incident_text,
        "labels": STAGE_LABELS,
        "broker_answers": overview.broker_answers,
        "outbox": outbox,
        "refresh": REFRESH,
    }
