"""Events to webhooks over HTTPS. A name is resolved once, judged, and that address connected to."""

import asyncio
import socket
from collections.abc import Sequence

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from shared.pipeline.hooks import HookFailed, HookGone
from shared.pipeline.public_address import is_public, literal_of

#: Seconds for one whole conversation: Standard Webhooks asks receivers to answer in 15 to 30, and
#: ours need only say that they have it. [D]
TIMEOUT = 10
#: « Gone »: the receiver wants no more (Standard Webhooks, « Delivery »).
GONE = 410


class AddressRefused(HookFailed):
    """A webhook's name leads to an address that is not on the internet."""


class HttpHooks:
    """Posts events. No redirection is followed and no proxy of the environment is used."""

    def __init__(self, *, allow_private: bool = False) -> None:
        """Private addresses only for one machine and the tests."""
        self._allow_private = allow_private

    async def post(self, url: str, headers: dict[str, str], body: bytes) -> None:
        """Return once the hook has taken it (2xx); raises HookFailed or HookGone."""
        literal = literal_of(url)  # nobody resolves one
        if literal is not None and not self._allow_private:
            refuse_private([literal])
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        connector = aiohttp.TCPConnector(
            resolver=PublicResolver(allow_private=self._allow_private), force_close=True
        )
        try:
            async with (
                aiohttp.ClientSession(connector=connector, timeout=timeout) as session,
                session.post(url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                status = answer.status
        except AddressRefused:
            raise
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise HookFailed(type(error).__name__) from error
        if status == GONE:
            raise HookGone()
        if not 200 <= status < 300:
            raise HookFailed(str(status))


class PublicResolver(AbstractResolver):
    """Resolves a name once a connection and lets only addresses of the internet through.

    The connection goes to what was judged: a name that changes its answer meanwhile gains nothing.
    """

    def __init__(self, *, allow_private: bool) -> None:
        """Judge addresses, or let all through."""
        self._allow_private = allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Every address of the name, or AddressRefused where one is not public."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(item[4][0]) for item in found))
        if not self._allow_private:
            refuse_private(addresses)
        return [_result(host, port, address) for address in addresses]

    async def close(self) -> None:
        """Nothing is held."""


def refuse_private(addresses: Sequence[str]) -> None:
    """Raise AddressRefused unless every address is on the internet."""
    if not addresses or not all(is_public(address) for address in addresses):
        raise AddressRefused()


def _result(host: str, port: int, address: str) -> ResolveResult:
    six = ":" in address
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=socket.AF_INET6 if six else socket.AF_INET,
        proto=0,
        flags=socket.AI_NUMERICHOST,
    )
