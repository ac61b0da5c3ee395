"""The door of intake: how often a client may ask, and whether new work may come in.

Both are decided before the body of a request is read. Rates are kept in this process: with
several of them behind a load balancer, a client may ask as many times more.
"""

import ipaddress
import math
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web
from aiohttp.typedefs import Middleware
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from services.intake.pressure import Pressure
from shared.pipeline.ports import Clock
from shared.settings import Settings
from shared.web.access import Account
from shared.web.frame import account_of
from shared.web.links import LinkSigner
from shared.web.problems import Problem, ProblemType, RequestHandler

#: Health, figures and files of our own: asked by machines, or many at once by one page.
UNLIMITED = frozenset({"livez", "readyz", "metrics", "static"})
#: What brings new work; everything else goes on while the machine is behind.
NEW_WORK = frozenset({"dossier_create", "piece_upload", "dossier_submit"})
#: What costs a check each time, for anybody who asks.
HEAVY = frozenset({"preflight"})

#: Clients remembered. Past this all begin anew: addresses cost nothing to who floods us.
MOST_CLIENTS = 100_000
#: One household or office has at least this much of IPv6 (RFC 6177).
IPV6_NETWORK = 64


class RateLimits:
    """Requests of each client over a moving window."""

    def __init__(self, known: str, unknown: str, clock: Clock) -> None:
        """Rates such as "600/minute", for clients that we know and for those that we do not."""
        self._known = parse(known)
        self._unknown = parse(unknown)
        self._clock = clock
        self._begin()

    def _begin(self) -> None:
        """A new storage: the library's own `reset` races with the thread that tidies it."""
        self._storage = MemoryStorage()
        self._windows = MovingWindowRateLimiter(self._storage)

    def count(self, client: str, *, known: bool) -> None:
        """Count a request; raises the Problem that says when to come back."""
        rate = self._known if known else self._unknown
        if len(self._storage.events) > MOST_CLIENTS:
            self._begin()
        if not self._windows.hit(rate, client):
            headers = {"Retry-After": str(self._seconds_left(rate, client))}
            raise Problem(ProblemType.TOO_MANY_REQUESTS, headers=headers)

    def _seconds_left(self, rate: RateLimitItem, client: str) -> int:
        opens_at = self._windows.get_window_stats(rate, client).reset_time
        left = math.ceil(opens_at - self._clock.now().timestamp())
        return min(max(1, left), rate.get_expiry())


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
        passed = request.headers.getall("X-Forwarded-For", [])
        return f"address:{client_address(request.remote or '', passed, self.proxies)}"


def client_address(remote: str, passed: Sequence[str], proxies: int) -> str:
    """Where a request comes from, seen by the outermost proxy that is ours.

    Each proxy adds at the right of X-Forwarded-For; what stands further left is made up easily.
    """
    steps = [step for step in (step.strip() for step in ",".join(passed).split(",")) if step]
    return _network(steps[-proxies] if 0 < proxies <= len(steps) else remote)


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:  # a proxy that writes names or ports
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, IPV6_NETWORK), strict=False))


def rates_of(settings: Settings, clock: Clock) -> RateLimits:
    """The rates that the operator chose."""
    return RateLimits(settings.rate_limit, settings.rate_limit_anonymous, clock)


def heavy_rates_of(settings: Settings, clock: Clock) -> RateLimits:
    """The rate of what costs a check, the same for everybody."""
    return RateLimits(settings.rate_limit_preflight, settings.rate_limit_preflight, clock)
