"""The review screen: one dossier in front of an agent."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from services.instruction.console_forms import typed_of
from services.instruction.console_opinions import OpinionServices, services_of
from services.instruction.console_pictures import Pictures
from services.instruction.console_pieces import Wanted
from services.instruction.console_screen import Look, screen_values, undoable
from services.instruction.console_waiting import waiting_for
from services.instruction.desk import Desk
from services.instruction.face import HOME
from services.instruction.pile_routes import PileDoor
from services.instruction.queue_filters import narrowing, suffix
from shared.domain.dossier import Dossier
from shared.web.access import Account
from shared.web.frame import page
from shared.web.sign_in import page_account, require_own_page
from shared.web.witnessed import note_prepared, note_reading

ONE, AFTER = f"{HOME}/dossiers/{{dossier_id}}", f"{HOME}/termine"
#: Set by the agent: single letters do nothing then (WCAG 2.1.4).
KEYS_COOKIE, KEYS_OFF = "guichet_touches", "non"
#: A year: it is asked once.
KEYS_KEPT = 365 * 24 * 3600

#: What just happened, by its code in the address.
DONE = {
    "pris": "Vous tenez ce dossier.",
    "annule": "La décision est annulée. Vous tenez à nouveau ce dossier.",
    "decide": "Votre décision est enregistrée. Prenez le dossier suivant dans la file.",
    "trop-tard": "La décision ne peut plus être annulée : son délai est passé.",
    "note": "La note est ajoutée.",
    "avis": "La demande d’avis est inscrite.",
    "reponse": "La réponse est inscrite.",
    "lecture": "La lecture est corrigée.",
    "touches": "Votre choix pour les touches est gardé.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPages:
    """The pages of one dossier, and the one that follows the last."""

    desk: Desk
    pictures: Pictures
    pile: PileDoor
    #: Whose opinion the agents of a centre may ask.
    services: OpinionServices

    def routes(self) -> list[web.RouteDef]:
        """The screen, and what is left when the pile is empty."""
        return [
            web.get(ONE, self.show, name="console_dossier", allow_head=False),
            web.get(AFTER, self.after_last, name="console_after", allow_head=False),
            web.post("/console/touches", self.choose_keys, name="console_keys"),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """The screen; reading it takes nothing from the pile."""
        agent = await page_account(request)
        return await self.screen(request, agent, await self.desk.find(request))

    async def screen(
        self, request: web.Request, agent: Account, dossier: Dossier, **said: Any
    ) -> web.Response:
        """The screen, once it is written down who reads; with what was typed in a faulty form."""
        await note_reading(request, agent, dossier.dossier_id)
        return await self._drawn(request, agent, dossier, said)

    async def prepared(
        self, request: web.Request, agent: Account, dossier: Dossier
    ) -> web.Response:
        """The same for a page that keeps it until its agent comes to the dossier, or never does."""
        await note_prepared(request, agent, dossier.dossier_id)
        return await self._drawn(request, agent, dossier, {})

    async def _drawn(
        self, request: web.Request, agent: Account, dossier: Dossier, said: Mapping[str, Any]
    ) -> web.Response:
        query = request.query
        now, filters = self.desk.clock.now(), narrowing(request.query)
        counts, around, waiting = await asyncio.gather(
            self.pictures.counts(dossier),
            self._around(request, agent),
            waiting_for(self.pile, agent, filters, now),
        )
        look = Look(
            agent=agent,
            now=now,
            wanted=Wanted(kind=query.get("piece", ""), page=query.get("page", "")),
            counts=counts,
        )
        usual = {"fault": "", "typed": typed_of({}), "opened": "", "letter": None}
        return page(
            request,
            "console_dossier.html",
            **screen_values(dossier, look),
            **around,
            waiting=waiting,
            services=services_of(agent.centre, self.services),
            **(usual | dict(said)),
        )

    async def after_last(self, request: web.Request) -> web.Response:
        """What an agent reads when no dossier is left; the last decision can still be undone."""
        agent = await page_account(request)
        around = await self._around(request, agent)
        return page(request, "console_after.html", account=agent, **around)

    async def choose_keys(self, request: web.Request) -> web.Response:
        """Switch single-letter keys on or off in this browser."""
        await actor_of(request)
        form = await request.post()
        leaving = web.HTTPSeeOther(back_to(request, str(form.get("dossier", "")), fait="touches"))
        value = "oui" if form.get("touches") == "oui" else KEYS_OFF
        leaving.set_cookie(
            KEYS_COOKIE, value, max_age=KEYS_KEPT, path="/console", samesite="Lax", httponly=True
        )
        raise leaving

    async def _around(self, request: web.Request, agent: Account) -> dict[str, Any]:
        """What stands around a dossier: the decision before, the filters, the agent's keys."""
        before = request.query.get("apres", "")
        last = await self.desk.register.dossiers.get(before, timeline=False) if before else None
        return {
            "undo": undoable(last, agent.account_id, self.desk.clock.now()),
            "filters": suffix(narrowing(request.query)).removeprefix("?"),
            "keys": request.cookies.get(KEYS_COOKIE) != KEYS_OFF,
            "done": DONE.get(request.query.get("fait", ""), ""),
        }


async def actor_of(request: web.Request) -> Account:
    """The agent who sends a form of our own pages."""
    agent = await page_account(request)
    require_own_page(request)
    return agent


def back_to(request: web.Request, dossier_id: str, **query: str) -> str:
    """The address of a dossier's screen, that of the queue without one; the filters go along."""
    # only a reference leads on: nothing that was sent can name another place
    known = dossier_id.isascii() and dossier_id.replace("-", "").isalnum()
    path = f"{HOME}/dossiers/{dossier_id}" if known else HOME
    return path + suffix(narrowing(request.query) | query)
