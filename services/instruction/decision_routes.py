"""What an agent does with the dossier in hand: decide, take it back, leave it, write beside it."""

from dataclasses import dataclass

from aiohttp import web

from services.instruction.bodies import (
    AnswerBody,
    CommentBody,
    CorrectionBody,
    DecisionBody,
    FixBody,
    OpinionBody,
    PreparedBody,
)
from services.instruction.desk import Desk, agent_of, body_of
from shared.domain.dossier import Outcome
from shared.domain.read_fields import read_value
from shared.domain.review_events import (
    Commented,
    CorrectionAsked,
    Decided,
    DecisionPrepared,
    DecisionUndone,
    OpinionAsked,
    OpinionGiven,
    Passed,
    ReadingFixed,
    Released,
)
from shared.web.problems import Problem, ProblemType

_ONE = "/v1/review/{dossier_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDoor:
    """Acts on one dossier; each needs the agent's own lease but notes and answers."""

    desk: Desk

    def routes(self) -> list[web.RouteDef]:
        """Every act, each with a stable name."""
        acts = {
            "release": self.release,
            "pass": self.leave,
            "decision": self.decide,
            "correction": self.ask_correction,
            "prepared": self.prepare,
            "undo": self.undo,
            "comments": self.comment,
            "opinions": self.ask_opinion,
            "opinions/{number}": self.give_opinion,
            "fixes": self.fix,
        }
        names = {"decision": "decide", "opinions/{number}": "opinion_answer"}
        return [
            web.post(f"{_ONE}/{path}", act, name=f"review_{names.get(path, path)}")
            for path, act in acts.items()
        ]

    async def release(self, request: web.Request) -> web.Response:
        """Give the dossier back to the pile."""
        agent = await agent_of(request)
        return await self.desk.answer_change(request, Released(agent=agent.account_id))

    async def leave(self, request: web.Request) -> web.Response:
        """Leave the dossier to other agents."""
        agent = await agent_of(request)
        return await self.desk.answer_change(request, Passed(agent=agent.account_id))

    async def decide(self, request: web.Request) -> web.Response:
        """Accept, refuse or close, at once."""
        agent, body = await agent_of(request), await body_of(request, DecisionBody)
        event = Decided(
            agent=agent.account_id,
            outcome=Outcome(body.outcome),
            reason=body.said,
            reason_code=body.reason_code,
            suspicion=body.suspicion,
        )
        return await self.desk.answer_change(request, event)

    async def ask_correction(self, request: web.Request) -> web.Response:
        """Ask the candidate or the school to mend something, at once."""
        agent, body = await agent_of(request), await body_of(request, CorrectionBody)
        event = CorrectionAsked(agent=agent.account_id, items=body.to_items())
        return await self.desk.answer_change(request, event)

    async def prepare(self, request: web.Request) -> web.Response:
        """Decide; the claim in the answer says until when it can be taken back (202)."""
        agent, body = await agent_of(request), await body_of(request, PreparedBody)
        event = DecisionPrepared(agent=agent.account_id, prepared=body.to_prepared())
        return self.desk.show(await self.desk.change(request, event), agent, status=202)

    async def undo(self, request: web.Request) -> web.Response:
        """Take the decision back."""
        agent = await agent_of(request)
        return await self.desk.answer_change(request, DecisionUndone(agent=agent.account_id))

    async def comment(self, request: web.Request) -> web.Response:
        """Leave a note for other agents."""
        agent, body = await agent_of(request), await body_of(request, CommentBody)
        event = Commented(agent=agent.account_id, text=body.text)
        return await self.desk.answer_change(request, event)

    async def ask_opinion(self, request: web.Request) -> web.Response:
        """Write down a question to another service."""
        agent, body = await agent_of(request), await body_of(request, OpinionBody)
        event = OpinionAsked(agent=agent.account_id, service=body.service, question=body.question)
        return await self.desk.answer_change(request, event)

    async def give_opinion(self, request: web.Request) -> web.Response:
        """Write down its answer."""
        agent, body = await agent_of(request), await body_of(request, AnswerBody)
        number = request.match_info["number"]
        if not (number.isascii() and number.isdigit() and len(number) < 4):
            raise Problem(ProblemType.WRONG_STATE)
        event = OpinionGiven(agent=agent.account_id, number=int(number), answer=body.answer)
        return await self.desk.answer_change(request, event)

    async def fix(self, request: web.Request) -> web.Response:
        """Correct a field that the machine misread."""
        agent, body = await agent_of(request), await body_of(request, FixBody)
        dossier = await self.desk.find(request)
        event = ReadingFixed(
            agent=agent.account_id,
            field=body.field,
            read=read_value(dossier, body.field),
            corrected=body.corrected,
        )
        return await self.desk.answer_change(request, event)
