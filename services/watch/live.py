"""The ops page kept up to date by server-sent events: one look and one drawing for all readers."""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web
from aiohttp_sse import EventSourceResponse, sse_response

from services.watch.board import Board, Seen
from services.watch.pages import PARTS, ops_values
from shared.errors import Retryable
from shared.web.access import Role
from shared.web.frame import HEADERS, STOPPING, TEMPLATES, signed_in
from shared.web.problems import Problem, ProblemType
from shared.web.streams import LOOK_AGAIN, StillIn

#: Seconds between two looks.
PAUSE = 5.0
#: Seconds between two signs of life, so that no proxy takes a quiet stream for a dead one.
HEARTBEAT = 15.0
#: Milliseconds after which a browser that lost the stream comes back.
RETRY = 5_000
#: Readers at once. One more reads the page again and again instead, which costs the same look.
MOST_READERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The parts of the page as HTML, by name, and what tells this drawing from any other."""

    seen: Seen
    title: str
    parts: Mapping[str, str]
    version: str


class LivePage:
    """The stream of the ops page."""

    def __init__(self, board: Board, pause: float = PAUSE, look_again: float = LOOK_AGAIN) -> None:
        """Nobody reads yet."""
        self._board = board
        self._pause = pause
        self._look_again = look_again
        self._drawn: Drawn | None = None
        self._readers = 0

    def routes(self) -> list[web.RouteDef]:
        """The stream."""
        return [web.get("/events", self.follow, name="ops_events", allow_head=False)]

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """One event each time that a part of the page reads differently, with what differs."""
        reader = await signed_in(request, Role.OPS)
        drawn = await self.draw(request.app)
        if self._readers >= MOST_READERS:
            raise Problem(ProblemType.OVERLOADED, headers={"Retry-After": str(int(PAUSE))})
        self._readers += 1
        try:
            async with sse_response(request, headers=HEADERS, ping_interval=HEARTBEAT) as stream:
                with suppress(ConnectionResetError, TimeoutError, Retryable):
                    still_in = StillIn(request=request, account=reader, every=self._look_again)
                    await self._tell(still_in, stream, drawn)
        finally:
            self._readers -= 1
        return stream

    async def _tell(self, reader: StillIn, stream: EventSourceResponse, drawn: Drawn) -> None:
        """Until the reader leaves or may not read, or the process drains.

        Who comes back says what it knows.
        """
        known: Mapping[str, str] = {}
        if stream.last_event_id == drawn.version:
            known = drawn.parts
        while stream.is_connected():
            changed = {name: html for name, html in drawn.parts.items() if known.get(name) != html}
            if changed:
                told = {"title": drawn.title, "parts": changed}
                data = json.dumps(told, ensure_ascii=False)
                await stream.send(data, id=drawn.version, event="parts", retry=RETRY)
            known = drawn.parts
            if await self._ended(reader.request) or not await reader.still_in_after(self._pause):
                return
            drawn = await self.draw(reader.request.app)

    async def draw(self, app: web.Application) -> Drawn:
        """The page as it is now, drawn once a look."""
        seen = await self._board.seen()
        if self._drawn is None or self._drawn.seen is not seen:
            values = ops_values(seen)
            parts = {
                name: app[TEMPLATES].get_template(f"parts/{name}.html").render(**values)
                for name in PARTS
            }
            digest = hashlib.sha256("".join(parts.values()).encode()).hexdigest()
            self._drawn = Drawn(
                seen=seen,
                title=f"{values['title']} – Guichet",
                parts=parts,
                version=digest[:16],
            )
        return self._drawn

    async def _ended(self, request: web.Request) -> bool:
        """Pause; True when the process drains or the reader has left."""
        stopping = request.app[STOPPING]
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), self._pause)
        return stopping.is_set() or request.transport is None
