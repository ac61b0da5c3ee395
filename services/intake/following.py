"""A dossier followed live, as server-sent events."""

import asyncio
import json
from contextlib import suppress

from aiohttp import web
from aiohttp_sse import sse_response

from shared.domain.dossier import Dossier
from shared.errors import Retryable
from shared.pipeline.ports import Clock, Dossiers
from shared.web.frame import HEADERS, STOPPING
from shared.web.status import status_view

#: Seconds between two looks at a dossier that somebody follows.
FOLLOW_PAUSE = 0.5


async def follow_dossier(
    request: web.Request, dossier: Dossier, seen: int, dossiers: Dossiers, clock: Clock
) -> web.StreamResponse:
    """One event each time the dossier changes, its revision as id, from after `seen` on."""
    current: Dossier | None = dossier
    async with sse_response(request, headers=HEADERS) as stream:
        while current is not None and stream.is_connected():
            if current.rev > seen:
                seen = current.rev
                view = json.dumps(status_view(current, clock.now()), ensure_ascii=False)
                await stream.send(view, id=str(seen), event="status")
            if await _ended(request):
                break
            try:
                current = await dossiers.get(dossier.dossier_id)
            except Retryable:
                # half an answer cannot become an error: the follower comes back with its last id
                break
    return stream


async def _ended(request: web.Request) -> bool:
    """Pause; True when the process drains or the follower has left."""
    stopping = request.app[STOPPING]
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), FOLLOW_PAUSE)
    return stopping.is_set() or request.transport is None
