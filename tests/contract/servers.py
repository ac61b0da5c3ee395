"""The two worlds of every contract: memory, and the real servers of this test process."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from shared.adapters.driver import DriverName
from shared.adapters.store import Database, connect_store


def a_name() -> str:
    """A database or dossier name that no other test has."""
    return "t_" + secrets.token_hex(6)


@asynccontextmanager
async def a_database(url: str, driver: DriverName = "motor") -> AsyncIterator[Database]:
    """A fresh database, dropped afterwards."""
    name = a_name()
    client, database = connect_store(url, name, driver=driver)
    try:
        yield database
        await client.drop_database(name)
    finally:
        await client.close()


async def eventually(condition: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until the condition holds; fails after `seconds`."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - servers and other tasks make it true
            await asyncio.sleep(0.01)
