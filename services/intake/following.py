"""A dossier followed live, as server-sent events."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web
from aiohttp_sse import sse_response

from shared.domain.dossier import Dossier
from shared.errors import Retryable
from shared.pipeline.ports import Dossiers
from shared.web.access import Account, may_read
from shared.web.frame import HEADERS, STOPPING
from shared.web.status import Json
from shared.web.streams import StillIn

#: Seconds between two looks at a dossier that somebody follows.
FOLLOW_PAUSE = 0.5

View = Callable[[Dossier], Awaitable[Json]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """Who follows, and how the dossier is shown to them."""

    account: Account
    #: The revision of the last event that they have.
    seen: int
    view: View


async def follow_dossier(
    request: web.Request, dossier: Dossier, follower: Follower, dossiers: Dossiers
) -> web.StreamResponse:
    """One event each time the dossier changes, its revision as id, while they may read it."""
    account, seen = follower.account, follower.seen
    current: Dossier | None = dossier
    still_in = StillIn(request=request, account=account)
    async with sse_response(request, headers=HEADERS) as stream:
        # asked each time: an address that is corrected closes what its link opened
        while current is not None and may_read(account, current) and stream.is_connected():
            if current.rev > seen:
                seen = current.rev
                data = json.dumps(await follower.view(current), ensure_ascii=False)
                await stream.send(data, id=str(seen), event="status")
            if await _ended(request):
                break
            try:
                if not await still_in.after(FOLLOW_PAUSE):
                    break
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
