"""One machine with every service, started once for the tests that use it over HTTP."""

import os
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from rich.console import Console

from services.standalone.machine import Machine
from services.standalone.outside import OutsideServers
from services.standalone.up import start_machine
from shared.adapters.store import connect_store
from tests import outside
from tests.places import ROOT

#: Machines wait a fiftieth: an identity check is re-driven after 36 s instead of 30 minutes.
PACE = 0.02


@pytest.fixture(scope="session")
async def machine() -> AsyncIterator[tuple[Machine, dict[str, str]]]:
    """The machine and its logins by account."""
    folder = ROOT / f"machine-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    async with servers_outside() as found:
        started = Machine(folder=folder, pace=PACE, demo=True, steady_ports=False, outside=found)
        try:
            yield started, await start_machine(started, Console(quiet=True))
        finally:
            await started.stop()
            shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def servers_outside() -> AsyncIterator[OutsideServers | None]:
    """A virtual host and a database of this machine alone, where both servers are outside."""
    if not (outside.BROKER and outside.STORE):
        yield None
        return
    name = "t_" + secrets.token_hex(6)
    async with outside.a_virtual_host() as url:
        yield OutsideServers(amqp_url=url, mongodb_url=outside.STORE, mongodb_database=name)
    client, _ = connect_store(outside.STORE, name)
    await client.drop_database(name)
    await client.close()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """An HTTP client."""
    async with aiohttp.ClientSession() as client:
        yield client
