"""Verdicts on a photo or a signature that belongs to no dossier: intake asks, nothing is kept."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from aiohttp import web

from services.imagecheck.isolation import check_in_child, is_refused
from services.imagecheck.look import look
from services.imagecheck.pool import CheckPool
from shared.domain.findings import overall
from shared.pipeline.ports import Clock
from shared.settings import Settings
from shared.stages import TABLE, StageName
from shared.web.peers import require_peer
from shared.web.problems import Problem, ProblemType
from shared.web.status import Json, finding_view

#: What can be judged alone: the other pieces are read for the sake of a dossier.
KINDS = {"photo": StageName.PHOTO, "signature": StageName.SIGNATURE}

#: Requests that wait in one process; each holds up to ten megabytes.
MOST_WAITING = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Preflight:
    """The one address of this service, for intake only."""

    settings: Settings
    pool: CheckPool
    clock: Clock
    #: One at a time: the checks of dossiers keep the other children of the pool.
    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    waiting: set[asyncio.Task[None] | None] = field(default_factory=set)

    def routes(self) -> list[web.RouteDef]:
        """One route."""
        return [
            web.post("/peer/preflight/{kind}", self.judge, name="peer_preflight"),
            web.post("/peer/look/{kind}", self.look, name="peer_look"),
        ]

    async def judge(self, request: web.Request) -> web.Response:
        """Findings, or the code under which the file is refused."""
        require_peer(request, self.settings)
        stage = KINDS.get(request.match_info["kind"])
        if stage is None:
            raise Problem(ProblemType.PAGE_NOT_FOUND)
        return await self._in_turn(request, partial(self._judged, stage))

    async def look(self, request: web.Request) -> web.Response:
        """The same of any piece that is kept already, with a small picture of it."""
        require_peer(request, self.settings)
        stage = KINDS.get(request.match_info["kind"])
        return await self._in_turn(request, partial(look, self.pool, self.clock, stage))

    async def _in_turn(
        self, request: web.Request, answer: Callable[[bytes], Awaitable[Json]]
    ) -> web.Response:
        if len(self.waiting) >= MOST_WAITING:
            raise Problem(ProblemType.OVERLOADED, headers={"Retry-After": "60"})
        mine = asyncio.current_task()
        self.waiting.add(mine)
        try:
            data = await request.content.read()  # intake has held the size back already
            async with self.turn:
                return web.json_response(await answer(data))
        finally:
            self.waiting.discard(mine)

    async def _judged(self, stage: StageName, data: bytes) -> Json:
        seconds, today = TABLE[stage].time_limit.total_seconds(), self.clock.now().date()
        result = await check_in_child(self.pool, stage, data, today, seconds)
        if is_refused(result):
            return {"refusal": result.findings[0].value}
        return {
            "kind": stage.value,
            "verdict": overall(result.findings).value,
            "rule_set": result.findings[0].rule_set,
            "findings": [finding_view(finding) for finding in result.findings],
        }
