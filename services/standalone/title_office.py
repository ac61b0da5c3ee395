"""An office that makes titles, played for one machine: every order runs its course in seconds."""

import asyncio
import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from aiohttp import web

from shared.domain.title import TitleState

_T = TitleState

#: Seconds between two states, at the pace of production: short enough to be watched.
STEP_SECONDS = 20
#: What an order goes through. The reference decides which: a rehearsal runs the same each time.
COURSES: tuple[tuple[TitleState, ...], ...] = (
    (_T.IN_PRODUCTION, _T.DISPATCHED, _T.DELIVERED),
    (_T.IN_PRODUCTION, _T.DISPATCHED, _T.AT_POST_OFFICE, _T.DELIVERED),
    (_T.IN_PRODUCTION, _T.DISPATCHED, _T.AT_POST_OFFICE, _T.RETURNED),
)
#: A title that is sent once more arrives.
AGAIN: tuple[TitleState, ...] = (_T.DISPATCHED, _T.DELIVERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An order and when it was taken."""

    dossier_id: str
    order: int
    at: dt.datetime


def course_of(dossier_id: str, order: int) -> tuple[TitleState, ...]:
    """The states that this order will meet."""
    return COURSES[crc32(dossier_id.encode()) % len(COURSES)] if order == 1 else AGAIN


class PlayedTitleOffice:
    """Orders kept in one file; the news are worked out from them and the clock."""

    def __init__(self, folder: Path, pace: float) -> None:
        """Keep the orders under `folder`."""
        self._file = folder / "title-orders.jsonl"
        self._step = dt.timedelta(seconds=STEP_SECONDS * pace)

    def routes(self) -> list[web.RouteDef]:
        """What `shared/adapters/title_office.py` asks."""
        return [
            web.post("/title-office/orders", self._take, name="office_orders"),
            web.get("/title-office/news", self._tell, name="office_news", allow_head=False),
        ]

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.json()
        taken = await asyncio.to_thread(self._taken)
        known = {(order.dossier_id, order.order) for order in taken}
        if (body["dossier_id"], body["order"]) not in known:
            row = {**body, "at": dt.datetime.now(dt.UTC).isoformat()}
            await asyncio.to_thread(self._append, json.dumps(row) + "\n")
        return web.json_response({}, status=202)

    async def _tell(self, request: web.Request) -> web.Response:
        """Later orders only have later news, so that a position never moves."""
        start, now = int(request.query.get("after") or 0), dt.datetime.now(dt.UTC)
        lines = sorted(
            (order.at + place * self._step, order.dossier_id, order.order, state.value)
            for order in await asyncio.to_thread(self._taken)
            for place, state in enumerate(course_of(order.dossier_id, order.order), start=1)
        )
        said = [line for line in lines if line[0] <= now]
        news = [
            {"dossier_id": dossier_id, "order": order, "state": state, "at": at.isoformat()}
            for at, dossier_id, order, state in said[start:]
        ]
        return web.json_response({"news": news, "position": str(len(said))})

    def _taken(self) -> list[Taken]:
        if not self._file.exists():
            return []
        rows = map(json.loads, self._file.read_text().splitlines())
        return [
            Taken(
                dossier_id=row["dossier_id"],
                order=row["order"],
                at=dt.datetime.fromisoformat(row["at"]),
            )
            for row in rows
        ]

    def _append(self, line: str) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a") as out:
            out.write(line)
