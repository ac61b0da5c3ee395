"""What an agent does on the review screen, by plain forms; each ends on a page."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass

import structlog
from aiohttp import web

from services.instruction.bodies import PreparedBody
from services.instruction.console_forms import Form, WrongForm, decision_of, text_of, typed_of
from services.instruction.console_letters import Preview, preview
from services.instruction.console_next import Following, NextDossiers
from services.instruction.console_pages import ONE, ReviewPages, actor_of, back_to
from services.instruction.console_repeats import has_decided, is_repeat
from services.instruction.console_screen import undoable
from services.instruction.desk import Desk
from shared.domain.dossier import Dossier
from shared.domain.review_events import (
    Claimed,
    DecisionPrepared,
    DecisionUndone,
    Passed,
    Released,
    ReviewEvent,
)
from shared.errors import Retryable
from shared.web.access import Account

log = structlog.get_logger()

#: Somebody else decided, or the lease ran out while the agent wrote.
LOST = "Vous ne tenez plus ce dossier. Votre texte est gardé en bas de la page."
#: The answer to the first try was lost on its way, or the button was pressed twice.
DECIDED = (
    "Votre première décision sur ce dossier est déjà enregistrée. Rien ne part deux fois. "
    "Passez au dossier suivant."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewActs:
    """Take, decide, undo, leave: each changes who holds which dossier."""

    desk: Desk
    pages: ReviewPages
    next: NextDossiers

    def routes(self) -> list[web.RouteDef]:
        """Every act, each with a stable name."""
        acts = {
            "prendre": (self.take, "console_dossier_take"),
            "decider": (self.decide, "console_dossier_decide"),
            "courrier": (self.letter, "console_dossier_letter"),
            "annuler": (self.undo, "console_dossier_undo"),
            "passer": (self.leave, "console_dossier_pass"),
            "rendre": (self.release, "console_dossier_release"),
        }
        return [web.post(f"{ONE}/{path}", act, name=name) for path, (act, name) in acts.items()]

    async def take(self, request: web.Request) -> web.Response:
        """Take the dossier, or keep it for another half hour."""
        agent, dossier = await actor_of(request), await self.desk.find(request)
        claimed = await self._apply(dossier, Claimed(agent=agent.account_id))
        if claimed is None:
            return await self._lost(request, agent, {})
        form = await request.post()
        if form:  # what was typed before the lease was lost
            return await self._again(request, (agent, claimed), form, status=200)
        raise web.HTTPSeeOther(back_to(request, dossier.dossier_id, fait="pris"))

    async def decide(self, request: web.Request) -> web.Response:
        """Decide, then go on with the next dossier: the decision can be undone for ten seconds."""
        agent, dossier = await self.desk.found_for(request, actor_of(request))
        form = await request.post()
        try:
            body = decision_of(form)
        except WrongForm as wrong:
            return await self._again(request, (agent, dossier), form, fault=str(wrong))
        event = DecisionPrepared(agent=agent.account_id, prepared=body.to_prepared())
        if not _comes_again(dossier, event, form):
            # side by side, because each waits for the store: the next screen comes that much sooner
            decided, following = await asyncio.gather(
                self._apply(dossier, event),
                _if_answered(self.next.after(request, agent, form, dossier.dossier_id)),
            )
            if decided is not None:
                return self._go_on(request, agent, decided, following)
            if following is not None:
                await self.next.give_up(following, agent)
            dossier = await self.desk.find(request)
            if not _comes_again(dossier, event, form):
                return await self._lost(request, agent, form)
        following = await _if_answered(self.next.after_again(request, agent, form, dossier))
        return self._go_on(request, agent, dossier, following)

    async def letter(self, request: web.Request) -> web.Response:
        """The screen with the letter that the decision would send, before anything is decided."""
        agent, dossier = await actor_of(request), await self.desk.find(request)
        form = await request.post()
        try:
            body = decision_of(form)
        except WrongForm as wrong:
            return await self._again(request, (agent, dossier), form, fault=str(wrong))
        letter = self._preview(dossier, body, agent)
        if letter is None:
            return await self._lost(request, agent, form)
        return await self._again(request, (agent, dossier), form, letter=letter)

    async def undo(self, request: web.Request) -> web.Response:
        """Take the decision back; the next dossier, taken meanwhile, goes back to the pile."""
        agent, dossier = await actor_of(request), await self.desk.find(request)
        undone = await self._apply(dossier, DecisionUndone(agent=agent.account_id))
        taken = text_of(await request.post(), "tenu")
        if undone is not None and taken and taken != dossier.dossier_id:
            await self.desk.register.apply(taken, Released(agent=agent.account_id))
        done = "annule" if undone is not None else "trop-tard"
        raise web.HTTPSeeOther(back_to(request, dossier.dossier_id, fait=done))

    async def leave(self, request: web.Request) -> web.Response:
        """Leave the dossier to another agent and go on."""
        agent, dossier = await actor_of(request), await self.desk.find(request)
        if await self._apply(dossier, Passed(agent=agent.account_id)) is None:
            return await self._lost(request, agent, {})
        form = await request.post()
        following = await self.next.after(request, agent, form, dossier.dossier_id)
        return self.next.go_on(request, following)

    async def release(self, request: web.Request) -> web.Response:
        """Give the dossier back and go to the queue."""
        agent, dossier = await actor_of(request), await self.desk.find(request)
        if await self._apply(dossier, Released(agent=agent.account_id)) is None:
            return await self._lost(request, agent, {})
        raise web.HTTPSeeOther(back_to(request, ""))

    async def _apply(self, dossier: Dossier, event: ReviewEvent) -> Dossier | None:
        return await self.desk.register.apply(dossier.dossier_id, event, known=dossier)

    def _go_on(
        self, request: web.Request, agent: Account, decided: Dossier, following: Following | None
    ) -> web.Response:
        if following is None:
            raise web.HTTPSeeOther(back_to(request, decided.dossier_id, fait="decide"))
        undo = undoable(decided, agent.account_id, self.desk.clock.now())
        return self.next.go_on(request, following, undo)

    def _preview(self, dossier: Dossier, body: PreparedBody, agent: Account) -> Preview | None:
        register, now = self.desk.register, self.desk.clock.now()
        return preview(dossier, body, agent.account_id, now, register.table)

    async def _lost(self, request: web.Request, agent: Account, form: Form) -> web.Response:
        """The screen as it is now, with what was typed."""
        dossier = await self.desk.find(request)
        fault = DECIDED if has_decided(dossier, agent.account_id) else LOST
        return await self._again(request, (agent, dossier), form, fault=fault, status=409)

    async def _again(
        self, request: web.Request, who: tuple[Account, Dossier], form: Form, **said: object
    ) -> web.Response:
        """The same screen, the form open with what was typed."""
        agent, dossier = who
        status = 200 if "letter" in said else 422
        values = {"status": status, "typed": typed_of(form), "opened": text_of(form, "decision")}
        return await self.pages.screen(request, agent, dossier, **{**values, **said})


def _comes_again(dossier: Dossier, event: DecisionPrepared, form: Form) -> bool:
    """This very decision is stored; a browser without the script asks by a page of its own."""
    return "pret" in form and is_repeat(dossier, event)


async def _if_answered(asked: Awaitable[Following]) -> Following | None:
    """Where to go on; None where nothing answered: what was decided meanwhile stands."""
    try:
        return await asked
    except Retryable as error:
        log.warning("no next dossier", action="next_failed", cause=type(error).__name__)
        return None
