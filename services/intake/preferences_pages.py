"""« Vos préférences »: which letters a school wants, and where its program listens."""

from dataclasses import dataclass

from aiohttp import web
from pydantic import ValidationError

from services.intake.preferences import PreferencesBody, PreferencesDesk, WrongHookAddress
from services.intake.sign_in import HOME, filer_of
from shared.pipeline.contacts import Wants
from shared.pipeline.ports import Clock
from shared.web.access import Account
from shared.web.frame import page
from shared.web.problems import Problem, ProblemType
from shared.web.sessions import comes_from_our_pages

_ADDRESS = f"{HOME}/preferences"
_WRONG = (
    "Cette adresse ne convient pas. Écrivez une adresse qui commence par https:// "
    "et que l’on peut joindre depuis internet."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesPages:
    """One page, by form."""

    desk: PreferencesDesk
    clock: Clock

    def routes(self) -> list[web.RouteDef]:
        """Read and written at one address."""
        return [
            web.get(_ADDRESS, self.show, name="preferences_page", allow_head=False),
            web.post(_ADDRESS, self.keep, name="preferences_keep"),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """The preferences as they are."""
        account = await filer_of(request)
        return await self._page(request, account)

    async def keep(self, request: web.Request) -> web.Response:
        """Keep what was chosen; a secret is shown on the answer, once."""
        if not comes_from_our_pages(request):
            raise Problem(ProblemType.FORBIDDEN)
        account = await filer_of(request)
        typed = {name: str(value) for name, value in (await request.post()).items()}
        try:
            body = PreferencesBody(
                letters=Wants.ACTS if typed.get("courriers") == Wants.ACTS else Wants.ALL,
                webhook_url=typed.get("adresse", "").strip() or None,
                renew_secret=typed.get("renouveler") == "oui",
            )
            kept = await self.desk.keep(account, body)
        except (ValidationError, WrongHookAddress):
            return await self._page(request, account, typed=typed, error=_WRONG)
        return await self._page(request, account, secret=kept.secret, done=True)

    async def _page(
        self,
        request: web.Request,
        account: Account,
        **said: object,
    ) -> web.Response:
        contact = await self.desk.of(account)
        hook = contact.hook
        typed = said.pop("typed", None) or {
            "courriers": contact.wants.value,
            "adresse": hook.url if hook else "",
        }
        values = {"error": "", "secret": None, "done": False, **said}
        return page(
            request,
            "preferences.html",
            status=422 if values["error"] else 200,
            account=account,
            contact=contact,
            typed=typed,
            now=self.clock.now(),
            **values,
        )
