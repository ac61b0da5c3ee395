"""The home of an agent: what waits, the next dossier, the clean pile and second opinions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from services.instruction.bodies import ApprovalBody
from services.instruction.console_pages import KEYS_COOKIE, KEYS_OFF
from services.instruction.face import HOME
from services.instruction.pile_routes import PAGE, PileDoor
from services.instruction.queue_filters import choices, narrowing, suffix
from services.instruction.queue_paging import leaf_of
from services.instruction.queue_rows import QueueRow, queue_row
from shared.domain.dossier import Route
from shared.domain.pile import PileQuestion, PileRow
from shared.domain.review import SecondCause
from shared.domain.review_events import DecisionUndone, Released
from shared.web.access import Account
from shared.web.frame import page
from shared.web.problems import invalid_body
from shared.web.sessions import FACE
from shared.web.sign_in import page_account, require_own_page

NEXT, CLEAN = "/console/suivant", "/console/sans-reserve"
UNDO, SECOND = "/console/annuler", "/console/second-avis"
#: Counts that one page tells the next one, in its address.
_TOLD = ("approuves", "laisses", "annules", "tard")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePages:
    """Lists and what is done to them; every form works without a script."""

    door: PileDoor

    def routes(self) -> list[web.RouteDef]:
        """Every page, each with a stable name."""
        return [
            web.get("/", self.root, name="console_root", allow_head=False),
            web.get(HOME, self.home, name="console_home", allow_head=False),
            web.post(NEXT, self.next, name="console_next"),
            web.get(CLEAN, self.clean, name="console_clean", allow_head=False),
            web.post(CLEAN, self.approve, name="console_approve"),
            web.post(UNDO, self.undo, name="console_undo"),
            web.get(SECOND, self.second, name="console_second", allow_head=False),
        ]

    async def root(self, _: web.Request) -> web.Response:
        """Who types the address of the service alone is led on."""
        raise web.HTTPSeeOther(HOME)

    async def home(self, request: web.Request) -> web.Response:
        """What waits, what is in hand, and the one button."""
        agent = await page_account(request)
        filters, now = narrowing(request.query), self._now()
        narrowed = self.door.question_of(agent, filters)
        free = replace(narrowed, agent=agent.account_id, free_at=now)
        leaf = await leaf_of(self.door.pile, free, request.query)
        return self._page(
            request,
            "console_home.html",
            agent,
            leaf=leaf,
            rows=_lines(leaf.rows, now),
            filters=filters,
            suffix=suffix(filters),
            choices=choices(filters, {code for row in leaf.rows for code in row.reasons}),
            empty="vide" in request.query,
            **await self._own(agent),
        )

    async def next(self, request: web.Request) -> web.Response:
        """Claim the oldest dossier and go there; back to the list when there is none."""
        agent = await page_account(request)
        require_own_page(request)
        filters = narrowing(request.query)
        taken = await self.door.take_oldest(agent, self.door.question_of(agent, filters))
        if taken is None:
            raise web.HTTPSeeOther(HOME + suffix(filters | {"vide": "1"}))
        raise web.HTTPSeeOther(f"{HOME}/dossiers/{taken.dossier_id}{suffix(filters)}")

    async def clean(self, request: web.Request) -> web.Response:
        """What no check doubts, to be approved together."""
        agent, now = await page_account(request), self._now()
        leaf = await leaf_of(self.door.pile, self._clean(agent, now), request.query)
        return self._page(
            request,
            "console_clean.html",
            agent,
            leaf=leaf,
            rows=_lines(leaf.rows, now),
            ticked="tout" in request.query,
            **await self._own(agent),
        )

    async def approve(self, request: web.Request) -> web.Response:
        """Approve what was ticked; what moved meanwhile is left and counted."""
        agent = await page_account(request)
        require_own_page(request)
        ticked = _ids((await request.post()).getall("dossier", []))
        if not ticked:
            raise web.HTTPSeeOther(f"{CLEAN}?approuves=0")
        approved, left = await self.door.approve_all(agent, ticked)
        raise web.HTTPSeeOther(f"{CLEAN}?approuves={len(approved)}&laisses={len(left)}")

    async def undo(self, request: web.Request) -> web.Response:
        """Take approvals back and give the dossiers back to the pile."""
        agent = await page_account(request)
        require_own_page(request)
        asked = _ids((await request.post()).getall("dossier", []))
        register, name = self.door.desk.register, agent.account_id
        undone = 0
        for dossier_id in asked:
            if await register.apply(dossier_id, DecisionUndone(agent=name)) is not None:
                undone += 1
                await register.apply(dossier_id, Released(agent=name))
        raise web.HTTPSeeOther(f"{CLEAN}?annules={undone}&tard={len(asked) - undone}")

    async def second(self, request: web.Request) -> web.Response:
        """Suspicions of others, which need another reader."""
        agent, now = await page_account(request), self._now()
        question = replace(self._free(agent, now), cause=SecondCause.SUSPICION)
        leaf = await leaf_of(self.door.pile, question, request.query)
        return self._page(
            request,
            "console_second.html",
            agent,
            leaf=leaf,
            rows=_lines(leaf.rows, now),
        )

    def _now(self) -> dt.datetime:
        return self.door.desk.clock.now()

    def _free(self, agent: Account, now: dt.datetime) -> PileQuestion:
        question = self.door.question_of(agent, {})
        return replace(question, agent=agent.account_id, free_at=now)

    def _clean(self, agent: Account, now: dt.datetime) -> PileQuestion:
        """What was drawn for a second reading looks like any other to all but its first agent."""
        return replace(self._free(agent, now), route=Route.CLEAN, unsuspected=True)

    async def _own(self, agent: Account) -> dict[str, Any]:
        """What the agent holds, and what they decided and may still take back."""
        now = self._now()
        rows = await self.door.pile.rows(PileQuestion(holder=agent.account_id), PAGE)
        live = [row for row in rows if row.until is not None and row.until > now]
        undoable = [row for row in live if row.prepared]
        return {
            "held": _lines([row for row in live if not row.prepared], now),
            "undoable": [row for row in undoable if row.route is Route.CLEAN],
            "deciding": [row for row in undoable if row.route is not Route.CLEAN],
        }

    def _page(
        self, request: web.Request, template: str, agent: Account, **values: Any
    ) -> web.Response:
        told = {name: _count(request.query.get(name)) for name in _TOLD}
        around: dict[str, Any] = {
            "account": agent,
            "face": request.app[FACE],
            "now": self._now(),
            "told": told,
        }
        keys = request.cookies.get(KEYS_COOKIE) != KEYS_OFF
        return page(request, template, keys=keys, **around, **values)


def _lines(rows: Sequence[PileRow], now: dt.datetime) -> list[QueueRow]:
    return [queue_row(row, now) for row in rows]


def _ids(values: Sequence[Any]) -> list[str]:
    """The dossiers that a form names; a Problem for more, or longer ones, than a page shows."""
    if not values:
        return []
    try:
        return ApprovalBody(dossiers=[str(value) for value in values]).dossiers
    except ValidationError as error:
        raise invalid_body(error) from error


def _count(text: str | None) -> int | None:
    """A count that the address tells; None where it tells none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else None
