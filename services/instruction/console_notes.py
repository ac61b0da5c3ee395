"""What an agent writes beside a decision on the review screen: notes, opinions, readings."""

from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from services.instruction.bodies import AnswerBody, CommentBody, FixBody, OpinionBody
from services.instruction.console_acts import LOST
from services.instruction.console_forms import text_of, typed_of
from services.instruction.console_opinions import services_of
from services.instruction.console_pages import ONE, ReviewPages, actor_of, back_to
from services.instruction.desk import Desk
from shared.domain.read_fields import read_value
from shared.domain.review_events import (
    Commented,
    OpinionAsked,
    OpinionGiven,
    ReadingFixed,
    ReviewEvent,
)
from shared.web.problems import Problem, ProblemType

Body = TypeVar("Body", bound=BaseModel)

_INCOMPLETE = "Il manque un texte. Remplissez le champ, puis envoyez à nouveau."
#: What else can be wrong, by what was written.
_FAULTS = {
    "avis": "Choisissez un service de la liste et écrivez votre question.",
    "lecture": "Écrivez ce que vous lisez. Une date s’écrit ainsi : 31/12/2026.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewNotes:
    """Acts that decide nothing."""

    desk: Desk
    pages: ReviewPages

    def routes(self) -> list[web.RouteDef]:
        """Every act, each with a stable name."""
        return [
            web.post(f"{ONE}/notes", self.comment, name="console_comment"),
            web.post(f"{ONE}/avis", self.ask, name="console_opinion"),
            web.post(f"{ONE}/avis/{{number}}", self.answer, name="console_opinion_answer"),
            web.post(f"{ONE}/lectures", self.fix, name="console_fix"),
        ]

    async def comment(self, request: web.Request) -> web.Response:
        """Leave a note for other agents."""
        agent = await actor_of(request)
        body = _body(CommentBody, {"text": text_of(await request.post(), "note")})
        event = Commented(agent=agent.account_id, text=body.text) if body else None
        return await self._do(request, event, "note")

    async def ask(self, request: web.Request) -> web.Response:
        """Write down a question to another service."""
        agent, form = await actor_of(request), await request.post()
        said = {"service": text_of(form, "service"), "question": text_of(form, "question")}
        listed = said["service"] in services_of(agent.centre, self.pages.services)
        body = _body(OpinionBody, said) if listed else None
        event = (
            OpinionAsked(agent=agent.account_id, service=body.service, question=body.question)
            if body
            else None
        )
        return await self._do(request, event, "avis")

    async def answer(self, request: web.Request) -> web.Response:
        """Write down its answer."""
        agent, number = await actor_of(request), request.match_info["number"]
        if not (number.isascii() and number.isdigit() and len(number) < 4):
            raise Problem(ProblemType.WRONG_STATE)
        body = _body(AnswerBody, {"answer": text_of(await request.post(), "reponse")})
        event = (
            OpinionGiven(agent=agent.account_id, number=int(number), answer=body.answer)
            if body
            else None
        )
        return await self._do(request, event, "reponse")

    async def fix(self, request: web.Request) -> web.Response:
        """Correct a field that the machine misread."""
        agent, form = await actor_of(request), await request.post()
        field = text_of(form, "champ")
        said = {"field": field, "corrected": text_of(form, "valeur")}
        body = _body(FixBody, said)
        dossier = await self.desk.find(request)
        event = (
            ReadingFixed(
                agent=agent.account_id,
                field=body.field,
                read=read_value(dossier, body.field),
                corrected=body.corrected,
            )
            if body
            else None
        )
        return await self._do(request, event, "lecture")

    async def _do(self, request: web.Request, event: ReviewEvent | None, done: str) -> web.Response:
        """Write it down and come back; the screen with what was typed where that fails."""
        agent, dossier = await actor_of(request), await self.desk.find(request)
        if event is not None and await self.desk.register.apply(dossier.dossier_id, event):
            raise web.HTTPSeeOther(back_to(request, dossier.dossier_id, fait=done))
        said: dict[str, Any] = {
            "status": 422 if event is None else 409,
            "fault": _FAULTS.get(done, _INCOMPLETE) if event is None else LOST,
            "typed": typed_of(await request.post()),
            "opened": done,
        }
        return await self.pages.screen(request, agent, await self.desk.find(request), **said)


def _body(model: type[Body], said: dict[str, str]) -> Body | None:
    """What was typed as the API takes it; None where something is missing."""
    try:
        return model.model_validate(said)
    except ValidationError:
        return None
