"""Servers that the suite is pointed at instead of its own: a real replica set, a real cluster.

GUICHET_MONGODB_URL gives the store. GUICHET_AMQP_URL and GUICHET_AMQP_MANAGEMENT_URL give the
broker, whose user may make virtual hosts. Every run works in databases and virtual hosts of its
own and takes them away again, so that nothing else there is touched.
"""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote, unquote, urlsplit

import aiohttp

STORE = os.environ.get("GUICHET_MONGODB_URL", "")
BROKER = os.environ.get("GUICHET_AMQP_URL", "")
MANAGEMENT = os.environ.get("GUICHET_AMQP_MANAGEMENT_URL", "")

#: What a user may configure, write and read there: everything.
_ALL = {"configure": ".*", "write": ".*", "read": ".*"}


class NoManagement(Exception):
    """GUICHET_AMQP_URL needs GUICHET_AMQP_MANAGEMENT_URL: queues of a run need a virtual host."""


@asynccontextmanager
async def a_virtual_host() -> AsyncIterator[str]:
    """The broker's address with a fresh virtual host, deleted afterwards."""
    if not MANAGEMENT:
        raise NoManagement(NoManagement.__doc__)
    way, name = urlsplit(BROKER), "t-" + secrets.token_hex(6)
    place = f"{MANAGEMENT.rstrip('/')}/api"
    user, password = unquote(way.username or "guest"), unquote(way.password or "guest")
    headers = {"Authorization": aiohttp.encode_basic_auth(user, password)}
    async with aiohttp.ClientSession(headers=headers, raise_for_status=True) as session:
        await session.put(f"{place}/vhosts/{name}", json={})
        await session.put(f"{place}/permissions/{name}/{quote(user)}", json=_ALL)
        try:
            yield way._replace(path=f"/{name}").geturl()
        finally:
            await session.delete(f"{place}/vhosts/{name}")
