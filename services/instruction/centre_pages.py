"""The pages of the head of a centre: the work in hand, and what decisions say of the machine."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from aiohttp import web

from services.instruction.centres import territory_of
from services.instruction.pile_routes import PileDoor
from services.instruction.quality import quality
from services.instruction.workload import holders, week_start, workload
from shared.domain.pile import PileQuestion
from shared.pipeline.decisions import Decisions
from shared.web.access import Account, Role
from shared.web.directory import Directory
from shared.web.frame import page
from shared.web.problems import Problem, ProblemType
from shared.web.sessions import FACE
from shared.web.sign_in import page_account

#: Dossiers looked at for ages and reasons; the page says so where there are more. [D]
MOST_ROWS = 5000
#: Days that the figures on quality cover: a month of whole weeks. [D]
DAYS = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class CentrePages:
    """Reading only; no other role comes in."""

    door: PileDoor
    decisions: Decisions
    directory: Directory

    def routes(self) -> list[web.RouteDef]:
        """Two pages."""
        return [
            web.get("/console/centre", self.centre, name="console_centre", allow_head=False),
            web.get("/console/qualite", self.quality, name="console_quality", allow_head=False),
        ]

    async def centre(self, request: web.Request) -> web.Response:
        """What waits, how old it is, and who has what in hand."""
        head, now = await _head(request), self.door.desk.clock.now()
        territory = territory_of(head.centre, self.door.centres)
        question = PileQuestion(territory=territory)
        rows = await self.door.pile.rows(question, MOST_ROWS)
        decided = await self.door.pile.decided(territory, week_start(now))
        names = await self._names({one.agent for one in decided} | holders(rows, now).keys())
        return page(
            request,
            "console_centre.html",
            account=head,
            face=request.app[FACE],
            now=now,
            count=await self.door.pile.count(question),
            looked_at=len(rows),
            work=workload(rows, decided, names, now),
        )

    async def quality(self, request: web.Request) -> web.Response:
        """Times, rules, second readings and misread fields of the last weeks."""
        head, now = await _head(request), self.door.desk.clock.now()
        territory = territory_of(head.centre, self.door.centres)
        rows = await self.decisions.between(now - dt.timedelta(days=DAYS), now, territory)
        return page(
            request,
            "console_quality.html",
            account=head,
            face=request.app[FACE],
            now=now,
            days=DAYS,
            quality=quality(rows),
        )

    async def _names(self, agents: Iterable[str]) -> dict[str, str]:
        """What colleagues see of each; an account that is gone keeps its identifier."""
        known = {agent: await self.directory.by_id(agent) for agent in agents}
        return {agent: (found and found.label) or agent for agent, found in known.items()}


async def _head(request: web.Request) -> Account:
    """The head of a centre who asks; a Problem for everybody else."""
    account = await page_account(request)
    if account.role is not Role.HEAD:
        raise Problem(ProblemType.FORBIDDEN)
    return account
