"""The dossier after the one in hand: made ready while an agent reads, claimed otherwise.

The page asks for a short reservation and keeps the drawn screen; the decision then waits for one
write only. Without a script, or before anything is ready, the next one is claimed at the decision.
"""

from dataclasses import dataclass, replace

from aiohttp import web

from services.instruction.console_forms import Form, text_of
from services.instruction.console_pages import AFTER, ReviewPages, actor_of, back_to
from services.instruction.console_screen import Undoable, holder_of
from services.instruction.desk import Desk
from services.instruction.pile_routes import PileDoor
from services.instruction.queue_filters import narrowing, suffix
from shared.domain.dossier import Dossier
from shared.domain.review_events import Released, Reserved, Unreserved
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

    def routes(self) -> list[web.RouteDef]:
        """Both are asked by the page's script alone."""
        return [
            web.post(READY, self.prepare, name="console_ready"),
            web.post(f"{READY}/rendre", self.drop, name="console_ready_drop"),
        ]

    async def prepare(self, request: web.Request) -> web.Response:
        """The screen of the next dossier, reserved for two minutes (200); 204 where none is free.

        Reading is written down here, where it leaves the service; pictures are asked for later.
        """
        agent = await actor_of(request)
        again = text_of(await request.post(), "dossier")
        kept = await self._kept(agent, again) if again else None
        reserved = kept or await self._take(request, agent, ahead=True)
        if reserved is None:
            return web.Response(status=204)
        # as it reads once it is opened
        opened = replace(reserved.review, claimed_at=self.desk.clock.now())
        shown = await self.pages.screen(request, agent, replace(reserved, review=opened))
        shown.headers["Content-Location"] = back_to(request, reserved.dossier_id)
        return shown

    async def drop(self, request: web.Request) -> web.Response:
        """Give a reserved dossier back; one that was opened meanwhile stays with its agent."""
        agent = await actor_of(request)
        dossier_id = text_of(await request.post(), "dossier")
        await self.desk.register.apply(dossier_id, Unreserved(agent=agent.account_id))
        return web.Response(status=204)

    async def after(self, request: web.Request, agent: Account, form: Form, left: str) -> Following:
        """The one that the page holds ready, else the oldest, claimed now."""
        ready = text_of(form, "pret")
        if ready and ready != left:
            dossier = await self.desk.register.dossiers.get(ready, timeline=False)
            now = self.desk.clock.now()
            if dossier and holder_of(dossier, agent.account_id, now) == "mine":
                return Following(dossier=dossier, is_ready=True)
        return Following(dossier=await self._take(request, agent, ahead=False))

    async def give_up(self, following: Following, agent: Account) -> None:
        """Nothing was decided: what was claimed for afterwards goes back."""
        if following.dossier is not None and not following.is_ready:
            await self.desk.register.apply(
                following.dossier.dossier_id, Released(agent=agent.account_id)
            )

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
        return web.json_response({"address": address, "undo": banner})

    async def _kept(self, agent: Account, dossier_id: str) -> Dossier | None:
        """What was reserved before, for another two minutes."""
        event = Reserved(agent=agent.account_id)
        return await self.desk.register.apply(dossier_id, event)

    async def _take(self, request: web.Request, agent: Account, *, ahead: bool) -> Dossier | None:
        question = self.pile.question_of(agent, narrowing(request.query))
        return await self.pile.take_oldest(agent, question, ahead=ahead)
