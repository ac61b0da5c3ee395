"""The preferences of a school through the API."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

from services.intake.preferences import Kept, PreferencesBody, PreferencesDesk, WrongHookAddress
from shared.pipeline.contacts import Contact, Wants
from shared.web.access import Role
from shared.web.frame import signed_in
from shared.web.openapi import Answer, Operation
from shared.web.problems import Problem, ProblemType, invalid_body
from shared.web.status import iso

#: Bytes of a body: an address of 500 characters and its frame.
_LARGEST = 4096


class WebhookAnswer(BaseModel):
    """Where a program listens."""

    model_config = ConfigDict(extra="forbid")

    url: str
    #: Since when it takes nothing; null while it works.
    failing_since: dt.datetime | None
    #: When it was switched off; put the preferences again to switch it on.
    disabled_at: dt.datetime | None


class PreferencesAnswer(BaseModel):
    """What the school wants to hear."""

    model_config = ConfigDict(extra="forbid")

    #: `all`: every event; `acts`: only what asks the school for something.
    letters: Wants
    webhook: WebhookAnswer | None
    #: A secret that was just made: keep it, it is not shown again.
    webhook_secret: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesDoor:
    """One address, read and written."""

    desk: PreferencesDesk

    def routes(self) -> list[web.RouteDef]:
        """Both need the key of a school."""
        return [
            web.get("/v1/preferences", self.show, name="preferences_show", allow_head=False),
            web.put("/v1/preferences", self.keep, name="preferences_replace"),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """The preferences; never the secret."""
        contact = await self.desk.of(await signed_in(request, Role.SCHOOL))
        return web.json_response(_view(Kept(contact=contact, secret=None)))

    async def keep(self, request: web.Request) -> web.Response:
        """Replace the preferences; a secret that was made is in the answer, once."""
        account = await signed_in(request, Role.SCHOOL)
        if (request.content_length or 0) > _LARGEST:
            raise Problem(ProblemType.REQUEST_TOO_LARGE)
        try:
            body = PreferencesBody.model_validate_json(await request.read())
        except ValidationError as error:
            raise invalid_body(error) from error
        try:
            return web.json_response(_view(await self.desk.keep(account, body)))
        except WrongHookAddress as error:
            errors = [{"field": "webhook_url", "code": "wrong_address"}]
            raise Problem(ProblemType.INVALID_REQUEST, errors=errors) from error


def _view(kept: Kept) -> dict[str, Any]:
    return {
        "letters": kept.contact.wants.value,
        "webhook": _hook_view(kept.contact),
        "webhook_secret": kept.secret,
    }


def _hook_view(contact: Contact) -> dict[str, Any] | None:
    hook = contact.hook
    if hook is None:
        return None
    return {
        "url": hook.url,
        "failing_since": iso(hook.failing_since),
        "disabled_at": iso(hook.disabled_at),
    }


_TAG = "Préférences"
_SIGN_IN = (ProblemType.AUTHENTICATION_REQUIRED, ProblemType.FORBIDDEN)
_GIVEN = Answer(description="Les préférences.", model=PreferencesAnswer)

PREFERENCES_OPERATIONS = (
    Operation(
        name="preferences_show",
        tag=_TAG,
        summary="Consulter ses préférences",
        description="Pour une auto-école : les courriers qu’elle veut recevoir, et l’adresse où "
        "son logiciel est prévenu. Le secret n’est jamais montré ici.",
        answers={200: _GIVEN},
        problems=_SIGN_IN,
    ),
    Operation(
        name="preferences_replace",
        tag=_TAG,
        summary="Remplacer ses préférences",
        description="Une adresse nouvelle reçoit un secret nouveau, donné une seule fois dans "
        "la réponse. Chaque événement est envoyé par POST avec les en-têtes `webhook-id`, "
        "`webhook-timestamp` et `webhook-signature` de Standard Webhooks : « v1, » puis la "
        "signature HMAC-SHA256, en base64, de `id.timestamp.corps`. Un même événement peut "
        "arriver deux fois : retenez les `webhook-id` déjà lus. Refusez un horodatage de plus de "
        "cinq minutes. Répondez par un code 2xx en moins de dix secondes.",
        body=PreferencesBody,
        answers={200: _GIVEN},
        problems=(*_SIGN_IN, ProblemType.INVALID_REQUEST, ProblemType.REQUEST_TOO_LARGE),
    ),
)
