"""The pile over HTTP: the next dossier, the list, the clean ones approved together."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from aiohttp import web
from pydantic import ValidationError

from services.instruction.bodies import ApprovalBody, PileFilter
from services.instruction.centres import Centres, territory_of
from services.instruction.desk import Desk, agent_of, body_of
from shared.domain.dossier import Dossier
from shared.domain.pile import PileQuestion, PileRow
from shared.domain.review_events import Claimed, CleanApproved, Reserved
from shared.errors import NewerFormat
from shared.pipeline.pile import Pile
from shared.web.access import Account
from shared.web.problems import invalid_body
from shared.web.status import Json, iso

#: Dossiers tried in one claim: so many agents may reach for the same oldest one at once.
CANDIDATES = 20
#: Rows of a list.
PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PileDoor:
    """What waits for an agent's centre."""

    desk: Desk
    pile: Pile
    centres: Centres
    #: True for an approval that is to be read a second time, by another agent who does not know.
    draw: Callable[[], bool]

    def routes(self) -> list[web.RouteDef]:
        """Every route of the pile, each with a stable name."""
        return [
            web.post("/v1/review/next", self.next, name="review_next"),
            web.get("/v1/review", self.index, name="review_list", allow_head=False),
            web.post("/v1/review/approve", self.approve, name="review_approve"),
        ]

    async def next(self, request: web.Request) -> web.Response:
        """Take the oldest dossier that nobody holds (200); 204 when there is none."""
        agent = await agent_of(request)
        dossier = await self.take_oldest(agent, self.asked(request, agent))
        return web.Response(status=204) if dossier is None else self.desk.show(dossier, agent)

    async def index(self, request: web.Request) -> web.Response:
        """The oldest dossiers of the centre, held ones too, and how many there are."""
        agent = await agent_of(request)
        question = self.asked(request, agent)
        rows = await self.pile.rows(question, PAGE)
        count = await self.pile.count(question)
        return web.json_response({"count": count, "dossiers": [row_view(row) for row in rows]})

    async def approve(self, request: web.Request) -> web.Response:
        """Approve dossiers of the clean pile; those that moved meanwhile are named and left."""
        agent = await agent_of(request)
        body = await body_of(request, ApprovalBody)
        approved, left = await self.approve_all(agent, body.dossiers)
        return web.json_response({"approved": approved, "left": left})

    async def take_oldest(
        self, agent: Account, question: PileQuestion, *, ahead: bool = False
    ) -> Dossier | None:
        """Claim the oldest free dossier: whoever is second takes the one after.

        `ahead` reserves it only, for an agent who still reads another one.
        """
        kind = Reserved if ahead else Claimed
        now, taking = self.desk.clock.now(), kind(agent=agent.account_id)
        own = replace(question, agent=agent.account_id)
        offered = await self.pile.claimable(own, now, CANDIDATES)
        taken = await self._take_first(taking, offered)
        if taken is not None or not offered:
            return taken
        # others took all of them since that look: what is free now
        rows = await self.pile.rows(replace(own, free_at=now), CANDIDATES)
        return await self._take_first(taking, [row.dossier_id for row in rows])

    async def _take_first(
        self, taking: Claimed | Reserved, offered: Sequence[str]
    ) -> Dossier | None:
        for dossier_id in offered:
            # one that a newer version wrote since that look is for its own agents
            with suppress(NewerFormat):
                dossier = await self.desk.register.apply(dossier_id, taking)
                if dossier is not None:
                    return dossier
        return None

    async def approve_all(
        self, agent: Account, dossier_ids: list[str]
    ) -> tuple[list[str], list[str]]:
        """Those approved, and those that somebody holds or that are not clean any more."""
        approved: list[str] = []
        for dossier_id in dict.fromkeys(dossier_ids):
            event = CleanApproved(agent=agent.account_id, sampled=self.draw())
            if await self.desk.register.apply(dossier_id, event) is not None:
                approved.append(dossier_id)
        return approved, [one for one in dossier_ids if one not in approved]

    def asked(self, request: web.Request, agent: Account) -> PileQuestion:
        """The pile of the agent's centre, narrowed by the address."""
        return self.question_of(agent, request.query)

    def question_of(self, agent: Account, query: Mapping[str, str]) -> PileQuestion:
        """The same for these filters; a Problem for what is none."""
        try:
            narrowed = PileFilter.model_validate(
                {name: value for name, value in query.items() if value}
            )
        except ValidationError as error:
            raise invalid_body(error) from error
        return PileQuestion(
            territory=territory_of(agent.centre, self.centres),
            route=narrowed.route,
            kind=narrowed.kind,
            reason=narrowed.reason,
            before=narrowed.before(self.desk.clock.now()),
        )


def row_view(row: PileRow) -> Json:
    """A line of the list: no name, no address."""
    return {
        "dossier_id": row.dossier_id,
        "kind": row.kind.value,
        "category": row.category,
        "departement": row.departement,
        "route": row.route.value if row.route else None,
        "reasons": list(row.reasons),
        "since": iso(row.since),
        "deadline": iso(row.deadline),
        "escalated": row.escalations > 0,
        "agent": row.agent,
    }
