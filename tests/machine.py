"""One machine with every service, started once for the tests that use it over HTTP."""

import os
import shutil
from collections.abc import AsyncIterator

import aiohttp
import pytest
from rich.console import Console

from services.standalone.machine import Machine
from services.standalone.up import start_machine
from tests.places import ROOT

#: Machines wait a fiftieth: an identity check is re-driven after 36 s instead of 30 minutes.
PACE = 0.02


@pytest.fixture(scope="session")
async def machine() -> AsyncIterator[tuple[Machine, dict[str, str]]]:
    """The machine and its logins by account."""
    folder = ROOT / f"machine-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    started = Machine(folder=folder, pace=PACE, demo=True, steady_ports=False)
    try:
        yield started, await start_machine(started, Console(quiet=True))
    finally:
        await started.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """An HTTP client."""
    async with aiohttp.ClientSession() as client:
        yield client
