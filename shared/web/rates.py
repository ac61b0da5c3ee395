"""How often a client may ask, and who counts as one client.

Rates are kept in this process: with several of them behind a load balancer, a client may ask as
many times more.
"""

import datetime as dt
import ipaddress
import math
from collections.abc import Sequence
from typing import Protocol

from aiohttp import web
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from shared.web.problems import Problem, ProblemType


class TellsTime(Protocol):
    """The service's clock, as far as rates need it."""

    def now(self) -> dt.datetime:
        """The time, with its zone."""
        ...


#: Clients remembered. Past this all begin anew: addresses cost nothing to who floods us.
MOST_CLIENTS = 100_000
#: One household or office has at least this much of IPv6 (RFC 6177).
IPV6_NETWORK = 64


class RateLimits:
    """Requests of each client over a moving window."""

    def __init__(self, known: str, unknown: str, clock: TellsTime) -> None:
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

    def forget(self, client: str) -> None:
        """Begin this known client's window anew."""
        self._windows.clear(self._known, client)

    def _seconds_left(self, rate: RateLimitItem, client: str) -> int:
        opens_at = self._windows.get_window_stats(rate, client).reset_time
        left = math.ceil(opens_at - self._clock.now().timestamp())
        return min(max(1, left), rate.get_expiry())


def client_of(request: web.Request, proxies: int) -> str:
    """Under which name a client without account is counted."""
    passed = request.headers.getall("X-Forwarded-For", [])
    return f"address:{client_address(request.remote or '', passed, proxies)}"


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


class SignInRates:
    """Attempts to sign in: many for one account or from one address are guesses."""

    #: CNIL, délibération 2017-012: a minute's wait after 5 failures, 25 attempts in 24 hours.
    MINUTE, DAY = "5/minute", "25/day"

    def __init__(self, address: str, clock: TellsTime) -> None:
        """A rate such as "60/hour" for one address; those of an account are the authority's."""
        self._addresses = RateLimits(address, address, clock)
        self._minutes = RateLimits(self.MINUTE, self.MINUTE, clock)
        self._days = RateLimits(self.DAY, self.DAY, clock)

    def count(self, name: str, client: str) -> None:
        """Count an attempt before it is judged; raises the Problem that says when to come back.

        A name that no account has counts alike, so that this tells nothing about accounts. The
        day's attempts are those of one client: nobody else's guesses keep an owner out for a day.
        """
        self._addresses.count(client, known=False)
        self._minutes.count(name, known=True)
        self._days.count(_pair(name, client), known=True)

    def forgive(self, name: str, client: str) -> None:
        """It was the right password: what was mistyped here before no longer counts."""
        self._minutes.forget(name)
        self._days.forget(_pair(name, client))


def _pair(name: str, client: str) -> str:
    return f"{name} {client}"
