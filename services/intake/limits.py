"""The door of intake: how often a client may ask, and whether new work may come in.

Both are decided before the body of a request is read.
"""

from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Middleware

from services.intake.pressure import Pressure
from shared.pipeline.ports import Clock
from shared.settings import Settings
from shared.web.access import Account
from shared.web.frame import account_of
from shared.web.links import LinkSigner
from shared.web.problems import RequestHandler
from shared.web.rates import RateLimits, client_of

#: Health, figures and files of our own: asked by machines, or many at once by one page.
UNLIMITED = frozenset({"livez", "readyz", "metrics", "static"})
#: What brings new work; everything else goes on while the machine is behind.
NEW_WORK = frozenset(
    {
        *("dossier_create", "piece_upload", "dossier_submit"),
        # the same by form; a form with typed words is taken in: it costs no check
        *("filing_upload", "filing_send", "candidate_upload", "candidate_send"),
        *("batch_begin", "batch_files", "batch_piece", "batch_send"),
    }
)
#: What costs a check or a mail each time, or would reward guesses, whoever asks. A document costs
#: 33 ms (BENCHMARKS.md), and a school saves those of a whole class at once.
HEAVY = frozenset(
    {
        *("preflight", "mail_sign_in_wish", "candidate_new_link", "verification_show"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What every request passes."""

    rates: RateLimits
    #: Counted besides, for what costs more than other requests.
    heavy_rates: RateLimits
    pressure: Pressure
    links: LinkSigner
    #: Proxies in front of us whose X-Forwarded-For we believe.
    proxies: int

    def middleware(self) -> Middleware:
        """The guard, for the application's list."""

        @web.middleware
        async def guard(request: web.Request, handler: RequestHandler) -> web.StreamResponse:
            await self._let_in(request)
            return await handler(request)

        return guard

    async def _let_in(self, request: web.Request) -> None:
        name = request.match_info.route.name or ""
        if name in UNLIMITED:
            return
        account = await account_of(request)
        client = self._known_client(request, account)
        self.rates.count(client or self._unknown_client(request), known=client is not None)
        if name in HEAVY:
            self.heavy_rates.count(client or self._unknown_client(request), known=False)
        # strangers are told that they are, whatever the load
        if account is not None and name in NEW_WORK:
            await self.pressure.check()

    def _known_client(self, request: web.Request, account: Account | None) -> str | None:
        """An account, or the dossier of a link that we signed: many people share an address."""
        if account is not None:
            return f"account:{account.account_id}"
        dossier_id = self.links.dossier_id(request.match_info.get("token", ""))
        return f"dossier:{dossier_id}" if dossier_id else None

    def _unknown_client(self, request: web.Request) -> str:
        return client_of(request, self.proxies)


def rates_of(settings: Settings, clock: Clock) -> RateLimits:
    """The rates that the operator chose."""
    return RateLimits(settings.rate_limit, settings.rate_limit_anonymous, clock)


def heavy_rates_of(settings: Settings, clock: Clock) -> RateLimits:
    """The rate of what costs a check, the same for everybody."""
    return RateLimits(settings.rate_limit_preflight, settings.rate_limit_preflight, clock)
