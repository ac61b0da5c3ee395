"""A dossier followed live, as server-sent events."""

import asyncio
import json

from aiohttp import web
from aiohttp_sse import sse_response

from shared.domain.dossier import Dossier
from shared.errors import Retryable
from shared.pipeline.ports import Clock, Dossiers
from shared.web.frame import HEADERS
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
            await asyncio.sleep(FOLLOW_PAUSE)
            try:
                current = await dossiers.get(dossier.dossier_id)
            except Retryable:
                # half an answer cannot become an error: the follower comes back with its last id
                break
    return stream
