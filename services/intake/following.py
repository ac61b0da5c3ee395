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
from shared.web.streams import LOOK_AGAIN, StillIn

#: Seconds between two looks at a dossier that somebody follows.
FOLLOW_PAUSE = 0.5

#: A screen kept ready for an agent moves these and nothing else.
_MARKS = ("rev", "updated_at")

View = Callable[[Dossier], Awaitable[Json]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """Who follows, and how the dossier is shown to them."""

    account: Account
    #: The revision of the last event that they have.
    seen: int
    view: View
    #: Seconds between two looks at the dossier, and at whether they still may.
    pause: float = FOLLOW_PAUSE
    look_again: float = LOOK_AGAIN


async def follow_dossier(
    request: web.Request, dossier: Dossier, follower: Follower, dossiers: Dossiers
) -> web.StreamResponse:
    """One event each time what they read of the dossier changes, while they may read it.

    Its id is the revision, which grows with writes that say nothing to them too: those send none.
    """
    account, seen, told = follower.account, follower.seen, None
    current: Dossier | None = dossier
    still_in = StillIn(request=request, account=account, every=follower.look_again)
    async with sse_response(request, headers=HEADERS) as stream:
        # asked each time: an address that is corrected closes what its link opened
        while current is not None and may_read(account, current) and stream.is_connected():
            if current.rev > seen:
                seen = current.rev
                view = await follower.view(current)
                if told is None or _said(view) != _said(told):
                    told = view
                    data = json.dumps(view, ensure_ascii=False)
                    await stream.send(data, id=str(seen), event="status")
            if await _ended(request, follower.pause):
                break
            try:
                if not await still_in.still_in_after(follower.pause):
                    break
                current = await dossiers.get(dossier.dossier_id)
            except Retryable:
                # half an answer cannot become an error: the follower comes back with its last id
                break
    return stream


def _said(view: Json) -> Json:
    """What a view says of the dossier itself, without the marks that each write leaves."""
    return {name: value for name, value in view.items() if name not in _MARKS}


async def _ended(request: web.Request, pause: float) -> bool:
    """Pause; True when the process drains or the follower has left."""
    stopping = request.app[STOPPING]
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), pause)
    return stopping.is_set() or request.transport is None
