"""The ops page: every stage with its depth and its oldest dossier. No personal data."""

from dataclasses import dataclass

from aiohttp import web

from services.watch.view import ops_rows
from shared.pipeline.ports import Clock, Outbox, Views
from shared.stages import StageTable
from shared.web.access import Role
from shared.web.frame import page, signed_in

#: Seconds until the page is read again.
REFRESH = 5
#: Unsent messages counted at most; beyond it the figure is a floor.
OUTBOX_COUNTED = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class OpsPages:
    """What on-call engineers look at first."""

    views: Views
    outbox: Outbox
    clock: Clock
    table: StageTable

    def routes(self) -> list[web.RouteDef]:
        """The page and the same as JSON."""
        return [
            web.get("/", self.show, name="ops_page", allow_head=False),
            web.get("/v1/stages", self.stages, name="ops_stages", allow_head=False),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """One row a stage, in flow order."""
        await signed_in(request, Role.OPS)
        now = self.clock.now()
        depths = await self.views.depths()
        waiting = await self.outbox.unsent(now, OUTBOX_COUNTED)
        return page(
            request,
            "ops.html",
            rows=ops_rows(depths, now, self.table),
            now=now,
            parked=sum(depth.count for depth in depths if depth.status == "parked"),
            outbox=len(waiting),
            refresh=REFRESH,
        )

    async def stages(self, request: web.Request) -> web.Response:
        """Depth and oldest moment of each stage that has dossiers."""
        await signed_in(request, Role.OPS)
        rows = [
            {
                "stage": depth.stage.value,
                "status": depth.status,
                "count": depth.count,
                "oldest_since": depth.oldest_since.isoformat(),
                "next_deadline": depth.next_deadline and depth.next_deadline.isoformat(),
            }
            for depth in await self.views.depths()
        ]
        return web.json_response({"stages": rows})
