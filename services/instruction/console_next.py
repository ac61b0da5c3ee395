"""The dossier after the one in hand: made ready while an agent reads, claimed otherwise.

The page asks for a short reservation and keeps the drawn screen; the decision then waits for one
write only. Without a script, or before anything is ready, the next one is claimed at the decision.
"""

import asyncio
from dataclasses import dataclass, field, replace

from aiohttp import web

from services.instruction.console_forms import Form, text_of
from services.instruction.console_pages import AFTER, ReviewPages, actor_of, back_to
from services.instruction.console_screen import Undoable, holder_of
from services.instruction.desk import Desk
from services.instruction.pile_routes import PileDoor
from services.instruction.queue_filters import narrowing, suffix
from shared.domain.dossier import Dossier
from shared.domain.review import is_reservation
from shared.domain.review_events import Opened, Released, Reserved, Unreserved
from shared.stages import StageName
from shared.web.access import Account
from shared.web.frame import TEMPLATES

READY = "/console/pret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """Where an agent goes on."""

    #: None where the pile is empty.
    dossier: Dossier | None
    #: True where the agent's page holds its screen already.
    is_ready: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDossiers:
    """Reserves, claims and gives back the next dossier of an agent."""

    desk: Desk
    pages: ReviewPages
    pile: PileDoor
    #: One preparation at a time for each agent.
    turns: dict[str, asyncio.Lock] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        """Both are asked by the page's script alone."""
        return [
            web.post(READY, self.prepare, name="console_ready"),
            web.post(f"{READY}/rendre", self.drop, name="console_ready_drop"),
        ]

    async def prepare(self, request: web.Request) -> web.Response:
        """The screen of the next dossier, reserved for two minutes (200); 204 where none is free.

        It is written down here that it leaves the service; pictures are asked for later.
        """
        agent = await actor_of(request)
        reserved = await self._reserve(request, agent, text_of(await request.post(), "dossier"))
        if reserved is None:
            return web.Response(status=204)
        # as it reads once it is opened
        opened = replace(reserved.review, claimed_at=self.desk.clock.now())
        shown = await self.pages.prepared(request, agent, replace(reserved, review=opened))
        shown.headers["Content-Location"] = back_to(request, reserved.dossier_id)
        return shown

    async def drop(self, request: web.Request) -> web.Response:
        """Give a reserved dossier back; one that was opened meanwhile stays with its agent."""
        agent = await actor_of(request)
        dossier_id = text_of(await request.post(), "dossier")
        await self.desk.register.apply(dossier_id, Unreserved(agent=agent.account_id))
        return web.Response(status=204)

    async def after(self, request: web.Request, agent: Account, form: Form, left: str) -> Following:
        """The one that the page holds ready, opened by this; else the oldest, claimed now."""
        ready = text_of(form, "pret")
        if ready and ready != left:
            opened = await self._open(agent, ready)
            if opened is not None:
                return Following(dossier=opened, is_ready=True)
        return Following(dossier=await self._take(request, agent, ahead=False))

    async def after_again(
        self, request: web.Request, agent: Account, form: Form, decided: Dossier
    ) -> Following:
        """The same for a decision that comes twice: the first one may have opened what is ready."""
        ready = await self.desk.register.dossiers.get(text_of(form, "pret"), timeline=False)
        now, before = self.desk.clock.now(), decided.review.claimed_at
        if ready is not None and holder_of(ready, agent.account_id, now) == "mine":
            since = ready.review.claimed_at
            if before is not None and since is not None and since >= before:
                return Following(dossier=ready, is_ready=True)
        return await self.after(request, agent, form, decided.dossier_id)

    async def give_up(self, following: Following, agent: Account) -> None:
        """Nothing was decided: what was claimed for afterwards goes back."""
        if following.dossier is not None:
            released = Released(agent=agent.account_id)
            await self.desk.register.apply(following.dossier.dossier_id, released)

    def go_on(
        self, request: web.Request, following: Following, undo: Undoable | None = None
    ) -> web.Response:
        """Where to go on, for a page that holds it ready; else the browser is led there."""
        before = {"apres": undo.dossier_id} if undo else {}
        # a lease that ran out this very moment may have brought the same dossier again
        if following.dossier is None or following.dossier.dossier_id == before.get("apres"):
            raise web.HTTPSeeOther(AFTER + suffix(narrowing(request.query) | before))
        address = back_to(request, following.dossier.dossier_id, **before)
        if not following.is_ready:
            raise web.HTTPSeeOther(address)
        drawn = request.app[TEMPLATES].get_template("console/undo_alone.html")
        filters = suffix(narrowing(request.query)).removeprefix("?")
        banner = drawn.render(undo=undo, dossier=following.dossier, filters=filters)
        claim = following.dossier.stage(StageName.REVIEW).claim
        until = claim.until.isoformat() if claim else ""
        return web.json_response({"address": address, "undo": banner, "until": until})

    async def _reserve(self, request: web.Request, agent: Account, again: str) -> Dossier | None:
        """What this agent's page has ready, kept longer; else another one, the one before freed."""
        agent_id, kept = agent.account_id, None
        # one at a time: whoever asks twenty times at once has one dossier in the end
        async with self.turns.setdefault(agent_id, asyncio.Lock()):
            for held in await self.pile.pile.reserved(agent_id, self.desk.clock.now()):
                if held == again:
                    kept = await self.desk.register.apply(held, Reserved(agent=agent_id))
                else:
                    await self.desk.register.apply(held, Unreserved(agent=agent_id))
            return kept or await self._take(request, agent, ahead=True)

    async def _open(self, agent: Account, dossier_id: str) -> Dossier | None:
        """What was reserved for this agent, in hand from now on; the audit names the opening."""
        ready = await self.desk.register.dossiers.get(dossier_id)
        if ready is None or holder_of(ready, agent.account_id, self.desk.clock.now()) != "mine":
            return None
        if not is_reservation(ready.stage(StageName.REVIEW).claim, ready.review):
            return None  # open in another window: that one keeps it
        return await self.desk.register.apply(
            dossier_id, Opened(agent=agent.account_id), known=ready
        )

    async def _take(self, request: web.Request, agent: Account, *, ahead: bool) -> Dossier | None:
        question = self.pile.question_of(agent, narrowing(request.query))
        return await self.pile.take_oldest(agent, question, ahead=ahead)
