"""A validation letter that did not arrive: the filer sends it again, or corrects the address."""

import math
from dataclasses import dataclass
from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.intake.bodies import Email
from services.intake.requests import readable_dossier
from services.intake.sign_in import HOME, filer_of
from services.intake.uploads import hold_body, invite_body
from shared.domain.contact import (
    ContactHindrance,
    hindrance_to_correct,
    hindrance_to_resend,
    resend_opens_at,
)
from shared.domain.contact_events import CandidateEmailCorrected, ContactEvent, ValidationResent
from shared.domain.dossier import Dossier
from shared.pipeline.ports import Clock
from shared.pipeline.register import Register
from shared.web.access import FILERS, Account
from shared.web.frame import page, signed_in
from shared.web.problems import Problem, ProblemType, invalid_body
from shared.web.sessions import comes_from_our_pages
from shared.web.status import status_view

_SAID = {
    ContactHindrance.NOT_AWAITED: "Le candidat n’a plus rien à valider : rien n’a été envoyé.",
    ContactHindrance.TOO_SOON: "Un lien est parti il y a moins d’une heure. Attendez un peu.",
    ContactHindrance.SAME_ADDRESS: "C’est déjà l’adresse de la demande. Vérifiez chaque lettre.",
    ContactHindrance.TOO_OFTEN: "L’adresse a déjà changé cinq fois. Appelez le candidat, "
    "puis l’assistance.",
}


class CandidateEmailBody(BaseModel):
    """The candidate's right address."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, strict=True)

    email: Annotated[Email, Field(description="L’adresse juste.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateContact:
    """Two acts, each by the API and by a form; only whoever filed the request may do them."""

    register: Register
    clock: Clock

    def routes(self) -> list[web.RouteDef]:
        """The API's two, and the pages'."""
        api, own = "/v1/dossiers/{dossier_id}", f"{HOME}/dossiers/{{dossier_id}}"
        return [
            web.post(f"{api}/validation/resend", self.resend, name="validation_resend"),
            web.put(
                f"{api}/candidate-email",
                self.correct,
                name="candidate_email_correct",
                expect_handler=hold_body,
            ),
            web.get(f"{own}/validation", self.show, name="school_contact", allow_head=False),
            web.post(f"{own}/validation/renvoi", self.press, name="school_resend"),
            web.post(f"{own}/validation/adresse", self.type, name="school_correct_email"),
        ]

    async def resend(self, request: web.Request) -> web.Response:
        """Another validation letter leaves (202)."""
        account = await signed_in(request, *FILERS)
        dossier = await self._owned(request, account)
        changed = await self._resend(account, dossier)
        return web.json_response(status_view(changed, self.clock.now()), status=202)

    async def correct(self, request: web.Request) -> web.Response:
        """The address is corrected and asked for the validation (200)."""
        account = await signed_in(request, *FILERS)
        dossier = await self._owned(request, account)
        await invite_body(request)
        try:
            body = CandidateEmailBody.model_validate_json(await request.read())
        except ValidationError as error:
            raise invalid_body(error) from error
        changed = await self._correct(account, dossier, body.email)
        return web.json_response(status_view(changed, self.clock.now()))

    async def show(self, request: web.Request) -> web.Response:
        """Age, time left, and both acts."""
        account = await filer_of(request)
        return await self._page(request, await self._owned(request, account))

    async def press(self, request: web.Request) -> web.Response:
        """« Renvoyer le lien »."""
        account, dossier = await self._acting(request)
        try:
            await self._resend(account, dossier)
        except Problem as problem:
            return await self._page(request, dossier, error=problem.detail, status=problem.type)
        raise web.HTTPSeeOther(f"{HOME}/dossiers/{dossier.dossier_id}/validation?fait=renvoi")

    async def type(self, request: web.Request) -> web.Response:
        """« Corriger l’adresse »; one that cannot be is said beside what was typed."""
        account, dossier = await self._acting(request)
        typed = str((await request.post()).get("email", "")).strip()
        try:
            body = CandidateEmailBody(email=typed)
            await self._correct(account, dossier, body.email)
        except ValidationError:
            error = "Écrivez une adresse entière, par exemple nom@domaine.fr."
            kind = ProblemType.INVALID_REQUEST
            return await self._page(request, dossier, typed=typed, error=error, status=kind)
        except Problem as problem:
            error = problem.detail
            return await self._page(request, dossier, typed=typed, error=error, status=problem.type)
        raise web.HTTPSeeOther(f"{HOME}/dossiers/{dossier.dossier_id}/validation?fait=adresse")

    async def _resend(self, account: Account, dossier: Dossier) -> Dossier:
        hindrance = hindrance_to_resend(dossier, self.clock.now())
        if hindrance is not None:
            raise self._problem(hindrance, dossier)
        return await self._apply(dossier, ValidationResent(account=account.account_id))

    async def _correct(self, account: Account, dossier: Dossier, email: str) -> Dossier:
        hindrance = hindrance_to_correct(dossier, email)
        if hindrance is not None:
            raise self._problem(hindrance, dossier)
        event = CandidateEmailCorrected(account=account.account_id, email=email)
        return await self._apply(dossier, event)

    def _problem(self, hindrance: ContactHindrance, dossier: Dossier) -> Problem:
        if hindrance is ContactHindrance.NOT_AWAITED:
            return Problem(ProblemType.WRONG_STATE, detail=_SAID[hindrance])
        if hindrance is ContactHindrance.SAME_ADDRESS:
            return Problem(ProblemType.INVALID_REQUEST, detail=_SAID[hindrance])
        left = (resend_opens_at(dossier) - self.clock.now()).total_seconds()
        headers = {"Retry-After": str(max(1, math.ceil(left)))}
        return Problem(ProblemType.TOO_MANY_REQUESTS, detail=_SAID[hindrance], headers=headers)

    async def _apply(self, dossier: Dossier, event: ContactEvent) -> Dossier:
        changed = await self.register.apply(dossier.dossier_id, event)
        if changed is None:  # somebody else was faster
            raise Problem(ProblemType.WRONG_STATE)
        return changed

    async def _owned(self, request: web.Request, account: Account) -> Dossier:
        """Only the account that opened it: its candidate must not move the address."""
        dossier = await readable_dossier(request, account, self.register.dossiers)
        if dossier.owner != account.account_id:
            raise Problem(ProblemType.DOSSIER_NOT_FOUND)
        return dossier

    async def _acting(self, request: web.Request) -> tuple[Account, Dossier]:
        if not comes_from_our_pages(request):
            raise Problem(ProblemType.FORBIDDEN)
        account = await filer_of(request)
        return account, await self._owned(request, account)

    async def _page(
        self,
        request: web.Request,
        dossier: Dossier,
        *,
        typed: str | None = None,
        error: str = "",
        status: ProblemType | None = None,
    ) -> web.Response:
        now = self.clock.now()
        return page(
            request,
            "school_contact.html",
            account=await filer_of(request),
            status=status.value.status if status else 200,
            dossier=dossier,
            now=now,
            typed=typed,
            error=error,
            done=request.query.get("fait", ""),
            may_resend=hindrance_to_resend(dossier, now) is None,
            resend_at=resend_opens_at(dossier),
        )
