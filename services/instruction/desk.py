"""What every door for agents does alike: find a dossier, change it, show it."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from services.instruction.view import review_view
from shared.domain.dossier import Dossier
from shared.domain.events import Event
from shared.pipeline.ports import Clock
from shared.pipeline.register import Register
from shared.web.access import AGENTS, Account
from shared.web.frame import signed_in
from shared.web.problems import Problem, ProblemType, invalid_body

Body = TypeVar("Body", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Dossiers in the hands of agents."""

    register: Register
    clock: Clock

    async def find(self, request: web.Request) -> Dossier:
        """The dossier that the address names; a Problem where there is none."""
        dossier = await self.register.dossiers.get(request.match_info["dossier_id"])
        if dossier is None:
            raise Problem(ProblemType.DOSSIER_NOT_FOUND)
        return dossier

    async def found_for(
        self, request: web.Request, asking: Awaitable[Account]
    ) -> tuple[Account, Dossier]:
        """Who asks, and the dossier, looked up side by side: a page waits for both.

        Whoever may not ask is told so, and never whether there is such a dossier.
        """
        agent, dossier = await asyncio.gather(asking, self.find(request), return_exceptions=True)
        if isinstance(agent, BaseException):
            raise agent
        if isinstance(dossier, BaseException):
            raise dossier
        return agent, dossier

    async def change(self, request: web.Request, event: Event) -> Dossier:
        """The dossier after the event; a Problem where it no longer applies."""
        dossier = await self.find(request)
        changed = await self.register.apply(dossier.dossier_id, event)
        if changed is None:
            raise Problem(ProblemType.WRONG_STATE)
        return changed

    async def answer_change(self, request: web.Request, event: Event) -> web.Response:
        """The same, shown."""
        return self.show(await self.change(request, event), await agent_of(request))

    def show(self, dossier: Dossier, reader: Account, status: int = 200) -> web.Response:
        """The dossier as this agent reads it."""
        view = review_view(dossier, self.clock.now(), reader.account_id)
        return web.json_response(view, status=status)


async def agent_of(request: web.Request) -> Account:
    """The agent who asks; a Problem for everybody else."""
    return await signed_in(request, *AGENTS)


async def body_of(request: web.Request, model: type[Body]) -> Body:
    """What the agent's client sends; a Problem that names what is wrong."""
    try:
        return model.model_validate_json(await request.read())
    except ValidationError as error:
        raise invalid_body(error) from error
